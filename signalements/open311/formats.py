"""What Open311 says, in XML and in JSON, and how it says that something is wrong.

JSON is what the XML becomes by the Spark convention: a list has no name of its own, its items have none either.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.etree import ElementTree as etree

from django.http import HttpResponse

MEDIA_TYPES: Final = {"xml": "text/xml", "json": "application/json"}
# How an item of a list is called in XML; JSON names neither.
ITEMS: Final = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "endpoints": "endpoint",
    "formats": "format",
    "photos": "photo",
    "errors": "error",
}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold


class Fault(Exception):
    """Something is wrong with what was asked: told with an HTTP status, in one or several sentences."""

    def __init__(self, status: int, *said: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(*said)
        self.status = status
        self.said = said
        self.headers = headers or {}


def answer(suffix: str, root: str, data: Any, status: int = 200) -> HttpResponse:
    """`data` (dicts, lists, text, numbers, booleans, None) under the name `root`, in the format of that suffix."""
    body = as_json(data) if suffix == "json" else as_xml(root, data)
    return HttpResponse(body, status=status, content_type=f"{MEDIA_TYPES[suffix]}; charset=utf-8")


def refuse(suffix: str, fault: Fault) -> HttpResponse:
    """The errors, as the specification lists them."""
    errors = [{"code": str(fault.status), "description": said} for said in fault.said]
    response = answer(suffix, "errors", errors, fault.status)
    for name, value in fault.headers.items():
        response[name] = value
    return response


def as_json(data: Any) -> bytes:
    """UTF-8, without NaN."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False).encode()


def as_xml(root: str, data: Any) -> bytes:
    """An XML document in UTF-8; a list's items bear the names of ITEMS, None is an empty element."""
    return etree.tostring(_element(root, data), encoding="utf-8", xml_declaration=True)


def _element(name: str, data: Any) -> etree.Element:
    element = etree.Element(name)
    if isinstance(data, Mapping):
        element.extend(_element(key, value) for key, value in data.items())
    elif isinstance(data, Sequence) and not isinstance(data, str):
        element.extend(_element(ITEMS[name], value) for value in data)
    elif isinstance(data, bool):
        element.text = "true" if data else "false"
    elif data is not None:
        element.text = _NOT_XML.sub("", str(data))
    return element

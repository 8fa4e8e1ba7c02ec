"""A key, a report as a program sends it, XML read by the Spark convention, and what the specification asks of JSON."""

import uuid
from typing import Any
from xml.etree import ElementTree as etree

from django.db.models import Model

from carto.comptes.models import Service
from carto.fiches.models import Theme
from signalements.models import ApiKey, Categorie, Question
from signalements.open311.keys import new_key
from tests.places import COURS_DES_50_OTAGES
from tests.signalements.samples import load_content

V2 = "/open311/v2/"
DATE_TIME = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"
_TEXT, _MAYBE = {"type": "string"}, {"type": ["string", "null"]}
_WHEN, _MAYBE_WHEN = {"type": "string", "pattern": DATE_TIME}, {"type": ["string", "null"], "pattern": DATE_TIME}

SERVICES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["service_code", "service_name", "metadata", "type"],
        "additionalProperties": False,
        "properties": {
            "service_code": _TEXT,
            "service_name": _TEXT,
            "description": _MAYBE,
            "metadata": {"type": "boolean"},
            "type": {"enum": ["realtime", "batch", "blackbox"]},
            "keywords": _MAYBE,
            "group": _MAYBE,
        },
    },
}
DEFINITION = {
    "type": "object",
    "required": ["service_code", "attributes"],
    "additionalProperties": False,
    "properties": {
        "service_code": _TEXT,
        "attributes": {
            "type": "array",
            "items": {
                "type": "object",
                "required": [
                    "variable",
                    "code",
                    "datatype",
                    "required",
                    "datatype_description",
                    "order",
                    "description",
                ],
                "additionalProperties": False,
                "properties": {
                    "variable": {"type": "boolean"},
                    "code": _TEXT,
                    "datatype": {"enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]},
                    "required": {"type": "boolean"},
                    "datatype_description": _MAYBE,
                    "order": {"type": "integer", "minimum": 1},
                    "description": _MAYBE,
                    "values": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "required": ["key", "name"],
                            "properties": {"key": _TEXT, "name": _TEXT},
                        },
                    },
                },
            },
        },
    },
}
REQUESTS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["service_request_id", "status", "service_code", "requested_datetime"],
        "additionalProperties": False,
        "properties": {
            "service_request_id": _TEXT,
            "status": {"enum": ["open", "closed"]},
            "status_notes": _MAYBE,
            "service_name": _MAYBE,
            "service_code": _TEXT,
            "description": {"type": ["string", "null"], "maxLength": 4000},
            "agency_responsible": _MAYBE,
            "service_notice": _MAYBE,
            "requested_datetime": _WHEN,
            "updated_datetime": _MAYBE_WHEN,
            "expected_datetime": _MAYBE_WHEN,
            "address": _TEXT,
            "address_id": _MAYBE,
            "zipcode": _TEXT,
            "lat": {"type": ["number", "null"]},
            "long": {"type": ["number", "null"]},
            "media_url": {"type": ["string", "null"], "pattern": "^https?://"},
        },
    },
}
RECEIVED = {
    "type": "array",
    "minItems": 1,
    "maxItems": 1,
    "items": {
        "type": "object",
        "oneOf": [{"required": ["service_request_id"]}, {"required": ["token"]}],
        "properties": {"service_request_id": _TEXT, "token": _TEXT, "service_notice": _MAYBE, "account_id": _MAYBE},
    },
}
ERRORS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["code", "description"],
        "additionalProperties": False,
        "properties": {"code": _TEXT, "description": {"type": "string", "minLength": 1}},
    },
}
DISCOVERY = {
    "type": "object",
    "required": ["changeset", "contact", "key_service", "endpoints"],
    "properties": {
        "changeset": _WHEN,
        "contact": {"type": "string", "minLength": 1},
        "key_service": {"type": "string", "minLength": 1},
        "endpoints": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["specification", "url", "changeset", "type", "formats"],
                "properties": {
                    "specification": {"const": "http://wiki.open311.org/GeoReport_v2"},
                    "url": {"type": "string", "pattern": "^https?://.*/open311/v2$"},
                    "changeset": _WHEN,
                    "type": {"enum": ["production", "test"]},
                    "formats": {"const": ["text/xml", "application/json"]},
                },
            },
        },
    },
}
UPDATES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["update_id", "service_request_id", "status", "updated_datetime", "description"],
        "properties": {
            "update_id": _TEXT,
            "service_request_id": _TEXT,
            "status": {"enum": ["open", "closed"]},
            "external_status_code": _TEXT,
            "updated_datetime": _WHEN,
            "description": _TEXT,
            "media_url": _MAYBE,
        },
    },
}


_CONTENT: list[list[Model]] = []


def know_content() -> None:
    """The content that the product ships, read from its files once a process: a hundred tests here need it."""
    if not _CONTENT:
        load_content()
        _CONTENT.extend(list(model.objects.all()) for model in (Theme, Service, Categorie, Question))
        return
    for rows in _CONTENT:
        type(rows[0]).objects.bulk_create(rows)


def make_key(service: str = "", **fields: Any) -> str:
    """A key as its owner holds it; with a service's code it acts for that service."""
    key, kept = new_key()
    acting = Service.objects.get(code=service) if service else None
    ApiKey.objects.create(**({"name": "Ma rue, l’application"} | fields), digest=kept, service=acting)
    return key


def report(key: str, **changes: Any) -> dict[str, Any]:
    """A good report, as a program posts it; None takes a field away."""
    place = COURS_DES_50_OTAGES
    told = {
        "api_key": key,
        "service_code": "trou-chaussee",
        "lat": str(place.y),
        "long": str(place.x),
        "description": "Gros trou devant l’arrêt.",
        "uuid": str(uuid.uuid4()),
    } | changes
    return {name: value for name, value in told.items() if value is not None}


def spark(body: bytes) -> Any:
    """XML as JSON says it by the Spark convention: an element of items is a list, even of one; text is text."""
    return _read(etree.fromstring(body))


_LISTS = {
    "services", "attributes", "values", "service_requests", "service_request_updates", "endpoints", "formats",
    "photos", "errors",
}  # fmt: skip


def _read(element: etree.Element) -> Any:
    if element.tag in _LISTS:
        return [_read(each) for each in element]
    if len(element):
        return {each.tag: _read(each) for each in element}
    return element.text or ""


def as_text(data: Any) -> Any:
    """JSON with its numbers, booleans and nulls in the words of XML."""
    if isinstance(data, dict):
        return {name: as_text(value) for name, value in data.items()}
    if isinstance(data, list):
        return [as_text(value) for value in data]
    if isinstance(data, bool):
        return str(data).lower()
    return "" if data is None else str(data)

"""One client that asks our server for something and looks at what comes: how long, what status, how many bytes."""

import gzip
import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Answer:
    """What came back; `content` is unpacked, `took` (milliseconds) is until the last byte came, packed."""

    status: int
    headers: dict[str, str]
    content: bytes
    took: float


class Client:
    """Asks one thing after the other, on one connection as long as the server lets it live."""

    def __init__(self, address: str) -> None:
        place = urlsplit(address)
        self._connection = http.client.HTTPConnection(place.hostname, place.port, timeout=300)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        """Fetch a path as a browser does, in gzip; header names are given with underscores."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, form: Mapping[str, str], **headers: str) -> Answer:
        """Send a form; a redirection is an answer like another."""
        packed = {"Content_Type": "application/x-www-form-urlencoded"} | headers
        return self._ask("POST", path, urlencode(form).encode(), packed)

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        sent = {"Accept-Encoding": "gzip"} | {name.replace("_", "-"): value for name, value in headers.items()}
        begun = time.perf_counter()
        self._connection.request(method, path, body, sent)
        came = self._connection.getresponse()
        content = came.read()
        took = (time.perf_counter() - begun) * 1000
        told = {name.lower(): value for name, value in came.getheaders()}
        if told.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        return Answer(came.status, told, content, took)

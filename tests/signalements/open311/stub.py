"""A server of Open311 on loopback that answers whatever a test tells it to, and keeps what it was asked."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit


@dataclass
class Stub:
    """`answers` by method and path: status, body, headers; `asked` is what came, in order."""

    url: str = ""
    answers: dict[str, tuple[int, bytes, dict[str, str]]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)
    pause: float = 0.0  # seconds before an answer
    drip: float = 0.0  # seconds between two of its bytes

    def says(self, what: str, body: str | bytes, status: int = 200, **headers: str) -> None:
        """Answer « POST requests.xml » like that from now on."""
        told = body.encode() if isinstance(body, str) else body
        self.answers[what] = (status, told, {name.replace("_", "-"): value for name, value in headers.items()})


def _handler(stub: Stub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            address = urlsplit(self.path)
            what = f"{self.command} {address.path.rpartition('/v2/')[2]}"
            stub.asked.append((what, parse_qs(self.rfile.read(length).decode() if length else address.query)))
            status, body, headers = stub.answers.get(what, (404, b"<errors/>", {}))
            time.sleep(stub.pause)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in (body,) if not stub.drip else (body[rank : rank + 1] for rank in range(len(body))):
                self.wfile.write(piece)
                time.sleep(stub.drip)

        do_GET = do_POST = _answer

        def log_message(self, *_told: object) -> None:
            """Nothing on the terminal."""

    return Handler


@contextmanager
def stub_server() -> Iterator[Stub]:
    """One, for as long as a test lasts."""
    stub = Stub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stub))
    stub.url = f"http://127.0.0.1:{server.server_port}/v2/"
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()


def one_request(number: str = "", token: str = "") -> str:
    """The answer to a POST."""
    told = f"<service_request_id>{number}</service_request_id><token>{token}</token>"
    return f"<?xml version='1.0'?><service_requests><request>{told}</request></service_requests>"


def one_update(
    number: str, status: str, text: str = "", *, update_id: str = "1", code: str = "", media_url: str = ""
) -> str:
    """The answer of `servicerequestupdates`."""
    fields = {
        "update_id": update_id, "service_request_id": number, "status": status, "description": text,
        "external_status_code": code, "updated_datetime": "2026-05-04T10:00:00+02:00", "media_url": media_url,
    }  # fmt: skip
    told = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return f"<service_request_updates><request_update>{told}</request_update></service_request_updates>"

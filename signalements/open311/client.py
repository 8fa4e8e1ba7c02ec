"""Speaking to another Open311 server: POST requests, tokens, updates. In XML, the format that every server has.

Whoever answers there is a stranger: time, size and shape are bounded, nothing but the server's own address is called,
no redirection is followed, and certificates are verified.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from math import inf
from threading import Thread
from time import monotonic
from typing import Any, Final
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as etree

import requests
from django.conf import settings
from django.utils.translation import gettext as _

from carto.outward import NotPublic, public_session
from signalements.models import RemoteServer
from signalements.open311.telling import moment

PATIENCE: Final = (5, 20)  # seconds: to be reached, then between two pieces of the answer
LONGEST: Final = 8 * 1024 * 1024
ENOUGH: Final = 60.0  # seconds in all: a byte every nineteen seconds would otherwise hold the worker for days
PIECE: Final = 64 * 1024
TEMPORARY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})


class Unanswered(Exception):
    """No usable answer. `final`: the same question would be refused again; `missing`: there is no such address."""

    def __init__(self, said: str, *, final: bool = False, missing: bool = False) -> None:
        super().__init__(said[:500])
        self.final = final
        self.missing = missing


class Client:
    """One server, for as long as a `with` lasts."""

    def __init__(self, server: RemoteServer) -> None:
        self.server = server
        self.base = server.url.rstrip("/")
        parts = urlsplit(self.base)
        self.session = requests.Session() if parts.hostname in settings.CARTO_INSIDE_HOSTS else public_session()
        self.session.trust_env = False
        self.session.headers.update({"User-Agent": "Carte commune", "Accept-Encoding": "identity"})

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_about: object) -> None:
        self.session.close()

    def post(self, fields: Mapping[str, Any]) -> tuple[str, str]:
        """Send a report: its number there, or the token that will give one. Unanswered."""
        told = {"api_key": self.server.api_key} | dict(fields)
        first = next(self._items("POST", "requests.xml", data=told), {})
        number, token = first.get("service_request_id", ""), first.get("token", "")
        if not (number or token):
            raise Unanswered(_("La réponse ne donne ni numéro ni jeton."))
        return number[:200], "" if number else token[:200]

    def number_of(self, token: str) -> str:
        """The number that a token has become; empty while there is none. Unanswered."""
        first = next(self._items("GET", f"tokens/{quote(token, safe='')}.xml"), {})
        return first.get("service_request_id", "")[:200]

    def updates(self, start: datetime, end: datetime) -> list[dict[str, str]]:
        """mySociety's updates of a period. Unanswered, `missing` where the server has none of it."""
        span = {"start_date": moment(start), "end_date": moment(end)}
        return list(self._items("GET", "servicerequestupdates.xml", params=span))

    def requests(self, numbers: Iterable[str]) -> list[dict[str, str]]:
        """What is told of these requests. Unanswered."""
        return list(self._items("GET", "requests.xml", params={"service_request_id": ",".join(numbers)}))

    def _items(self, method: str, path: str, **sent: dict[str, Any]) -> Iterator[dict[str, str]]:
        """Each child of the answer's root, as flat text by name."""
        place = "data" if method == "POST" else "params"
        jurisdiction = {"jurisdiction_id": self.server.jurisdiction} if self.server.jurisdiction else {}
        sent[place] = jurisdiction | sent.get(place, {})
        for item in _parsed(self._asked(method, path, sent)):
            yield {each.tag: (each.text or "").strip().replace("\0", "") for each in item}

    def _asked(self, method: str, path: str, sent: dict[str, Any]) -> bytes:
        call = Call(self.session, method, f"{self.base}/{path}", sent)
        try:
            answered, body = call.within(ENOUGH)
        except (requests.exceptions.InvalidSchema, NotPublic) as error:
            raise Unanswered(_("Cette adresse n’est pas en https, ou mène à un réseau privé."), final=True) from error
        except (requests.RequestException, OSError, ValueError) as error:
            raise Unanswered(_("Serveur injoignable : %(why)s") % {"why": type(error).__name__}) from error
        _check(answered, body)
        return body


class Call(Thread):
    """One question in a thread that nobody waits for too long; it touches nothing of ours.

    `longest` bytes are read of the answer; `bare`: as they come, since what is packed may unfold to anything.
    """

    def __init__(
        self, session: requests.Session, method: str, address: str, sent: dict[str, Any], *,
        longest: int = LONGEST, bare: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(daemon=True)
        self.asked = (session, method, address, sent)
        self.longest, self.bare, self.until = longest, bare, inf
        self.body = bytearray()
        self.answered: requests.Response | None = None
        self.error: Exception | None = None

    def run(self) -> None:
        """Ask, and read what comes, as long as it is not too long and somebody waits for it."""
        session, method, address, sent = self.asked
        try:
            with session.request(
                method, address, timeout=PATIENCE, allow_redirects=False, stream=True, **sent
            ) as answered:
                for piece in self._pieces(answered):
                    self.body += piece
                    if len(self.body) > self.longest:
                        raise Unanswered(_("Réponse trop longue."))
                    if monotonic() > self.until:
                        return
                self.answered = answered
        except Exception as error:  # whatever it is, it is raised again where it is awaited
            self.error = error

    def _pieces(self, answered: requests.Response) -> Iterator[bytes]:
        if not self.bare:
            return answered.iter_content(PIECE)
        return iter(partial(answered.raw.read1, PIECE, decode_content=False), b"")

    def within(self, seconds: float) -> tuple[requests.Response, bytes]:
        """The answer, read; what went wrong is raised, and Unanswered when it takes longer than that."""
        self.until = monotonic() + seconds
        self.start()
        self.join(seconds)
        if self.error is not None:
            raise self.error
        if self.answered is None:
            raise Unanswered(_("Réponse trop lente."))
        return self.answered, bytes(self.body)


def _check(answered: requests.Response, body: bytes) -> None:
    """Raise Unanswered unless it is a success; what the server says of it is passed on."""
    status = answered.status_code
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        raise Unanswered(_("Redirection refusée : donnez l’adresse exacte."), final=True)
    said = _("Réponse %(status)d. %(errors)s") % {"status": status, "errors": _errors(body)}
    raise Unanswered(said.strip(), final=status not in TEMPORARY, missing=status in (404, 405, 501))


def _errors(body: bytes) -> str:
    try:
        told = [each.findtext("description") or "" for each in _parsed(body)]
    except Unanswered:
        return ""
    return " ".join(" ".join(told).split())[:300]


def _parsed(body: bytes) -> etree.Element:
    """The root of an XML document without entities of its own; Unanswered otherwise."""
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body or b"\0" in body:  # nor in UTF-16, where they would hide
        raise Unanswered(_("Réponse illisible : ce n’est pas le XML d’Open311."))
    try:
        return etree.fromstring(body)
    except (etree.ParseError, ValueError, LookupError) as error:
        raise Unanswered(_("Réponse illisible : ce n’est pas le XML d’Open311.")) from error

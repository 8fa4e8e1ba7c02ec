"""A file fetched where somebody says that it is: at a public https address, capped in bytes, in time and in kind.

Who answers there is a stranger. What does not come whole within its caps is not had at all, and the error says why.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import requests
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.outward import NotPublic, Watch, may_be_asked, public_session

PATIENCE: Final = (5, 20)  # seconds: to be reached, then between two bytes
PIECE: Final = 1 << 16
MEGABYTE: Final = 1 << 20
LONGEST_KIND: Final = 60  # characters
WORDS: Final[Mapping[str, str | Promise]] = {
    "address": _("Cette adresse n’est pas publique : une adresse https publique est attendue. Rien n’y a été demandé."),
    "away": _("Cette adresse renvoie vers une autre : donnez l’adresse exacte du fichier lui-même."),
    "status": _("Le fichier n’est pas à cette adresse : elle répond par une erreur (réponse %(status)s)."),
    "kind": _("Cette adresse donne autre chose que le fichier attendu (%(kind)s)."),
    "heavy": _("Ce fichier est trop lourd (%(most)s Mo au plus) : il n’est pas lu jusqu’au bout."),
    "late": _("Ce fichier met trop de temps à venir : rien n’en a été gardé."),
    "network": _("Cette adresse ne répond pas : réessayez plus tard."),
}


class NotFetched(Exception):
    """Nothing usable came; its text (French) says why, its `code` is a key of WORDS."""

    def __init__(self, code: str, **said: Any) -> None:
        super().__init__(str(WORDS[code]) % said)
        self.code = code


@dataclass(frozen=True)
class Caps:
    """How much of it, for how long, and of which kinds.

    `fits` says whether a media type may hold it: lower case, without parameters, empty when the server says none.
    """

    heaviest: int  # bytes in all, as they are written
    seconds: float  # in all, from the first byte asked to the last one read
    fits: Callable[[str], bool]
    accept: str = "*/*"


class Outing:
    """One or several requests that share their caps."""

    def __init__(self, session: requests.Session, caps: Caps, watch: Watch, *, loopback: bool) -> None:
        """Made by `outing`."""
        self._session, self._caps, self._watch, self._loopback = session, caps, watch, loopback
        self._left = caps.heaviest

    def save(self, address: str, into: Path, params: Mapping[str, Any] | None = None) -> Path:
        """Write what stands at that address into a file; NotFetched."""
        try:
            allowed = may_be_asked(address, loopback=self._loopback)
        except ValueError:
            allowed = False
        if not allowed:
            raise NotFetched("address")
        headers = {"User-Agent": "Carte commune", "Accept": self._caps.accept, "Accept-Encoding": "identity"}
        asked = {"headers": headers, "timeout": PATIENCE, "params": params, "stream": True}
        with self._session.get(address, **asked) as answered, into.open("wb") as file:
            self._check(answered)
            for piece in answered.iter_content(PIECE):
                self._left -= len(piece)
                self._check_weight(0)
                file.write(piece)
        if self._watch.over:  # a body of unknown length seems to end when its connection does
            raise NotFetched("late")
        return into

    def _check(self, answered: requests.Response) -> None:
        if answered.is_redirect:
            raise NotFetched("away")
        if answered.status_code != requests.codes.ok:
            raise NotFetched("status", status=answered.status_code)
        kind = answered.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if not self._caps.fits(kind):
            raise NotFetched("kind", kind=kind[:LONGEST_KIND])
        length = answered.headers.get("Content-Length", "")
        self._check_weight(int(length[:18]) if length.isascii() and length.isdigit() else 0)

    def _check_weight(self, more: int) -> None:
        if more > self._left or self._left < 0:
            raise NotFetched("heavy", most=self._caps.heaviest // MEGABYTE)


@contextmanager
def outing(caps: Caps, *, loopback: bool = False) -> Iterator[Outing]:
    """Requests that end within their caps, or raise NotFetched. `loopback`: a test's own server may be asked too."""
    with Watch(caps.seconds) as watch, public_session(loopback=loopback, watch=watch) as session:
        try:
            yield Outing(session, caps, watch, loopback=loopback)
        except (requests.RequestException, OSError, ValueError) as error:
            raise NotFetched(_code(error, watch)) from error


def _code(error: Exception, watch: Watch) -> str:
    if watch.over:
        return "late"
    private = isinstance(error, NotPublic | requests.exceptions.InvalidSchema)
    return "address" if private or isinstance(error.__cause__ or error.__context__, NotPublic) else "network"


def fetch(address: str, into: Path, caps: Caps, *, loopback: bool = False) -> Path:
    """One file; NotFetched says why it is not had."""
    with outing(caps, loopback=loopback) as out:
        return out.save(address, into)

"""A document fetched where it is published: public https alone, no redirection, so many bytes, so many seconds."""

from pathlib import Path
from threading import Event, Thread
from typing import Final

import requests
from django.conf import settings
from django.utils.translation import gettext as _

from carto.outward import NotPublic, may_be_asked, public_session
from projets.equipements.deliberations.reading import HEAVIEST, WORDS

PATIENCE: Final = (5, 20)  # seconds: to be reached, then between two pieces
ENOUGH: Final = 90.0  # seconds in all
PIECE: Final = 64 * 1024
OK: Final = 200
HEADERS: Final = {"User-Agent": "Carte commune", "Accept": "application/pdf", "Accept-Encoding": "identity"}


class NotFetched(Exception):
    """Nothing usable came; its text (French) says why."""


def fetch(address: str, into: Path) -> None:
    """Write what stands at `address` into a file; NotFetched. Who answers there is a stranger."""
    try:
        allowed = may_be_asked(address, loopback=settings.CARTO_PUSH_LOOPBACK)
    except ValueError:
        allowed = False
    if not allowed:
        raise NotFetched(_("Cette adresse n’est pas publique, ou pas en https : rien n’y a été demandé."))
    call = _Call(address, into)
    call.start()
    call.join(ENOUGH)
    if call.is_alive():
        call.stopped.set()
        raise NotFetched(_("Le document met trop de temps à venir."))
    if call.error is not None:
        raise call.error


class _Call(Thread):
    """One download in a thread that nobody waits for too long; it writes its own file and touches nothing of ours."""

    def __init__(self, address: str, into: Path) -> None:
        super().__init__(daemon=True)
        self.address, self.into = address, into
        self.error: NotFetched | None = None
        self.stopped = Event()

    def run(self) -> None:
        """Ask, and keep what comes as long as there is not too much of it."""
        try:
            self._download()
        except NotFetched as error:
            self.error = error
        except (NotPublic, requests.exceptions.InvalidSchema):
            self.error = NotFetched(_("Cette adresse mène à un réseau privé : rien n’y a été demandé."))
        except (requests.RequestException, OSError, ValueError) as error:
            said = {"why": type(error).__name__}
            self.error = NotFetched(_("Le serveur de cette adresse ne répond pas (%(why)s).") % said)

    def _download(self) -> None:
        session = public_session(loopback=settings.CARTO_PUSH_LOOPBACK)
        with session, session.get(self.address, headers=HEADERS, timeout=PATIENCE, stream=True) as answered:
            self._check(answered)
            size = 0
            with self.into.open("wb") as file:
                for piece in answered.iter_content(PIECE):
                    size += len(piece)
                    if size > HEAVIEST or self.stopped.is_set():
                        raise NotFetched(str(WORDS["weight"]))
                    file.write(piece)

    @staticmethod
    def _check(answered: requests.Response) -> None:
        if answered.is_redirect:
            raise NotFetched(_("Cette adresse renvoie vers une autre : donnez l’adresse exacte du document."))
        if answered.status_code != OK:
            said = {"status": answered.status_code}
            raise NotFetched(_("Le document n’est pas à cette adresse (réponse %(status)s).") % said)
        length = answered.headers.get("Content-Length", "")
        if length.isdigit() and int(length) > HEAVIEST:
            raise NotFetched(str(WORDS["weight"]))

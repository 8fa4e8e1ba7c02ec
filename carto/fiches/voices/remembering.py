"""« Moi aussi », once per browser even when the day's mark is forgotten: the browser remembers, the server does not.

The cookie holds keyed digests: on a shared computer nobody reads from it what somebody supported.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from carto.fiches.models import Fiche

COOKIE: Final = "voix"
MOST: Final = 200  # the latest: a cookie has 4 KB at most
DIGITS: Final = 12
YEAR: Final = 365 * 24 * 3600


@dataclass(frozen=True)
class Remembered:
    """What this browser has said « moi aussi » to, as digests, the latest last."""

    digests: tuple[str, ...] = ()

    @classmethod
    def of(cls, request: HttpRequest) -> "Remembered":
        """From its cookie; one that is not ours is as none."""
        try:
            told = request.get_signed_cookie(COOKIE)
        except (KeyError, BadSignature):
            return cls()
        return cls(tuple(told[at : at + DIGITS] for at in range(0, len(told), DIGITS)))

    def holds(self, fiche: Fiche) -> bool:
        """Whether it has supported this one."""
        return _digest(fiche) in self.digests

    def kept(self, response: HttpResponse, fiche: Fiche, *, said: bool, secure: bool) -> HttpResponse:
        """The answer by which the browser remembers it, or forgets it."""
        others = [each for each in self.digests if each != _digest(fiche)]
        told = "".join([*others, *([_digest(fiche)] if said else [])][-MOST:])
        response.set_signed_cookie(COOKIE, told, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
        return response


def _digest(fiche: Fiche) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"voix:{fiche.uuid}".encode(), sha256).hexdigest()[:DIGITS]

"""An order drawn by lot for one visit: a number that the browser keeps until it is closed, and that tells nothing."""

import re
import secrets
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE: Final = "lot"
_SEED: Final = re.compile(r"[0-9a-f]{8}")


def drawn_in(request: HttpRequest) -> tuple[str, bool]:
    """The seed of this visit, and whether it has just been drawn."""
    held = request.COOKIES.get(COOKIE, "")
    return (held, False) if _SEED.fullmatch(held) else (secrets.token_hex(4), True)


def remember(answer: HttpResponse, seed: str) -> HttpResponse:
    """Have the browser keep the seed for this visit, so that a second page goes on where the first stopped."""
    answer.set_cookie(COOKIE, seed, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer

"""Telling two strangers apart for a day, without being able to say who either was.

A mark is a keyed hash. The key is drawn when the process starts, lives in its memory alone, and is replaced every day
by its own hash: yesterday's key cannot be worked out from today's, so yesterday's marks can be traced to nobody.
Gunicorn loads the application before it makes its processes: they share one key. Two machines have two.
"""

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import date
from threading import Lock

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import localdate

NETWORK_BITS = {4: 24, 6: 56}  # a household's or an office's block: one address more is not one person more


@dataclass
class _Ratchet:
    """The key of the day; it only goes forward."""

    key: bytes
    day: date

    def on(self, day: date) -> bytes:
        while self.day < day:
            self.key = hashlib.sha256(b"next" + self.key).digest()
            self.day = date.fromordinal(self.day.toordinal() + 1)
        return self.key


_ratchet = _Ratchet(secrets.token_bytes(32), localdate() if settings.configured else date.today())
_turning = Lock()


def mark(*parts: str) -> str:
    """64 hexadecimal digits for these words, today: the same words give others tomorrow, and after a restart."""
    with _turning:
        key = _ratchet.on(localdate())
    return hmac.new(key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def mark_of_person(request: HttpRequest, purpose: str) -> str:
    """Of one browser for one purpose (« moi aussi » on one fiche): two purposes cannot be put side by side."""
    return mark("person", purpose, _address(request), request.headers.get("User-Agent", "")[:300])


def mark_of_network(request: HttpRequest, purpose: str) -> str:
    """Of the network it came from (a /24, or a /56 of IPv6), to count how many come from there."""
    try:
        address = ipaddress.ip_address(_address(request))
    except ValueError:
        return mark("network", purpose, "")
    return mark("network", purpose, str(ipaddress.ip_network((address, NETWORK_BITS[address.version]), strict=False)))


def _address(request: HttpRequest) -> str:
    """Who asks, as told by the last of our own proxies (setting ALLAUTH_TRUSTED_PROXY_COUNT)."""
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if trusted and len(told) >= trusted:
        return told[-trusted]
    return request.META.get("REMOTE_ADDR", "")

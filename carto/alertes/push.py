"""Web push (RFC 8030, 8291, 8292): the house's key, and what is said."""

import base64
import binascii
import json
from pathlib import Path
from typing import Any, Final

import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush

from carto.alertes.errors import Undelivered
from carto.outward import may_be_asked, public_session

TTL: Final = 24 * 3600  # seconds for which a push service keeps it for a device that is away
PATIENCE: Final = 10  # seconds
GONE: Final = {404, 410}  # the push service says that the browser no longer wants it
LONGEST: Final = 1000


def key_path() -> Path:
    """Where the house's own key is kept (`manage.py make_push_key`)."""
    return Path(settings.CARTO_VAR) / "push-key.pem"


def public_key() -> str:
    """The key that browsers are shown when they subscribe, base64url; empty without one: push is not offered then."""
    if not key_path().exists():
        return ""
    point = Vapid02.from_file(str(key_path())).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def check_subscription(endpoint: Any, keys: Any) -> dict[str, str]:
    """The two keys of a browser's subscription; ValidationError (French) for what no push service would give."""
    wrong = ValidationError(_("Ce navigateur n’a pas donné une adresse de notification que nous comprenons."))
    if not isinstance(endpoint, str) or not isinstance(keys, dict) or len(endpoint) > LONGEST:
        raise wrong
    p256dh, auth = str(keys.get("p256dh", "")), str(keys.get("auth", ""))
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decoded(p256dh))
        usable = len(_decoded(auth)) == 16 and may_be_asked(endpoint, loopback=settings.CARTO_PUSH_LOOPBACK)
    except (ValueError, binascii.Error):
        usable = False
    if not usable:
        raise wrong
    return {"p256dh": p256dh, "auth": auth}


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def send(endpoint: str, keys: dict[str, str], said: dict[str, str], *, topic: str) -> None:
    """Hand one notification to the browser's push service, encrypted for that browser alone.

    `topic` (32 characters at most): a newer one replaces an older that waits for the device. Raises Undelivered.
    """
    try:
        if not may_be_asked(endpoint, loopback=settings.CARTO_PUSH_LOOPBACK):
            raise Undelivered(gone=True)
        webpush(
            {"endpoint": endpoint, "keys": keys},
            json.dumps(said, ensure_ascii=False),
            vapid_private_key=Vapid02.from_file(str(key_path())),
            vapid_claims={"sub": settings.CARTO_PUSH_SUBJECT},
            content_encoding="aes128gcm",
            ttl=TTL,
            timeout=PATIENCE,
            headers={"Topic": topic, "Urgency": "normal"},
            requests_session=public_session(loopback=settings.CARTO_PUSH_LOOPBACK),
        )
    except WebPushException as error:
        raise Undelivered(gone=getattr(error.response, "status_code", 0) in GONE) from error
    except (requests.RequestException, OSError, ValueError) as error:
        raise Undelivered from error

"""Web push (RFC 8030, 8291, 8292): the house's key, what is said, and a way out that reaches no private network."""

import base64
import binascii
import ipaddress
import json
import socket
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool

from carto.alertes.errors import Undelivered

TTL: Final = 24 * 3600  # seconds for which a push service keeps it for a device that is away
PATIENCE: Final = 10  # seconds
GONE: Final = {404, 410}  # the push service says that the browser no longer wants it
LONGEST: Final = 1000
NAT64: Final = ipaddress.ip_network("64:ff9b::/96")  # leads to any IPv4 address, where a gateway translates


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
        usable = len(_decoded(auth)) == 16 and _may_be_asked(endpoint)
    except (ValueError, binascii.Error):
        usable = False
    if not usable:
        raise wrong
    return {"p256dh": p256dh, "auth": auth}


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _may_be_asked(endpoint: str) -> bool:
    """Whether it is a public https address; ValueError when it is none at all. Names are looked up on connecting."""
    if not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        return False
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    if parts.username or parts.password or parts.port not in (None, 443):
        return settings.CARTO_PUSH_LOOPBACK and _is_loopback(host)
    try:
        public = _is_public(host)
    except ValueError:
        public = "." in host and not host.endswith((".localhost", ".local", ".internal", "."))
    return parts.scheme == "https" and public


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    found = getattr(found, "ipv4_mapped", None) or found
    return found.is_global and not found.is_multicast and found not in NAT64


def _is_loopback(host: str) -> bool:
    return host == "127.0.0.1"


class _PublicConnection(HTTPSConnection):
    """Looks at whom it has reached before it says anything: a name may lead into a private network at any moment."""

    def _new_conn(self) -> socket.socket:
        reached = super()._new_conn()
        if not _is_public(reached.getpeername()[0]):
            reached.close()
            raise requests.exceptions.InvalidURL("not a public address")
        return reached


class _PublicPool(HTTPSConnectionPool):
    ConnectionCls = _PublicConnection


class _PublicAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": _PublicPool}


def _session() -> requests.Session:
    """One that goes to public https addresses only, follows no redirection and asks no proxy."""
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", _PublicAdapter())
    if not settings.CARTO_PUSH_LOOPBACK:
        session.adapters.pop("http://")
    session.post = partial(session.post, allow_redirects=False)
    return session


def send(endpoint: str, keys: dict[str, str], said: dict[str, str], *, topic: str) -> None:
    """Hand one notification to the browser's push service, encrypted for that browser alone.

    `topic` (32 characters at most): a newer one replaces an older that waits for the device. Raises Undelivered.
    """
    try:
        if not _may_be_asked(endpoint):
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
            requests_session=_session(),
        )
    except WebPushException as error:
        raise Undelivered(gone=getattr(error.response, "status_code", 0) in GONE) from error
    except (requests.RequestException, OSError, ValueError) as error:
        raise Undelivered from error

"""A telephone with an application of codes, as somebody's hand uses it (RFC 6238)."""

import base64
import hashlib
import hmac
import re
import struct
import time

from django.test import Client
from django.urls import reverse


def code_of(secret: str, at: float | None = None) -> str:
    """The six digits that the telephone shows at that moment (seconds since 1970)."""
    count = struct.pack(">Q", int((time.time() if at is None else at) // 30))
    digest = hmac.new(base64.b32decode(secret), count, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def link_device(client: Client) -> str:
    """Enrol as the page asks, from a session that is signed in; returns the secret that the telephone holds."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'<code class="secret">([A-Z2-7]+)</code>', page).group(1)
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 302
    return secret

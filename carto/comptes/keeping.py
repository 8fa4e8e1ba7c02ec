"""The secrets of second factors, as the database holds them: unreadable without the site's own key."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from io import BytesIO

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


class KeepingAdapter(DefaultMFAAdapter):
    """A copy of the database alone gives nobody a second factor; a lost key means enrolling again."""

    def get_totp_issuer(self) -> str:
        """What the application on the phone calls us."""
        return f"Carte commune · {settings.CARTO_PLACE}"

    def build_totp_svg(self, url: str) -> str:
        """The QR code, black on white in the dark too: telephones read nothing else well."""
        drawn = BytesIO()
        segno.make(url, error="m").save(
            drawn, kind="svg", xmldecl=False, border=4, dark="#000", light="#fff", omitsize=True
        )
        return drawn.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """With the key in use."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """With the key in use, or one that it replaced (SECRET_KEY_FALLBACKS)."""
        return _keys().decrypt(encrypted_text.encode()).decode()


def _keys() -> MultiFernet:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    derived = (sha256(b"second factor\0" + secret.encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in derived])

"""How allauth behaves here."""

import secrets

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Codes that can be read aloud and typed on a phone."""

    def generate_login_code(self) -> str:
        """Six digits: the numeric keyboard is enough. Tries are limited to three, and a code lives three minutes."""
        return self._digits()

    def generate_email_verification_code(self) -> str:
        """Likewise for the first sign-in."""
        return self._digits()

    @staticmethod
    def _digits() -> str:
        return f"{secrets.randbelow(1_000_000):06d}"

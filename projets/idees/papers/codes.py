"""The codes of paper: a sheet's, in its QR and its address; a stub's, which its holder alone knows."""

import secrets
from typing import Final
from uuid import UUID

from django.utils.crypto import salted_hmac

from carto.fiches.actions import digest
from projets.idees.models import Feuille

LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # neither 0 nor O, neither 1 nor I: they are copied by hand
SHEET_LENGTH: Final = 8
STUB_LENGTH: Final = 12


def sheet_code() -> str:
    """A new sheet's code: drawn, so that nobody finds the next sheet by counting."""
    return "".join(secrets.choice(LETTERS) for _rank in range(SHEET_LENGTH))


def stub_code(feuille: Feuille, rank: int) -> str:
    """The code of a stub. It is worked out from the installation's key: a sheet printed again has the same stubs,
    though the database keeps their digests alone.
    """
    drawn = salted_hmac("idees.papers.souche", f"{feuille.code}:{rank}", algorithm="sha256").digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in drawn[:STUB_LENGTH])


def tidy_code(text: str) -> str:
    """A code as somebody typed it: spaces, dashes and small letters do not count."""
    return "".join(letter for letter in text.upper() if letter.isalnum())[:40]


def grouped(code: str) -> str:
    """By four, as it is printed: « K7QM-2XAB-9CDE »."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def digest_of_stub(code: str) -> str:
    """What the database keeps of a stub's code."""
    return digest(tidy_code(code))


def follow_secret(code: str, idee: UUID) -> str:
    """The secret of the link that follows one idea of a stub: whoever holds the code has it, nobody else."""
    return salted_hmac("idees.papers.suivre", f"{tidy_code(code)}:{idee}", algorithm="sha256").hexdigest()[:48]

"""Telling two people apart while a vote lasts, and nobody ever after: keys, digests, drawn ranks, rows written anew."""

import hashlib
import hmac
import secrets
from typing import Final

from django.db import models

from carto.fiches.voices.actions import RANKS

KEY_BYTES: Final = 32
DIGEST: Final = 64  # hexadecimal digits of an HMAC-SHA-256


def new_key() -> bytes:
    """The secret of one vote."""
    return secrets.token_bytes(KEY_BYTES)


def digest(key: bytes | memoryview, *parts: object) -> str:
    """64 hexadecimal digits for these words under that key; without the key nobody finds them again."""
    return hmac.new(bytes(key), "\x1f".join(map(str, parts)).encode(), hashlib.sha256).hexdigest()


def drawn_rank() -> int:
    """The key of one row, at random: the order of rows tells nothing."""
    return secrets.randbelow(RANKS)


def written_anew(rows: models.QuerySet) -> list[models.Model]:
    """Take these rows away and store them again under other keys, in an order that is drawn: what the database itself
    keeps of a row (its place, the transaction that wrote it) no longer sits beside a line of the roll either.
    """
    kept = list(rows)
    rows.model.objects.filter(pk__in=[row.pk for row in kept]).delete()
    secrets.SystemRandom().shuffle(kept)
    for row in kept:
        row.pk = drawn_rank()
    return rows.model.objects.bulk_create(kept, batch_size=2000)

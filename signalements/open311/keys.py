"""Keys for programs: made once, kept as a digest, counted by key and not by network."""

import secrets
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from carto.fiches.actions import digest
from carto.fiches.trust.counting import count, note
from signalements.models import ApiKey
from signalements.open311.formats import Fault

PASSAGE: Final = "open311"
# What one key may send, updates included: a storm in a city of 600,000 brings one report every ten seconds.
LIMITS: Final = ((timedelta(minutes=10), 300), (timedelta(hours=24), 6000))
LONGEST: Final = 200


def new_key() -> tuple[str, str]:
    """A key to show once, and the digest to keep."""
    key = secrets.token_urlsafe(32)
    return key, digest(key)


def holder(key: str) -> ApiKey:
    """Whose key that is; Fault 403 without one, with an unknown one, or with one that was taken back."""
    found = ApiKey.objects.select_related("service").filter(digest=digest(key), active=True).first() if key else None
    if found is None:
        raise Fault(403, _("Il faut une clé (api_key) valable pour écrire ici : /open311/v2/discovery.xml dit où."))
    return found


def count_sending(key: ApiKey) -> None:
    """Count one more sending of that key; Fault 429 when it has sent too much: nothing is then stored."""
    mark = f"key:{key.pk}"
    note(mark, PASSAGE)
    counts = count((mark, PASSAGE, within) for within, _most in LIMITS)
    for sent, (within, most) in zip(counts, LIMITS, strict=True):
        if sent > most:
            said = _("Cette clé envoie trop à la fois (%(most)d envois en %(hours)g h au plus) : réessayez plus tard.")
            hours = within / timedelta(hours=1)
            raise Fault(429, said % {"most": most, "hours": round(hours, 2)}, headers={"Retry-After": "600"})

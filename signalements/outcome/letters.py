"""The link by which a message asks what one thinks of a closing."""

from django.core import signing
from django.urls import reverse

from signalements.models import Signalement

SALT = "signalements.outcome.rating"
VALID = 60 * 60 * 24 * 60  # seconds: sixty days


def rating_path(signalement: Signalement) -> str:
    """`/avis/<token>/`, for the message that tells whoever sent it that it is closed; it opens nothing else."""
    return reverse("signalements:rate", args=[signing.dumps(signalement.pk, salt=SALT)])


def read_rating_token(token: str) -> int:
    """The key of the signalement that a token is about; signing.BadSignature when we did not write it, or too old."""
    return signing.loads(token, salt=SALT, max_age=VALID)

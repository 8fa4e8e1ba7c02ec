"""A campaign in which one dreams, and its dreams."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from projets.idees.models import Campagne, Idee
from tests.factories import square
from tests.places import COURS_DES_50_OTAGES
from tests.projets.samples import make_idee


def make_campagne(*, is_over: bool = False, **fields: Any) -> Campagne:
    """Around the cours des 50 Otages: open for a week, or over since yesterday."""
    now = timezone.now()
    opens = now - timedelta(days=8 if is_over else 1)
    told = {
        "slug": "cours", "title": "De quoi rêve le cours ?", "geom": square(COURS_DES_50_OTAGES),
        "opens_at": opens, "closes_at": opens + timedelta(days=7), "published_at": opens, "dream": True,
        "organiser": "Maison de quartier", "money": "Aucun pour l’instant", "decides": "Le conseil de quartier",
    }  # fmt: skip
    return Campagne.objects.create(**(told | fields))


def make_dream(campagne: Campagne, **fields: Any) -> Idee:
    """« On se baigne sur le cours », sent to that campaign."""
    dream = make_idee(campagne=campagne, **({"title": "On se baigne sur le cours"} | fields))
    dream.refresh_from_db()
    return dream


def close(campagne: Campagne) -> None:
    """The hour has come."""
    campagne.closes_at = timezone.now() - timedelta(minutes=1)
    campagne.save(update_fields=["closes_at"])

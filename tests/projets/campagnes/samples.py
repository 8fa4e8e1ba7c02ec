"""Campaigns that tests need, made in one line each."""

from datetime import timedelta
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from projets.idees.campagnes.actions import publish
from projets.idees.models import Campagne
from tests.factories import square
from tests.places import COURS_DES_50_OTAGES

RULES = {
    "organiser": "Ville de Nantes, quartier Centre",
    "money": "12 000 € du budget du quartier",
    "decides": "Le conseil de quartier choisit trois bancs ; les rails ne bougent pas.",
}


def make_campagne(centre: Point = COURS_DES_50_OTAGES, *, published: bool = True, **fields: Any) -> Campagne:
    """A campaign open since yesterday, for ten days, around the Cours des 50 Otages."""
    now = timezone.now()
    told = {"slug": "ombre", "title": "Où mettre de l’ombre sur le cours ?", "geom": square(centre, 0.004)} | RULES
    told |= {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=10)}
    campagne = Campagne.objects.create(**(told | fields))
    if published:
        publish(campagne)
    return campagne


def end(campagne: Campagne) -> Campagne:
    """Its last moment has passed."""
    campagne.opens_at, campagne.closes_at = timezone.now() - timedelta(days=10), timezone.now() - timedelta(seconds=1)
    campagne.save(update_fields=["opens_at", "closes_at"])
    return campagne

"""What the tests of facilities need besides: organisations, who publishes for them, types, works."""

import secrets
import uuid
from datetime import timedelta
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.utils import timezone

from carto.comptes.models import User
from projets.equipements.models import Equipement, Mandat, Organisme, TypeEquipement
from tests.factories import make_theme
from tests.places import COURS_DES_50_OTAGES, ILE_DE_NANTES
from tests.projets.samples import make_cout, make_equipement


def make_chu(**fields: Any) -> Organisme:
    """The hospital, which is not the city."""
    told = {"name": "CHU de Nantes", "level": "hospital", "siren": "264400136", "contact": "02 40 08 33 33"}
    return Organisme.objects.get_or_create(slug="chu", defaults=told | fields)[0]


def make_university(**fields: Any) -> Organisme:
    """Another organisation outside the city."""
    told = {"name": "Nantes Université", "level": "university"}
    return Organisme.objects.get_or_create(slug="universite", defaults=told | fields)[0]


def ines(organisme: Organisme | None = None) -> User:
    """Publishes for the hospital, and holds no role in the city."""
    person = User.objects.create_user("ines@exemple.fr", name="Inès")
    Mandat.objects.create(person=person, organisme=organisme or make_chu())
    return person


def make_pool_type(**fields: Any) -> TypeEquipement:
    """Swimming pools, wished for by the sticker « piscine »."""
    told = {"name": "Piscine", "nature": "pool", "stickers": ["piscine"], "use": "entrées"}
    return TypeEquipement.objects.get_or_create(code="piscine", defaults=told | fields)[0]


def make_pools(*amounts: str, **cost: Any) -> list[Equipement]:
    """Pools, one per amount, each with one sourced cost; the first is the nearest to the Cours des 50 Otages."""
    pools = []
    for rank, amount in enumerate(amounts):
        place = COURS_DES_50_OTAGES.clone()
        place.x += 0.002 * (rank + 1)
        pool = make_equipement(place, title=f"Piscine {rank + 1}", nature="pool", type=make_pool_type())
        make_cout(pool, amount, **cost)
        pools.append(pool)
    return pools


def make_works(
    geom: GEOSGeometry = COURS_DES_50_OTAGES, *, begins: int | None = -3, ends: int | None = 30, **fields: Any
) -> Equipement:
    """Works, from and until so many days from today."""
    today = timezone.localdate()
    dates = {name: None if days is None else today + timedelta(days=days)
             for name, days in (("begins_on", begins), ("ends_on", ends))}  # fmt: skip
    told = {"title": "Réseau d’eau, cours des 50 Otages", "nature": "works", "status": "building"}
    return make_equipement(geom, **(told | {"stage": "in_progress"} | dates | fields))


def facility(**changes: Any) -> dict[str, Any]:
    """What the form that publishes a facility sends."""
    return {
        "uuid": str(uuid.uuid4()), "secret": secrets.token_urlsafe(32), "longitude": f"{ILE_DE_NANTES.x}",
        "latitude": f"{ILE_DE_NANTES.y}", "title": "Nouvel hôpital", "nature": "health",
        "theme": make_theme("solidarite").pk, "status": "building", "text": "Deux hôpitaux réunis sur l’île.",
        "owner": make_chu().pk, "capacity": "1417", "capacity_of": "lits", "hours": "24/7",
    } | changes  # fmt: skip


def cost(**changes: Any) -> dict[str, Any]:
    """What the form of a cost sends."""
    return {
        "purpose": "construction", "kind": "estimated", "amount": "1 250 000 000", "basis": "ttc", "year": "2023",
        "about": "travaux et équipements", "source": "Rapport du directoire, 2023",
    } | changes  # fmt: skip

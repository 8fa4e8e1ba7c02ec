"""What the tests of the référents' desk need to exist: candidates, a topic, a whole opening sheet."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone

from carto.territoires.models import Territoire
from projets.opportunites.models import Candidat, Formule, Moyen, Opportunite, Ouverture, Tache
from projets.opportunites.opening.lines import MONEY, OWED, POINTS, TASKS
from tests.factories import make_theme
from tests.places import CHATEAU
from tests.projets.samples import make_opportunite

WORDS = {name: f"Dit pour {name}." for name in OWED if name not in {*POINTS, MONEY, TASKS, "level"}}


def make_formule() -> Formule:
    """The first version, once."""
    told = {"weights": {"people": 1}, "full": {"quartier": {"people": 20}}, "reason": "La première."}
    return Formule.objects.get_or_create(version=1, defaults=told)[0]


def make_candidat(territoire: Territoire, spot: Point = CHATEAU, **fields: Any) -> Candidat:
    """A candidate of a quartier, seen today."""
    told = {
        "scale": "quartier", "theme": make_theme("espaces-verts", name="Espaces verts"), "people": 12.0, "score": 63.4,
        "computed_at": timezone.now(), "formule": make_formule(),
    }  # fmt: skip
    return Candidat.objects.create(territoire=territoire, spot=spot, **(told | fields))


def make_topic(spot: Point = CHATEAU, **fields: Any) -> Opportunite:
    """A topic at the castle, with what the database found of its place."""
    topic = make_opportunite(spot, **({"waiting_since": timezone.now()} | fields))
    topic.refresh_from_db()
    return topic


def fill_sheet(topic: Opportunite) -> Ouverture:
    """A complete sheet."""
    sheet = Ouverture.objects.create(opportunite=topic, level="coproduction", **WORDS)
    Moyen.objects.create(
        ouverture=sheet, what="Plantations", amount=Decimal("12000.50"), kind="voted", basis="ttc", year=2026
    )
    Tache.objects.create(ouverture=sheet, who="La référente", what="réunit", with_whom="les riverains")
    return sheet


def sent(version: int = 0, **changes: Any) -> dict[str, Any]:
    """What the form of the sheet sends: every line, one amount, one task."""
    rows = {
        "moyen-TOTAL_FORMS": 1, "moyen-INITIAL_FORMS": 0, "tache-TOTAL_FORMS": 1, "tache-INITIAL_FORMS": 0,
        "moyen-0-what": "Plantations", "moyen-0-amount": "12000,50", "moyen-0-kind": "voted", "moyen-0-basis": "ttc",
        "moyen-0-year": "2026", "tache-0-who": "La référente", "tache-0-what": "réunit", "tache-0-with_whom": "tous",
    }  # fmt: skip
    points = {"open_to_decision": "Les arbres\nLes bancs", "closed_to_decision": "Les rails : ils restent"}
    return WORDS | points | rows | {"level": "coproduction", "version": version} | changes


def in_days(days: int) -> str:
    """That many days from today, as a date field sends it."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()

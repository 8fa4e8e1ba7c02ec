"""Candidates for tests: a published formula, a quartier with two streets, and what was counted there."""

from datetime import timedelta
from typing import Any

from django.contrib.gis.geos import LineString, MultiLineString, Point
from django.utils import timezone

from carto.territoires.models import Level, Rue, Territoire
from projets.idees.models import Idee
from projets.opportunites.candidats.lines import fulls
from projets.opportunites.candidats.weighing import Weights, score
from projets.opportunites.models import SIGNALS, Candidat, Formule, Scale
from tests.browser.samples import beside, make_idee
from tests.factories import make_territoire, make_theme
from tests.places import CHATEAU, ILE_DE_NANTES

WEIGHTS = {
    "people": 3, "repeats": 3, "cost": 1.5, "uses": 1, "contracts": 1.5, "access": 2, "neglect": 1, "network": 1,
}  # fmt: skip
FULL = {
    "rue": {"people": 12, "repeats": 15, "cost": 2, "uses": 1, "contracts": 2, "neglect": 10, "network": 4},
    "quartier": dict(zip(SIGNALS, (60, 80, 2, 1, 6, 2500, 10, 15), strict=True)),
    "metropole": dict(zip(SIGNALS, (400, 600, 2, 1, 30, 20000, 10, 80), strict=True)),
}
# Of the count itself: what stands behind a number is looked for as it was counted.
SETTINGS = {
    "ideas_months": 24, "repeats_months": 12, "repeats_metres": 50, "repeats_least": 3, "comparables_least": 5,
    "saturated_from": 0.8, "contracts_months": 18, "works_metres": 50, "walk_minutes": 10, "walk_metres_a_minute": 80,
    "least_score": 5, "access_types": {},
}  # fmt: skip


def make_formule(**fields: Any) -> Formule:
    """The formula in force."""
    told = {"version": 1, "weights": WEIGHTS, "full": FULL, "settings": SETTINGS}
    told["reason"] = "Ce que disent les habitants pèse le plus."
    return Formule.objects.get_or_create(version=(told | fields)["version"], defaults=told | fields)[0]


def make_rue(name: str, start: Point, commune: Territoire | None = None, code: str = "") -> Rue:
    """A street of two hundred metres, going east."""
    end = beside(200, 0, start)
    line = MultiLineString(LineString((start.x, start.y), (end.x, end.y)), srid=4326)
    code = code or f"44109-{name.lower().replace(' ', '-')}"
    return Rue.objects.create(code=code, name=name, geom=line, commune=commune, source="essai")


def make_candidat(place: Rue | Territoire | None, theme: str = "voirie", **fields: Any) -> Candidat:
    """A place and a theme at the scale of the place, weighed as the formula says; `fields` hold the signals."""
    formule = fields.pop("formule", None) or make_formule()
    told: dict[str, Any] = {"theme": make_theme(theme), "computed_at": timezone.now(), "spot": CHATEAU, "score": 0}
    if isinstance(place, Rue):
        told |= {"scale": Scale.RUE, "rue": place, "spot": place.geom.point_on_surface}
    elif place is not None:
        scale = Scale.QUARTIER if place.level == Level.QUARTIER else Scale.METROPOLE
        told |= {"scale": scale, "territoire": place, "spot": place.geom.point_on_surface}
    candidat = Candidat(formule=formule, **({"scale": Scale.METROPOLE} | told | fields))
    weights = dict.fromkeys(SIGNALS, 0.0) | {name: float(weight) for name, weight in formule.weights.items()}
    candidat.score = score(candidat, fulls(formule)[candidat.scale], Weights(weights, weights))
    candidat.save()
    return candidat


def say(candidat: Candidat, title: str) -> Idee:
    """An idea on its street and theme, since yesterday."""
    start = candidat.rue.geom[0][0]
    place = beside(20, 0, Point(start[0], start[1], srid=4326))
    return make_idee(place, theme=candidat.theme, title=title, created_at=timezone.now() - timedelta(days=1))


def make_city() -> dict[str, Candidat]:
    """Nantes with two quartiers and two streets: four candidates at small scales, one of the whole commune."""
    commune = make_territoire(CHATEAU, Level.COMMUNE, half=0.03, code="44109", name="Nantes")
    centre = make_territoire(CHATEAU, Level.QUARTIER, half=0.005, code="N01", name="Centre-Ville", parent=commune)
    ile = make_territoire(ILE_DE_NANTES, Level.QUARTIER, half=0.005, code="N02", name="Île de Nantes", parent=commune)
    bellamy = make_rue("Rue Paul-Bellamy", beside(-200), commune)
    otages = make_rue("Cours des Otages", beside(-200, 150), commune)
    return {
        "bellamy": make_candidat(bellamy, territoire=centre, people=9, repeats=4, neglect=6.5),
        "otages": make_candidat(otages, territoire=centre, people=2, repeats=14, network=1),
        "centre": make_candidat(centre, people=58, repeats=30, cost=1.2, access=0),
        "ile": make_candidat(ile, people=12, repeats=75, uses=0.4, contracts=3),
        "nantes": make_candidat(commune, people=230, repeats=310, access=9400, network=12),
    }

"""A small city to count in: one commune, two quartiers side by side, two streets forty metres apart, one further."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.contrib.gis.geos import LineString, MultiLineString, Point

from carto.comptes.models import Adhesion, Groupe, User
from carto.fiches.models import Fiche, Soutien, SoutienKind, Theme
from carto.territoires.models import Level, Rue, Territoire
from projets.opportunites.evidence.asking import Asked, Key
from projets.opportunites.evidence.formula import current
from projets.opportunites.evidence.querysets import count
from projets.opportunites.models import Candidat, Formule
from tests.factories import make_fiche, make_territoire
from tests.places import CHATEAU

METRE: Final = 1 / 111_195  # degrees of latitude
NOW: Final = datetime(2026, 11, 2, 12, tzinfo=UTC)


def at(east: float, north: float) -> Point:
    """So many metres east and north of the castle."""
    return Point(CHATEAU.x + east * METRE / 0.679, CHATEAU.y + north * METRE, srid=4326)


@dataclass
class City:
    """Its places: streets along the castle, another 40 m north of it, one in the quartier beside."""

    commune: Territoire
    west: Territoire
    east: Territoire
    chateau: Rue
    north: Rue
    far: Rue
    formule: Formule


def make_street(name: str, start: Point, end: Point, commune: Territoire) -> Rue:
    """A straight street."""
    line = MultiLineString(LineString(start, end), srid=4326)
    return Rue.objects.create(code=name.lower(), name=name, geom=line, commune=commune)


def make_city() -> City:
    """The whole of it, with the first formula."""
    commune = make_territoire(CHATEAU, Level.COMMUNE, 0.03, name="Nantes", code="44109")
    half = 0.005
    return City(
        commune,
        make_territoire(CHATEAU, Level.QUARTIER, half, name="Centre-Ville", code="q1"),
        make_territoire(Point(CHATEAU.x + 2 * half, CHATEAU.y, srid=4326), Level.QUARTIER, half, name="Malakoff"),
        make_street("Rue du Château", at(-150, 0), at(150, 0), commune),
        make_street("Rue du Nord", at(-150, 40), at(150, 40), commune),
        make_street("Rue lointaine", at(600, 0), at(800, 0), commune),
        current(),
    )


def report(place: Point, **fields: Any) -> Fiche:
    """A report of some months ago."""
    return make_fiche(place, **({"created_at": NOW - timedelta(days=60)} | fields))


def support(fiche: Fiche, person: User | None = None) -> Soutien:
    """« Moi aussi », from an account or from nobody in particular."""
    return Soutien.objects.create(fiche_id=fiche.pk, kind=SoutienKind.TOO, person=person)


def make_group(*people: User) -> Groupe:
    """A declared group, all of whom have said yes."""
    group = Groupe.objects.create(slug="collectif", name="Collectif", nature="collective", interest="Des bancs")
    for person in people:
        Adhesion.objects.create(groupe=group, person=person, consented_at=NOW - timedelta(days=300))
    return group


def person(name: str) -> User:
    """Somebody with an account."""
    return User.objects.create_user(f"{name}@exemple.fr", name=name.capitalize())


def candidate(scale: str, place: Rue | Territoire, theme: str) -> Candidat | None:
    """That place and theme, if it is a candidate."""
    own = {"rue": place} if scale == "rue" else {"territoire": place, "rue": None}
    return Candidat.objects.filter(scale=scale, theme__code=theme, **own).first()


def numbers(scale: str, place: Rue | Territoire, theme: str = "voirie") -> dict[str, float]:
    """What is counted there, whether or not it makes a candidate; a signal without data is not in it."""
    key = Key(scale, place.pk, Theme.objects.get(code=theme).pk)
    found = count(Asked(current(), NOW))
    assert count(Asked(current(), NOW, [key])).get(key) == found.get(key)  # alone as among all the others
    return found.get(key, {})

"""Followers of places, made in one line; they never sleep."""

from datetime import UTC, datetime, time
from typing import Final

from django.contrib.gis.geos import GEOSGeometry, LineString, MultiLineString, Point
from django.utils.text import slugify

from carto.alertes.models import Abonnement, Heard
from carto.alertes.places.following import follow_place_by_mail
from carto.alertes.places.selection import Place, Selection
from carto.territoires.models import Rue
from tests.places import CHATEAU

CHARLIE: Final = "charlie@exemple.fr"
LONG_AGO: Final = datetime(2020, 1, 1, tzinfo=UTC)


def around(point: Point = CHATEAU, metres: int = 500) -> Place:
    """A circle."""
    return Place("autour du château", geom=point, reach=metres)


def drawn(polygon: GEOSGeometry) -> Place:
    """An area."""
    return Place("ma zone", geom=polygon)


def make_street(name: str = "Rue Crébillon", middle: Point = CHATEAU, half: float = 0.002) -> Rue:
    """A street from west to east."""
    line = LineString((middle.x - half, middle.y), (middle.x + half, middle.y))
    return Rue.objects.create(code=f"44109-{slugify(name)}", name=name, geom=MultiLineString(line, srid=4326))


def follow(
    place: Place, email: str = CHARLIE, *, themes: tuple[str, ...] = (), hears: tuple[str, ...] = (), **fields: object
) -> Abonnement:
    """A confirmed abonnement of that place, by mail."""
    selection = Selection(place, themes, hears or tuple(Heard.values))
    followed = follow_place_by_mail(selection, email)
    awake = {"confirmed_at": LONG_AGO, "quiet_from": time(0), "quiet_until": time(0)}
    Abonnement.objects.filter(pk=followed.pk).update(**(awake | fields))
    followed.refresh_from_db()
    return followed

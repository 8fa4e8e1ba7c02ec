"""What tests need to exist, made in one line each; every value may be overridden."""

from typing import Any

from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from carto.fiches.models import Fiche, Theme
from carto.territoires.models import Level, Territoire, TerritoirePart
from tests.places import CHATEAU


def square(centre: Point, half: float = 0.005) -> MultiPolygon:
    """A square around a point, `half` a side's half in degrees."""
    ring = Polygon.from_bbox((centre.x - half, centre.y - half, centre.x + half, centre.y + half))
    return MultiPolygon(ring, srid=4326)


def make_theme(code: str = "voirie", **fields: Any) -> Theme:
    """A theme, once per code."""
    return Theme.objects.get_or_create(code=code, defaults={"name": code.capitalize(), "icon": "roadblock"} | fields)[0]


def make_territoire(
    centre: Point = CHATEAU, level: Level = Level.QUARTIER, half: float = 0.005, **fields: Any
) -> Territoire:
    """A square territory in force, with its part."""
    defaults = {"level": level, "code": f"T{level}-{centre.x:.4f}", "name": "Centre-Ville"}
    shape = square(centre, half)
    territoire = Territoire.objects.create(geom=shape, **(defaults | fields))
    TerritoirePart.objects.create(territoire=territoire, level=territoire.level, geom=shape[0])
    return territoire


def make_fiche(geom: Point = CHATEAU, kind: str = "signalement", **fields: Any) -> Fiche:
    """A public fiche, refreshed with what the database computed."""
    theme = fields.pop("theme", None) or make_theme()
    fiche = Fiche.objects.create(geom=geom, kind=kind, theme=theme, **({"title": "Nid-de-poule"} | fields))
    fiche.refresh_from_db()
    return fiche

"""What each tile layer shows at a zoom: pins, clusters and shapes of fiches; borders of territories; streets."""

from datetime import date
from functools import cache, lru_cache
from typing import Final

from django.db.models import Expression, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Left
from django.utils import timezone

from carto.fiches.filters import Filters
from carto.fiches.models import Fiche
from carto.territoires.models import Level, Territoire
from tiles.grid import MARGIN, Tile
from tiles.models import Outline
from tiles.mvt import Drawn, Envelope, Hole, IsShape, Rows, Shape, Simplified, Size, pins, points, rows
from tiles.pyramid.cells import Cluster, held
from tiles.pyramid.entries import STAGES, State

Kinds = tuple[str, ...]  # of fiches: "signalement", "idee"…

CLUSTER_ID: Final = 1 << 52  # above every fiche's id, and still exact in JavaScript
SHAPES_MOST: Final = 300  # in a tile of 512 pixels, whose kinds share them: 150 KB at most with all the rest
TITLE: Final = 80  # characters: what a label can show; the card tells the rest

PIN: Final[dict[str, Expression | F]] = {
    "uuid": Cast("uuid", TextField()),
    "kind": F("kind"),
    "theme": F("theme__code"),
    "icon": F("theme__icon"),
    "stage": F("stage"),
    "title": Left("title", TITLE),
    "demo": F("demonstration"),
}
PIN_FIELDS: Final = dict.fromkeys(PIN, "text") | {"demo": "boolean"}
CLUSTER_FIELDS: Final = {"cell": "text"} | dict.fromkeys(("count", *STAGES), "bigint")
FROM_ZOOM: Final = {Level.METROPOLE: 0, Level.COMMUNE: 0, Level.QUARTIER: 10, Level.IRIS: 14}


def draw_fiches(kinds: Kinds, tile: Tile, filters: Filters, state: State | None = None) -> list[Rows]:
    """Fiches of these kinds: pins where they are few, clusters where they are many, and the shapes of lines and areas.

    Points have no margin: MapLibre leaves out those beyond the edge, and draws the others across it.
    """
    found = held(tile, kinds, filters, state)
    drawn = [_shapes(kinds, filters)]
    if len(found.pins):
        x, y = tile.units(found.pins.x, found.pins.y)
        drawn.append(_pins().at(found.pins.fiche.tolist(), x.astype(int).tolist(), y.astype(int).tolist()))
    if found.clusters:
        drawn.append(_discs(found.clusters, tile))
    return drawn


def draw_territoires(tile: Tile) -> list[Rows]:
    """Territories in force today that are readable at this scale: their area, and one point for the name."""
    levels = tuple(level for level, zoom in FROM_ZOOM.items() if tile.z >= zoom)
    return _territoires(levels, timezone.localdate())


@cache
def draw_rues() -> list[Rows]:
    """Named streets."""
    found = _outlines().filter(rue__isnull=False)
    return [rows(found, Drawn("geom"), {"code": F("rue__code"), "name": F("rue__name")}, id="rue_id")]


@lru_cache(maxsize=16)
def _territoires(levels: tuple[Level, ...], day: date) -> list[Rows]:
    known = Territoire.objects.in_force(day).filter(level__in=levels)
    found = _outlines().filter(territoire__in=known)
    told = {name: F(f"territoire__{name}") for name in ("code", "name", "level")}
    return [rows(found, Drawn(shape), told, id="territoire_id") for shape in ("geom", "spot")]


def _outlines() -> QuerySet[Outline]:
    """What is drawn of territories and streets at the zoom of the tile, in it and its margin."""
    return Outline.objects.filter(zoom=Value(Hole("outlined")), geom__bboverlaps=Envelope(MARGIN))


@cache
def _pins() -> Rows:
    """Public fiches as one point each, whatever their geometry."""
    return pins(Fiche.objects.public(), PIN)


@lru_cache(maxsize=1024)
def _shapes(kinds: Kinds, filters: Filters) -> Rows:
    """The lines and areas large enough to be seen, in the tile and its margin; they have the id of their pin.

    Of thousands the largest: the others are specks, which their cluster tells.
    """
    shapes = filters.fiches().filter(IsShape("geom_web"), kind__in=kinds)
    near = shapes.alias(shape=Shape("geom_web"), size=Size("geom_web")).filter(shape__bboverlaps=Envelope(MARGIN))
    seen = near.filter(size__gte=Value(Hole("smallest"))).order_by("-size", "pk").values("pk")[:SHAPES_MOST]
    return rows(Fiche.objects.filter(pk__in=seen), Drawn(Simplified("geom_web")), PIN)


def _discs(clusters: list[Cluster], tile: Tile) -> Rows:
    """One point per cluster, at the mean position of what it holds."""
    features = []
    for cluster in clusters:
        x, y = tile.units(cluster.x, cluster.y)
        told = {"kind": cluster.kind, "theme": cluster.theme, "cell": f"{cluster.level}/{cluster.quad}"}
        stages = {stage: n for stage, n in cluster.stages.items() if n}
        features.append(
            {"id": CLUSTER_ID + cluster.quad, "x": int(x), "y": int(y), "count": cluster.count} | told | stages
        )
    return points(features, {"kind": "text", "theme": "text"} | CLUSTER_FIELDS)

"""What each tile layer shows at a zoom: pins, clusters and shapes of fiches; borders of territories; streets."""

from datetime import date
from functools import cache, lru_cache
from typing import Final

from django.contrib.gis.db.models.functions import Transform
from django.db.models import Expression, F, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from carto.fiches.filters import Filters
from carto.fiches.querysets import FicheQuerySet
from carto.geometry import STORED, TILES
from carto.territoires.models import Level, Rue, Territoire
from tiles.grid import CELL_ZOOM, MARGIN, Tile
from tiles.mvt import Dimension, Drawn, Envelope, Hole, Rows, Simplified, Size, Spot, points, rows
from tiles.pyramid import STAGES, Cluster, clusters

Kinds = tuple[str, ...]  # of fiches: "signalement", "idee"…

PINS_MOST: Final = 100  # a tile of 512 pixels that holds no more shows them all, at any zoom
CLUSTER_ID: Final = 1 << 52  # above every fiche's id, and still exact in JavaScript

PIN: Final[dict[str, Expression | F]] = {
    "uuid": Cast("uuid", TextField()),
    "kind": F("kind"),
    "theme": F("theme__code"),
    "icon": F("theme__icon"),
    "stage": F("stage"),
    "title": F("title"),
    "demo": F("demonstration"),
}
PIN_FIELDS: Final = dict.fromkeys(PIN, "text") | {"demo": "boolean"}
CLUSTER_FIELDS: Final = dict.fromkeys(("count", *STAGES), "bigint")
FROM_ZOOM: Final = {Level.METROPOLE: 0, Level.COMMUNE: 0, Level.QUARTIER: 10, Level.IRIS: 14}


def draw_fiches(kinds: Kinds, tile: Tile, filters: Filters) -> list[Rows]:
    """Fiches of these kinds: all the pins of a kind when they are few or from z15, clusters otherwise; and shapes."""
    shapes = _shapes(kinds, filters)
    if tile.z > CELL_ZOOM:
        return [_pins(kinds, filters, MARGIN), shapes]
    held: dict[str, list[Cluster]] = {kind: [] for kind in kinds}
    for cluster in clusters(tile, kinds, filters):
        held[cluster.kind].append(cluster)
    totals = {kind: sum(cluster.count for cluster in found) for kind, found in held.items()}
    few = tuple(kind for kind in kinds if 0 < totals[kind] <= PINS_MOST)
    crowded = [cluster for kind in kinds if totals[kind] > PINS_MOST for cluster in held[kind]]
    return [shapes, *([_pins(few, filters)] if few else []), *_gathered(crowded, kinds, tile, filters)]


def draw_territoires(tile: Tile) -> list[Rows]:
    """Territories in force today that are readable at this scale: their area, and one point for the name."""
    levels = tuple(level for level, zoom in FROM_ZOOM.items() if tile.z >= zoom)
    return _territoires(levels, timezone.localdate())


@cache
def draw_rues() -> list[Rows]:
    """Named streets."""
    found = Rue.objects.filter(geom__bboverlaps=Transform(Envelope(MARGIN), STORED))
    return [rows(found, Drawn(Simplified(Transform("geom", TILES))), {"code": F("code"), "name": F("name")})]


@lru_cache(maxsize=16)
def _territoires(levels: tuple[Level, ...], day: date) -> list[Rows]:
    web = Transform("geom", TILES)
    found = Territoire.objects.in_force(day).filter(level__in=levels)
    found = found.filter(geom__bboverlaps=Transform(Envelope(MARGIN), STORED))
    told = {"code": F("code"), "name": F("name"), "level": F("level")}
    return [rows(found, Drawn(Simplified(web)), told), rows(found, Drawn(Spot(web)), told)]


def _gathered(crowded: list[Cluster], kinds: Kinds, tile: Tile, filters: Filters) -> list[Rows]:
    """Clusters, and the pins that stand alone in their cell."""
    alone = [cluster.ids for cluster in crowded if cluster.count == 1]
    discs = [cluster for cluster in crowded if cluster.count > 1]
    return [*([_discs(discs, tile)] if discs else []), *([_pins(kinds, filters).among(alone)] if alone else [])]


@lru_cache(maxsize=1024)
def _pins(kinds: Kinds, filters: Filters, margin: int = 0) -> Rows:
    """One point per fiche in the tile, whatever its geometry.

    With a margin from z15 only: above, the neighbour may be crowded, and shows clusters where we would show its pins.
    """
    return rows(_kept(kinds, filters, margin), Drawn(Spot("geom_web")), PIN)


@lru_cache(maxsize=1024)
def _shapes(kinds: Kinds, filters: Filters) -> Rows:
    """The lines and areas that are large enough to be seen; they have the id of their pin."""
    sized = _kept(kinds, filters, MARGIN).alias(dimension=Dimension("geom_web"), size=Size("geom_web"))
    found = sized.filter(dimension__gt=0, size__gte=Value(Hole("smallest")))
    return rows(found, Drawn(Simplified("geom_web")), PIN)


def _kept(kinds: Kinds, filters: Filters, margin: int) -> FicheQuerySet:
    """The public fiches of these kinds that the filters keep, in the tile and its margin (tile units)."""
    return filters.fiches().filter(kind__in=kinds, geom_web__bboverlaps=Envelope(margin))


def _discs(held: list[Cluster], tile: Tile) -> Rows:
    """One point per cluster, at the mean position of what it holds."""
    features = []
    for cluster in held:
        x, y = tile.units(cluster.x, cluster.y)
        feature = {"id": CLUSTER_ID + cluster.quad, "x": x, "y": y, "kind": cluster.kind, "theme": cluster.theme}
        stages = {stage: n for stage, n in cluster.stages.items() if n}
        features.append(feature | {"count": cluster.count} | stages)
    return points(features, {"kind": "text", "theme": "text"} | CLUSTER_FIELDS)

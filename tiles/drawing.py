"""What each tile layer shows at a zoom: pins, clusters and shapes of fiches; borders of territories; streets."""

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Final

from django.contrib.gis.db.models.functions import Transform
from django.db.models import Expression, F, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from carto.fiches.filters import Filters
from carto.fiches.layers import Layer, layer_named
from carto.fiches.querysets import FicheQuerySet
from carto.geometry import STORED, TILES
from carto.territoires.models import Level, Rue, Territoire
from tiles.grid import CELL_ZOOM, MARGIN, Tile
from tiles.mvt import Dimension, Drawn, Envelope, Hole, Rows, Simplified, Size, Spot, points, rows
from tiles.pyramid import STAGES, Cluster, clusters

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


def draw_fiches(shown: Sequence[Layer], tile: Tile, filters: Filters) -> dict[str, list[Rows]]:
    """The rows of each fiche layer, by its name: all the pins when they are few or from z15, clusters otherwise."""
    wanted = [layer for layer in shown if not filters.couches or layer.name in filters.couches]
    if tile.z > CELL_ZOOM:
        return {layer.name: [_pins(layer.name, filters), _shapes(layer.name, filters)] for layer in wanted}
    held: dict[str, list[Cluster]] = {layer.kind.value: [] for layer in wanted}
    for cluster in clusters(tile, list(held), filters):
        held[cluster.kind].append(cluster)
    return {layer.name: _gathered(layer.name, tile, filters, held[layer.kind.value]) for layer in wanted}


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


def _gathered(name: str, tile: Tile, filters: Filters, held: list[Cluster]) -> list[Rows]:
    """One layer of a tile above z15: shapes, and either every pin or clusters with the pins that stand alone."""
    pins, shapes = _pins(name, filters), _shapes(name, filters)
    if sum(cluster.count for cluster in held) <= PINS_MOST:
        return [pins, shapes] if held else [shapes]
    alone = [cluster.ids for cluster in held if cluster.count == 1]
    return [_discs([cluster for cluster in held if cluster.count > 1], tile), pins.among(alone), shapes]


@lru_cache(maxsize=1024)
def _pins(name: str, filters: Filters) -> Rows:
    """One point per fiche of a layer in the tile and its margin, whatever its geometry."""
    return rows(_kept(name, filters), Drawn(Spot("geom_web")), PIN)


@lru_cache(maxsize=1024)
def _shapes(name: str, filters: Filters) -> Rows:
    """The lines and areas of a layer that are large enough to be seen; they have the id of their pin."""
    sized = _kept(name, filters).alias(dimension=Dimension("geom_web"), size=Size("geom_web"))
    found = sized.filter(dimension__gt=0, size__gte=Value(Hole("smallest")))
    return rows(found, Drawn(Simplified("geom_web")), PIN)


def _kept(name: str, filters: Filters) -> FicheQuerySet:
    """The public fiches of a layer that the filters keep, in the tile and its margin."""
    return filters.apply(layer_named(name).fiches().public()).filter(geom_web__bboverlaps=Envelope(MARGIN))


def _discs(held: list[Cluster], tile: Tile) -> Rows:
    """One point per cluster, at the mean position of what it holds."""
    features = []
    for cluster in held:
        x, y = tile.units(cluster.x, cluster.y)
        feature = {"id": CLUSTER_ID + cluster.quad, "x": x, "y": y, "kind": cluster.kind, "theme": cluster.theme}
        stages = {stage: n for stage, n in cluster.stages.items() if n}
        features.append(feature | {"count": cluster.count} | stages)
    return points(features, {"kind": "text", "theme": "text"} | CLUSTER_FIELDS)

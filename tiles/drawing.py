"""What each tile layer shows at a zoom: pins, clusters and shapes of fiches; borders of territories; streets."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.contrib.gis.db.models.functions import Transform
from django.db.models import Expression, F, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from carto.fiches.filters import Filters
from carto.fiches.layers import Layer
from carto.fiches.querysets import FicheQuerySet
from carto.geometry import STORED, TILES
from carto.territoires.models import Level, Rue, Territoire
from tiles.grid import CELL_ZOOM, MARGIN, Tile
from tiles.mvt import Dimension, Drawn, Envelope, Rows, Simplified, Size, Spot, points, rows
from tiles.pyramid import STAGES, Cluster, clusters

PINS_MOST: Final = 150  # a tile that holds no more shows them all, at any zoom
SMALLEST_SHAPE: Final = 8  # pixels: a line or area below it is its pin alone
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
        return {layer.name: [_pins(_kept(layer, filters), tile), _shapes(layer, tile, filters)] for layer in wanted}
    held: dict[str, list[Cluster]] = {layer.kind.value: [] for layer in wanted}
    for cluster in clusters(tile, list(held), filters):
        held[cluster.kind].append(cluster)
    return {layer.name: _gathered(layer, tile, filters, held[layer.kind.value]) for layer in wanted}


def draw_territoires(tile: Tile, day: date | None = None) -> list[Rows]:
    """Territories in force that are readable at this scale: their area, and one point for the name."""
    levels = [level for level, zoom in FROM_ZOOM.items() if tile.z >= zoom]
    web = Transform("geom", TILES)
    found = Territoire.objects.in_force(day or timezone.localdate()).filter(level__in=levels)
    found = found.filter(geom__bboverlaps=Transform(Envelope(tile, MARGIN), STORED))
    told = {"code": F("code"), "name": F("name"), "level": F("level")}
    return [rows(found, Drawn(Simplified(web, tile), tile), told), rows(found, Drawn(Spot(web), tile), told)]


def draw_rues(tile: Tile) -> list[Rows]:
    """Named streets."""
    found = Rue.objects.filter(geom__bboverlaps=Transform(Envelope(tile, MARGIN), STORED))
    return [
        rows(found, Drawn(Simplified(Transform("geom", TILES), tile), tile), {"code": F("code"), "name": F("name")})
    ]


def _gathered(layer: Layer, tile: Tile, filters: Filters, held: list[Cluster]) -> list[Rows]:
    """One layer of a tile above z15: shapes, and either every pin or clusters with the pins that stand alone."""
    shapes = _shapes(layer, tile, filters)
    fiches = _kept(layer, filters)
    if sum(cluster.count for cluster in held) <= PINS_MOST:
        return [_pins(fiches, tile), shapes] if held else [shapes]
    alone = fiches.filter(pk__in=[cluster.ids for cluster in held if cluster.count == 1])
    return [_discs([cluster for cluster in held if cluster.count > 1], tile), _pins(alone, tile), shapes]


def _kept(layer: Layer, filters: Filters) -> FicheQuerySet:
    """The layer's public fiches that the filters keep."""
    return filters.apply(layer.fiches().public())


def _pins(fiches: FicheQuerySet, tile: Tile) -> Rows:
    """One point per fiche in the tile and its margin, whatever its geometry."""
    near = fiches.filter(geom_web__bboverlaps=Envelope(tile, MARGIN))
    return rows(near, Drawn(Spot("geom_web"), tile), PIN)


def _shapes(layer: Layer, tile: Tile, filters: Filters) -> Rows:
    """The lines and areas that are large enough to be seen; they have the id of their pin."""
    found = _kept(layer, filters).alias(dimension=Dimension("geom_web"), size=Size("geom_web"))
    found = found.filter(dimension__gt=0, geom_web__bboverlaps=Envelope(tile, MARGIN))
    found = found.filter(size__gte=SMALLEST_SHAPE * tile.pixel)
    return rows(found, Drawn(Simplified("geom_web", tile), tile), PIN)


def _discs(held: list[Cluster], tile: Tile) -> Rows:
    """One point per cluster, at the mean position of what it holds."""
    features = []
    for cluster in held:
        x, y = tile.units(cluster.x, cluster.y)
        feature = {"id": CLUSTER_ID + cluster.quad, "x": x, "y": y, "kind": cluster.kind, "theme": cluster.theme}
        stages = {stage: n for stage, n in cluster.stages.items() if n}
        features.append(feature | {"count": cluster.count} | stages)
    return points(features, {"kind": "text", "theme": "text"} | CLUSTER_FIELDS)

"""Reading tiles in tests: which tile holds a place, what a tile holds, and how much of it is the tile's own."""

from typing import Any

import mapbox_vector_tile
from django.contrib.gis.geos import Point
from django.test import Client

from carto.fiches.filters import Filters
from tiles import grid
from tiles.catalogue import draw, layers_named
from tiles.grid import EXTENT, Tile

Feature = dict[str, Any]


def tile_at(place: Point, z: int) -> Tile:
    """The tile of a zoom that holds a point (SRID 4326)."""
    return grid.tile_at(place.x, place.y, z)


def drawn(names: str, tile: Tile, filters: Filters | None = None) -> dict[str, list[Feature]]:
    """The features of each layer of a tile, y from the top; a layer without any is absent."""
    return features(draw(layers_named(names), tile, filters or Filters()))


def features(content: bytes) -> dict[str, list[Feature]]:
    """The features of each layer of these bytes."""
    layers = mapbox_vector_tile.decode(content, default_options={"y_coord_down": True}) if content else {}
    return {name: layer["features"] for name, layer in layers.items()}


def get_tile(client: Client, names: str, tile: Tile, query: str = "", **headers: str) -> Any:
    """Ask for a tile as a browser does."""
    return client.get(f"/tuiles/{names}/{tile.z}/{tile.x}/{tile.y}.mvt{query}", headers=headers)


def counted(found: list[Feature]) -> int:
    """How many fiches these features stand for, the margin left out: what neighbours draw is counted there."""
    return sum(feature["properties"].get("count", 1) for feature in found if is_own_point(feature))


def is_own_point(feature: Feature) -> bool:
    """Whether the feature is a pin or cluster of the tile itself."""
    if feature["geometry"]["type"] != "Point":
        return False
    x, y = feature["geometry"]["coordinates"]
    return 0 <= x < EXTENT and 0 <= y < EXTENT


def is_area(feature: Feature) -> bool:
    """Whether the feature is an area, in one piece or several."""
    return feature["geometry"]["type"] in {"Polygon", "MultiPolygon"}

"""Reading plans in tests: the base map they are drawn on, and what a drawing holds."""

import io
import json
import re
from itertools import accumulate
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import mapbox_vector_tile
from PIL import Image
from shapely import LineString, Point, box
from shapely.affinity import translate

from tests.tiles.test_basemap_archive import write_archive
from tiles.grid import EXTENT, Tile, tile_at

SVG = "{http://www.w3.org/2000/svg}"
CENTRE = (-1.5497, 47.2161)  # the château
HOME = tile_at(*CENTRE, 14)
NEXT = Tile(14, HOME.x + 1, HOME.y)
STREET = LineString([(200, 2000), (7000, 2000)])
# In units of the tile that holds the château, reaching into the next one to the east.
ACROSS: dict[str, list[dict[str, Any]]] = {
    "water": [{"geometry": box(1000, 3000, 6000, 3400), "properties": {"class": "river"}}],
    "transportation": [{"geometry": STREET, "properties": {"class": "primary"}}],
    "transportation_name": [{"geometry": STREET, "properties": {"class": "primary", "name": "Rue de Strasbourg"}}],
    "poi": [{"geometry": Point(2600, 2600), "properties": {"class": "museum", "rank": 1, "name": "Musée d’Art"}}],
}  # fmt: skip


def write_base(folder: Path, layers: dict[str, list[dict[str, Any]]]) -> None:
    """An archive of two neighbouring tiles, with the buffer that tilemaker leaves around each, and its description."""
    folder.mkdir(parents=True, exist_ok=True)
    told = ACROSS | layers
    tiles = {(tile.z, tile.x, tile.y): _tile(told, (tile.x - HOME.x) * EXTENT) for tile in (HOME, NEXT)}
    write_archive(folder / "new", tiles).replace(folder / "base.pmtiles")
    meta = {
        "source": "nantes.osm.pbf", "name": "nantes", "kind": "extract", "bbox": [-1.79, 47.08, -1.33, 47.36],
        "centre": CENTRE, "maxzoom": 14, "date": "2026-11-23T12:00:00+00:00", "fingerprint": "0123456789abcdef",
    }  # fmt: skip
    (folder / "base.json").write_text(json.dumps(meta), encoding="utf-8")


def _tile(layers: dict[str, list[dict[str, Any]]], west: int) -> bytes:
    window = box(-160, -160, EXTENT + 160, EXTENT + 160)
    told = []
    for name, features in layers.items():
        moved = [feature | {"geometry": translate(feature["geometry"], -west)} for feature in features]
        cut = [feature | {"geometry": feature["geometry"].intersection(window)} for feature in moved]
        told.append({"name": name, "features": [feature for feature in cut if not feature["geometry"].is_empty]})
    return mapbox_vector_tile.encode(told, default_options={"y_coord_down": True, "extents": EXTENT})


def read(content: bytes) -> Element:
    """The drawing; it must be XML."""
    return ElementTree.fromstring(content)


def texts(drawing: Element) -> list[str]:
    """What is written on it, halos left out."""
    return [text.text or "" for text in drawing.iter(f"{SVG}text") if text.get("stroke") is None]


def pins(drawing: Element) -> int:
    """How many pins stand on it."""
    return sum(1 for use in drawing.iter(f"{SVG}use") if use.get("href", "").startswith("#repere-"))


def badges(drawing: Element) -> int:
    """How many places of the base map have their badge on it."""
    return sum(1 for use in drawing.iter(f"{SVG}use") if use.get("href", "").startswith("#lieu-"))


def reach(path: Element) -> tuple[int, int]:
    """How far west and east a path goes, in its own units."""
    across: list[int] = []
    for part in path.get("d", "").split("M")[1:]:
        x, *moves = [int(number) for number in re.findall(r"-?\d+", part)][::2]
        across += accumulate(moves, initial=x)
    return min(across), max(across)


def numbers(drawing: Element) -> list[int]:
    """The numbers of its clusters."""
    return sorted(int(text) for text in texts(drawing) if re.fullmatch(r"\d+", text))


def picture(content: bytes) -> Image.Image:
    """The pixels of a PNG."""
    return Image.open(io.BytesIO(content)).convert("RGB")

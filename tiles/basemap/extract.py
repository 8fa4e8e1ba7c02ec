"""From any OpenStreetMap file to the `.osm.pbf` that tilemaker reads well.

tilemaker wants a header box, nodes before ways before relations, every node of a way, and small identifiers; it stops,
or says nothing, when it does not get them. We see to all that, and copy each tagged object's identity into a tag of its
own, so that a click on the map still knows which OpenStreetMap object it fell on after everything was renumbered.
"""

import shutil
import subprocess
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import osmium
from django.utils.translation import gettext as _
from osmium.osm import NODE, RELATION, WAY, osm_entity_bits
from osmium.osm.types import Node, OSMEntity

from carto.territoires.reports import SourceError
from carto.territoires.sources import osm
from tiles.basemap.errors import BasemapError

TYPE_NAMES = {"n": "node", "w": "way", "r": "relation"}
IDENTITY_TAG = "carto:osm"
TWIN_TAG = "carto:twin"
TWIN_DEGREES = 0.002  # about 200 m: the platforms of one stop, not two stops of one name
# tilemaker keeps one bit per possible way: real ways stay under 2³¹, shifted or made-up ones fill the memory.
LARGEST_ID = 2**36
COMMUNE_IDS = 2**34  # added to a commune's relation to number the area made from it

Changes = dict[str, Any]
Bbox = tuple[float, float, float, float]


def open_extract(path: Path) -> osmium.io.File:
    """The extract as streets and addresses are read from it too; a file that is none raises BasemapError."""
    try:
        return osm.open_extract(path)
    except SourceError as error:
        raise BasemapError(str(error)) from error


def prepare_extract(source: Path, target: Path, *, identify: bool = True) -> Bbox:
    """Write `source` to `target` as tilemaker likes it; return its box (west, south, east, north; degrees, SRID 4326).

    `identify` notes each object's OpenStreetMap identity; not for the plan, whose numbers mean nothing outside of it.
    Raises BasemapError when `source` is not OpenStreetMap data, is cut short, or holds nothing.
    """
    try:
        box = extract_bbox(source)
        ids_are_large = _copy(source, target, box, identify)
    except RuntimeError as error:  # what libosmium raises for everything it cannot parse
        raise BasemapError(
            _("L’extrait « %(name)s » est abîmé ou incomplet (%(why)s).") % {"name": source.name, "why": error}
        ) from error
    if ids_are_large:
        _renumber(target)
    return box


def extract_bbox(source: Path) -> Bbox:
    """The box announced in the file's header, else the box of its nodes (degrees, SRID 4326)."""
    file = open_extract(source)
    with osmium.io.Reader(file, osmium.osm.osm_entity_bits.NOTHING) as reader:
        announced = reader.header().box()
    if announced.valid() and announced.size() > 0:
        corners = (announced.bottom_left, announced.top_right)
        return (corners[0].lon, corners[0].lat, corners[1].lon, corners[1].lat)
    places = [node.location for node in osmium.FileProcessor(file, NODE) if node.location.valid()]
    if not places:
        raise BasemapError(_("L’extrait « %(name)s » est vide : il n’y a rien à dessiner.") % {"name": source.name})
    longitudes, latitudes = [place.lon for place in places], [place.lat for place in places]
    margin = 1e-4  # ten metres: a single point has no box, and tilemaker wants one
    return (min(longitudes) - margin, min(latitudes) - margin, max(longitudes) + margin, max(latitudes) + margin)


def clip_extract(source: Path, target: Path, bbox: Bbox) -> None:
    """Cut `source` to `bbox` (degrees, SRID 4326), keeping whole the ways and multipolygons that cross its edge."""
    west, south, east, north = bbox
    _osmium("extract", f"--bbox={west},{south},{east},{north}", "--strategy=smart", "--set-bounds",
            f"--output={target}", "--output-format=pbf", "--overwrite", str(source))  # fmt: skip


def _copy(source: Path, target: Path, box: Bbox, identify: bool) -> bool:
    """Copy by type; say whether an identifier is one that tilemaker cannot bear."""
    header = osmium.io.Header()
    header.add_box(osmium.osm.Box(*box))
    header.set("generator", "carte-commune")
    ids_are_large, platforms = False, _Platforms()
    with osmium.SimpleWriter(str(target), header=header, overwrite=True) as writer:
        nodes, relations = _tagged(source, NODE, writer), _tagged(source, RELATION, writer)
        for item, changes in chain(nodes, _drawable_ways(source), relations):
            tags = dict(item.tags)
            # Ways even without tags: tilemaker passes over those, and with them the borders that only a relation names.
            if identify and item.id > 0 and (tags or item.is_way()):
                tags[IDENTITY_TAG] = f"{TYPE_NAMES[item.type_str()]}/{item.id}"
            if item.is_node() and platforms.repeats(item):
                tags[TWIN_TAG] = "yes"
            writer.add(item.replace(tags=tags, **changes))
            if tags.get("type") == "boundary" and tags.get("admin_level") == "8":
                # Only multipolygons become areas in tilemaker: a twin for the area, the first for its border.
                writer.add(item.replace(id=item.id + COMMUNE_IDS, tags={**tags, "type": "multipolygon"}))
            ids_are_large = ids_are_large or not 0 < item.id <= LARGEST_ID
    return ids_are_large


class _Platforms:
    """Tells the second platform of a stop, whose name need not be written on the map again."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, str], list[tuple[float, float]]] = {}

    def repeats(self, node: Node) -> bool:
        """Whether a stop of that name and kind was already met nearby."""
        kind, name = node.tags.get("railway") or node.tags.get("highway"), node.tags.get("name")
        if kind not in ("tram_stop", "bus_stop") or not name or not node.location.valid():
            return False
        x, y = node.location.lon, node.location.lat
        stops = self.seen.setdefault((kind, name), [])
        if any(abs(x - lon) < TWIN_DEGREES and abs(y - lat) < TWIN_DEGREES for lon, lat in stops):
            return True
        stops.append((x, y))
        return False


def _tagged(source: Path, entity: osm_entity_bits, writer: osmium.SimpleWriter) -> Iterator[tuple[OSMEntity, Changes]]:
    """The tagged nodes or relations. The untagged go to `writer` by themselves, which is much faster."""
    objects = osmium.FileProcessor(open_extract(source), entity)
    for item in objects.with_filter(osmium.filter.EmptyTagFilter()).handler_for_filtered(writer):
        yield item, {}


def _drawable_ways(source: Path) -> Iterator[tuple[OSMEntity, Changes]]:
    """Every way, without the nodes that the file does not hold: at a missing one tilemaker stops dead.

    The negative ones of an editor's new objects are not looked up (the index knows none): they are trusted.
    """
    objects = osmium.FileProcessor(open_extract(source), NODE | WAY).with_locations()
    for way in objects.with_filter(osmium.filter.EntityFilter(WAY)):
        present = [node.ref for node in way.nodes if node.ref < 0 or node.location.valid()]
        if len(present) == len(way.nodes):
            yield way, {}
        elif len(present) > 1:
            yield way, {"nodes": present}


def _renumber(path: Path) -> None:
    numbered = path.with_suffix(".numbered.pbf")
    _osmium("sort", f"--output={numbered}", "--output-format=pbf", "--overwrite", str(path))
    _osmium("renumber", f"--output={path}", "--output-format=pbf", "--overwrite", str(numbered))
    numbered.unlink()


def _osmium(*arguments: str) -> None:
    program = shutil.which("osmium")
    if program is None:
        raise BasemapError(_("Il manque le programme osmium : sudo apt-get install osmium-tool"))
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BasemapError(
            _("osmium n’a pas pu lire l’extrait : %(why)s") % {"why": done.stderr.strip().splitlines()[-1:] or "?"}
        )

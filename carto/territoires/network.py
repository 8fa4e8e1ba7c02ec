"""The street network of an extract as a graph (OSMnx), on foot or by truck, made once and kept; and walks.

OSMnx reads XML and keeps every tag of every object: the extract is first cut down to the ways one may go along.
"""

import hashlib
import math
import pickle
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import networkx
import numpy as np
import osmium
import osmnx
import shapely
from django.conf import settings
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from carto.territoires.reports import SourceError
from carto.territoires.sources.osm import open_extract, sorted_copy
from carto.territoires.streets import METRES_PER_DEGREE, TOO_FAR

VERSION: Final = "1"  # of what is made from the same extract: change it to have the graphs made again
NOT_ON_FOOT: Final = frozenset({
    "abandoned", "bus_guideway", "construction", "corridor", "elevator", "escalator", "motor", "motorway",
    "motorway_link", "no", "planned", "platform", "proposed", "raceway", "razed", "rest_area", "services",
})  # fmt: skip
NOT_BY_TRUCK: Final = NOT_ON_FOOT | {"bridleway", "cycleway", "footway", "path", "pedestrian", "steps"}


def walking_graph(extract: Path) -> networkx.MultiDiGraph:
    """The walkable streets of an OpenStreetMap extract: nodes at `x`, `y` (SRID 4326), edges with `length` in metres.

    Made once per extract and kept in `var/network/`. Raises SourceError when the file cannot be read or holds no
    street.
    """
    return _kept(extract, "", lambda: _build(extract, _walkable, ("highway",), bidirectional=True))


def driving_graph(extract: Path) -> networkx.MultiDiGraph:
    """The streets open to a service's truck, one-way streets in their direction; kept and refused as on foot.

    A truck that enters a street has to come out: what no tour joins to the rest is left out.
    """
    tags = ("highway", "oneway", "junction")

    def build() -> networkx.MultiDiGraph:
        return osmnx.truncate.largest_component(_build(extract, _drivable, tags), strongly=True)

    return _kept(extract, "-truck", build)


def _kept(extract: Path, suffix: str, build: Callable[[], networkx.MultiDiGraph]) -> networkx.MultiDiGraph:
    """The graph made of that extract before, or the one that `build` makes now."""
    kept = settings.CARTO_VAR / "network" / f"{_fingerprint(extract)}{suffix}.pickle"
    if kept.is_file():
        with kept.open("rb") as stream:
            return pickle.load(stream)  # ours: written below, in a folder that nobody else writes to
    graph = build()
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_suffix(".new")
    with draft.open("wb") as stream:
        pickle.dump(graph, stream, protocol=pickle.HIGHEST_PROTOCOL)
    draft.replace(kept)
    return graph


def walking_distance(graph: networkx.MultiDiGraph, start: Point, end: Point) -> float | None:
    """Metres on foot between two points (SRID 4326), the way to the nearest street at both ends included.

    None when one of them is more than TOO_FAR from every street, or when no path joins them.
    """
    streets = _streets(graph)
    here, there = streets.nearest(start), streets.nearest(end)
    if max(here.gap, there.gap) > TOO_FAR:
        return None
    ways = [abs(here.ahead - there.ahead)] if here.ends == there.ends else []
    for near, first in zip(here.ends, (here.ahead, here.behind), strict=True):
        for far, last in zip(there.ends, (there.ahead, there.behind), strict=True):
            with suppress(networkx.NetworkXNoPath):
                ways.append(first + networkx.bidirectional_dijkstra(graph, near, far, weight="length")[0] + last)
    return here.gap + min(ways) + there.gap if ways else None


@dataclass(frozen=True)
class _Spot:
    """A place on a street: its two `ends`, metres `ahead` from the first and `behind` from the second, `gap` aside."""

    ends: tuple[int, int]
    ahead: float
    behind: float
    gap: float


class _Streets:
    """The graph's edges, to find the nearest one: between two crossings, the nearest crossing would be far off."""

    def __init__(self, graph: networkx.MultiDiGraph) -> None:
        nodes = graph.nodes
        self.edges = [edge for edge in graph.edges(data=True) if edge[0] <= edge[1]]
        latitude = sum(node["y"] for _key, node in nodes(data=True)) / len(nodes)
        self.scale = (METRES_PER_DEGREE * math.cos(math.radians(latitude)), METRES_PER_DEGREE)
        lines = [
            data.get("geometry") or shapely.LineString([(nodes[key]["x"], nodes[key]["y"]) for key in (first, last)])
            for first, last, data in self.edges
        ]
        self.lines = shapely.transform(np.array(lines), lambda degrees: degrees * self.scale)
        self.tree = shapely.STRtree(self.lines)

    def nearest(self, point: Point) -> _Spot:
        """Where one sets foot on the network."""
        place = shapely.Point(point.x * self.scale[0], point.y * self.scale[1])
        rank = int(self.tree.nearest(place))
        first, last, data = self.edges[rank]
        ahead = self.lines[rank].project(place, normalized=True) * data["length"]
        return _Spot((first, last), ahead, data["length"] - ahead, place.distance(self.lines[rank]))


@lru_cache(maxsize=2)
def _streets(graph: networkx.MultiDiGraph) -> _Streets:
    return _Streets(graph)


def _build(
    extract: Path,
    is_open: Callable[[osmium.osm.TagList], bool],
    tags: Collection[str],
    *,
    bidirectional: bool = False,
) -> networkx.MultiDiGraph:
    with TemporaryDirectory(prefix="carto-") as folder:
        cut = Path(folder) / "open.osm"
        try:
            if not _write_open(extract, cut, is_open, tags):
                raise SourceError(_("L’extrait « %(name)s » n’a aucune rue où marcher.") % {"name": extract.name})
        except RuntimeError as error:
            raise SourceError(
                _("L’extrait « %(name)s » est abîmé ou incomplet (%(why)s).") % {"name": extract.name, "why": error}
            ) from error
        # On foot no street is one-way, and a courtyard that leads nowhere is no destination of a walk.
        return osmnx.graph_from_xml(cut, bidirectional=bidirectional, simplify=True, retain_all=False)


def _write_open(
    extract: Path, target: Path, is_open: Callable[[osmium.osm.TagList], bool], tags: Collection[str]
) -> int:
    """Write the ways that are open, with those of their tags, and their nodes, as XML; returns how many ways."""
    source = open_extract(extract)
    if _out_of_order(source):
        source = sorted_copy(extract, target.with_name("sorted.osm.pbf"))
    count = 0
    ways = osmium.FileProcessor(source, osmium.osm.NODE | osmium.osm.WAY).with_locations()
    with osmium.BackReferenceWriter(str(target), ref_src=source, overwrite=True) as writer:
        for way in ways.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY)):
            present = [node.ref for node in way.nodes if node.location.valid()]  # a clipped extract lacks some
            if len(present) > 1 and is_open(way.tags):
                kept = {name: way.tags[name] for name in tags if name in way.tags}
                writer.add(way.replace(nodes=present, tags=kept))
                count += 1
    return count


def _walkable(tags: osmium.osm.TagList) -> bool:
    """Whether people may walk there: a street or path, neither motorway nor private."""
    if "highway" not in tags or tags["highway"] in NOT_ON_FOOT or tags.get("area") == "yes" or tags.get("foot") == "no":
        return False
    allowed = tags.get("foot") in ("yes", "designated", "permissive")
    return allowed or tags.get("access") not in ("private", "no")


def _drivable(tags: osmium.osm.TagList) -> bool:
    """Whether a service's truck may drive there: where cars may, deliveries included."""
    if "highway" not in tags or tags["highway"] in NOT_BY_TRUCK or tags.get("area") == "yes":
        return False
    closed = ("private", "no", "agricultural", "forestry")
    return tags.get("motor_vehicle", tags.get("vehicle", tags.get("access"))) not in closed


def _out_of_order(file: osmium.io.File) -> bool:
    """Whether the file's objects are not sorted, as some editors leave them; tools that sort say so in the header."""
    with osmium.io.Reader(file, osmium.osm.NOTHING) as reader:
        if reader.header().get("sorting") == "Type_then_ID":
            return False
    last = (0, 0)
    for item in osmium.FileProcessor(file):
        here = ("nwr".index(item.type_str()), abs(item.id))
        if here < last:
            return True
        last = here
    return False


def _fingerprint(extract: Path) -> str:
    digest = hashlib.sha256(f"{VERSION} {osmnx.__version__}".encode())
    try:
        with extract.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    except OSError as error:
        raise SourceError(_("Le fichier « %(path)s » ne peut pas être lu.") % {"path": extract}) from error
    return digest.hexdigest()[:24]

"""The plan compiled to OpenStreetMap's own format, so that the very same tools run on it as on a real extract."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import osmium
from osmium.osm import Box, Location
from osmium.osm.mutable import Node, Relation, Way
from shapely import Polygon

from tiles.basemap.plan.plan import Feature, Plan, Territory, read_plan
from tiles.basemap.plan.source import PlanError

MOST_NODES = 1900  # OpenStreetMap allows 2000 nodes to a way
DIGITS = 5  # of a degree: about a metre, and the identity of a node
WATER = {"natural": "water", "water": "river"}
Position = tuple[float, float]
Member = tuple[str, int, str]


class Sheet:
    """Nodes, ways and relations with identifiers given in order; equal positions are one node."""

    def __init__(self) -> None:
        self.nodes: dict[Position, dict[str, str]] = {}
        self.ids: dict[Position, int] = {}
        self.ways: list[tuple[list[int], dict[str, str]]] = []
        self.relations: list[tuple[list[Member], dict[str, str]]] = []

    def node(self, position: Sequence[float]) -> int:
        """The identifier of the node at a position (SRID 4326)."""
        key = _key(position)
        self.nodes.setdefault(key, {})
        return self.ids.setdefault(key, len(self.ids) + 1)

    def place(self, feature: Feature) -> None:
        """Give a point's tags to its node; raises PlanError when another point is there already."""
        self.node(feature.geom.coords[0])
        tags = self.nodes[_key(feature.geom.coords[0])]
        if tags:
            raise PlanError(f"{feature.where}: {feature.name} lies exactly on {tags.get('name')}")
        tags.update(feature.tags)

    def way(self, positions: Sequence[Sequence[float]], tags: dict[str, str]) -> int:
        """The identifier of a new way through positions (SRID 4326)."""
        refs = [self.node(position) for position in positions]
        kept = [ref for i, ref in enumerate(refs) if i == 0 or ref != refs[i - 1]]
        self.ways.append((kept, tags))
        return len(self.ways)

    def area(self, polygon: Polygon, tags: dict[str, str]) -> None:
        """A closed way, or a multipolygon relation when the polygon has holes or a very long outline."""
        rings = [polygon.exterior, *polygon.interiors]
        if len(rings) == 1 and len(polygon.exterior.coords) <= MOST_NODES:
            self.way(polygon.exterior.coords, tags)
            return
        members: list[Member] = []
        for ring in rings:
            role = "outer" if ring is rings[0] else "inner"
            members += [("w", self.way(part, {}), role) for part in _pieces(list(ring.coords))]
        self.relations.append((members, {"type": "multipolygon", **tags}))


def _key(position: Sequence[float]) -> Position:
    return (round(position[0], DIGITS), round(position[1], DIGITS))


def compile_plan(target: Path) -> Path:
    """Write the plan schématique as `target` (an `.osm.pbf`), always the same bytes for the same source; return it.

    Raises PlanError when the source is wrong, OSError when the file cannot be written.
    """
    sheet, plan = Sheet(), read_plan()
    # Points first: their identifiers then stay when only a line is corrected.
    for feature in sorted(plan.features, key=lambda feature: feature.geom.geom_type != "Point"):
        _draw(sheet, feature)
    _draw_borders(sheet, plan)
    for polygon in plan.water:
        sheet.area(polygon, WATER)
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(sheet, target)
    return target


def _draw_borders(sheet: Sheet, plan: Plan) -> None:
    levels = {arc: "10" for quartier in plan.quartiers for arc in quartier.arcs}
    levels |= {arc: "8" for commune in plan.communes for arc in commune.arcs}
    ways = {
        name: sheet.way(line.coords, {"boundary": "administrative", "admin_level": levels[name]})
        for name, line in plan.arcs.items()
        if name in levels
    }
    for territory in (*plan.communes, *plan.quartiers):
        members: list[Member] = [("w", ways[arc], "outer") for arc in territory.arcs]
        sheet.relations.append((members + _label(sheet, plan, territory), {"type": "boundary", **territory.tags}))


def _label(sheet: Sheet, plan: Plan, territory: Territory) -> list[Member]:
    kinds = ("suburb",) if territory in plan.quartiers else ("city", "town", "village")
    named = (f for f in plan.labels if f.name == territory.name and f.tags["place"] in kinds)
    return [("n", sheet.node(label.geom.coords[0]), "label") for label in named]


def _draw(sheet: Sheet, feature: Feature) -> None:
    if feature.geom.geom_type == "Point":
        sheet.place(feature)
    elif feature.geom.geom_type == "Polygon":
        sheet.area(feature.geom, feature.tags)
    else:
        sheet.way(feature.geom.coords, feature.tags)


def _pieces(positions: list[Position]) -> Iterator[list[Position]]:
    for start in range(0, len(positions) - 1, MOST_NODES):
        yield positions[start : start + MOST_NODES + 1]


def _write(sheet: Sheet, target: Path) -> None:
    header = osmium.io.Header()
    longitudes, latitudes = zip(*sheet.nodes, strict=True)
    south_west = Location(min(longitudes), min(latitudes))
    header.add_box(Box(south_west, Location(max(longitudes), max(latitudes))))
    header.set("generator", "carte-commune plan schématique")
    with osmium.SimpleWriter(str(target), header=header, overwrite=True) as writer:
        for position, tags in sheet.nodes.items():
            writer.add_node(Node(id=sheet.ids[position], location=position, tags=tags, version=1))
        for number, (refs, tags) in enumerate(sheet.ways, 1):
            writer.add_way(Way(id=number, nodes=refs, tags=tags, version=1))
        for number, (members, tags) in enumerate(sheet.relations, 1):
            writer.add_relation(Relation(id=number, members=members, tags=tags, version=1))

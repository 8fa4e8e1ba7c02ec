"""The plan schématique as geometries: what the text source says, built and ready to be drawn or imported."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from shapely import LineString, Point, Polygon, polygonize
from shapely.geometry.base import BaseGeometry

from tiles.basemap.plan.river import Flat, smooth_line, water
from tiles.basemap.plan.source import Entry, PlanError, read_entries

NANTES = Path(__file__).parent / "nantes"
COMMUNE, QUARTIER = "8", "10"  # OpenStreetMap's admin_level in France


@dataclass(frozen=True)
class Territory:
    """A commune (code INSEE) or a quartier of Nantes (its official number), with its border in SRID 4326."""

    code: str
    name: str
    geom: Polygon
    arcs: tuple[str, ...]
    tags: dict[str, str]


@dataclass(frozen=True)
class Feature:
    """A point, line or area of the plan with its OpenStreetMap tags; `geom` in SRID 4326, `where` its source line."""

    name: str
    tags: dict[str, str]
    geom: BaseGeometry
    where: str


@dataclass
class Plan:
    """Everything that is on the plan. All geometries are in degrees, longitude first (SRID 4326)."""

    arcs: dict[str, LineString] = field(default_factory=dict)
    communes: list[Territory] = field(default_factory=list)
    quartiers: list[Territory] = field(default_factory=list)
    water: list[Polygon] = field(default_factory=list)
    features: list[Feature] = field(default_factory=list)

    @property
    def stops(self) -> list[Feature]:
        """Tram stops."""
        return [f for f in self.features if f.tags.get("railway") == "tram_stop"]

    @property
    def trams(self) -> list[Feature]:
        """Tram lines; `ref` tells which."""
        return [f for f in self.features if f.tags.get("railway") == "tram"]

    @property
    def axes(self) -> list[Feature]:
        """Main streets, bridges and roads; those whose name could not be checked have none."""
        return [f for f in self.features if "highway" in f.tags and f.geom.geom_type == "LineString"]

    @property
    def parks(self) -> list[Feature]:
        """Parks and gardens."""
        return [f for f in self.features if f.tags.get("leisure") in ("park", "garden")]

    @property
    def rivers(self) -> list[Feature]:
        """The named middle lines of rivers and streams."""
        return [f for f in self.features if "waterway" in f.tags]

    @property
    def labels(self) -> list[Feature]:
        """Where the names of towns and quartiers are written."""
        return [f for f in self.features if f.tags.get("place") in ("city", "town", "village", "suburb")]

    @property
    def landmarks(self) -> list[Feature]:
        """Squares and places of interest: every other named point."""
        others = (*self.stops, *self.labels)
        return [f for f in self.features if f.geom.geom_type == "Point" and f.name and f not in others]


def read_plan(folder: Path = NANTES) -> Plan:
    """Read every source file of `folder` (SRID 4326); raises PlanError, naming file and line, when one is wrong."""
    entries = [entry for path in sorted(folder.glob("*.txt")) for entry in read_entries(path)]
    if not entries:
        raise PlanError(f"{folder}: no plan source there")
    plan = Plan()
    plan.arcs = {e.name: _line(e) for e in entries if e.kind == "arc"}
    territories = [_territory(e, plan.arcs) for e in entries if e.kind == "territoire"]
    plan.communes = [t for t in territories if t.tags["admin_level"] == COMMUNE]
    plan.quartiers = [t for t in territories if t.tags["admin_level"] == QUARTIER]
    flat = Flat(_middle_latitude(entries))
    plan.water = water([e.rings[0] for e in entries if e.kind == "river"], flat)
    drawn = (e for e in entries if e.kind in ("point", "line", "curve", "area", "river"))
    plan.features = [_feature(e, flat) for e in drawn]
    return plan


def _middle_latitude(entries: Iterable[Entry]) -> float:
    latitudes = [row[1] for entry in entries for ring in entry.rings for row in ring]
    return (min(latitudes) + max(latitudes)) / 2


def _territory(entry: Entry, arcs: dict[str, LineString]) -> Territory:
    unknown = [name for name in entry.arcs if name not in arcs]
    if unknown:
        raise PlanError(f"{entry.where}: unknown arcs {', '.join(unknown)}")
    faces = polygonize([arcs[name] for name in entry.arcs]).geoms
    if not len(faces):
        raise PlanError(f"{entry.where}: the arcs of {entry.name} do not close")
    code = entry.tags.get("ref:INSEE") or entry.tags.get("ref", "")
    if not code or entry.tags.get("admin_level") not in (COMMUNE, QUARTIER):
        raise PlanError(f"{entry.where}: {entry.name} needs an admin_level of 8 or 10 and a ref:INSEE or ref")
    outline = max(faces, key=lambda face: face.area)
    return Territory(code, entry.name, outline, tuple(entry.arcs), {"name": entry.name, **entry.tags})


def _feature(entry: Entry, flat: Flat) -> Feature:
    geom = _curve(entry, flat) if entry.kind in ("river", "curve") else BUILDERS[entry.kind](entry)
    tags = {"name": entry.name, **entry.tags} if entry.name else dict(entry.tags)
    return Feature(entry.name, tags, geom, entry.where)


def _point(entry: Entry) -> Point:
    if len(entry.rings[0]) != 1:
        raise PlanError(f"{entry.where}: a point has one position")
    return Point(entry.rings[0][0])


def _line(entry: Entry) -> LineString:
    if len(entry.rings[0]) < 2:
        raise PlanError(f"{entry.where}: a line has two positions or more")
    return LineString(entry.rings[0])


def _curve(entry: Entry, flat: Flat) -> LineString:
    if len(entry.rings[0]) < 2:
        raise PlanError(f"{entry.where}: a {entry.kind} has two positions or more")
    return smooth_line(entry.rings[0], flat)


def _area(entry: Entry) -> Polygon:
    if min(len(ring) for ring in entry.rings) < 3:
        raise PlanError(f"{entry.where}: an outline has three positions or more")
    polygon = Polygon(np.array(entry.rings[0]), [np.array(hole) for hole in entry.rings[1:]])
    if not polygon.is_valid:
        raise PlanError(f"{entry.where}: the outline of {entry.name} crosses itself")
    return polygon


BUILDERS = {"point": _point, "line": _line, "area": _area}

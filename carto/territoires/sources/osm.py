"""Places read from an OpenStreetMap extract (`.osm.pbf`, `.osm`): streets, named spots, addresses, borders.

One pass over the file in libosmium, filtered there by key: Python only ever sees the objects that matter.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import osmium
import shapely
from django.utils.text import slugify
from django.utils.translation import gettext as _
from osmium.osm.types import OSMEntity
from shapely.geometry.base import BaseGeometry

from carto.territoires.natures import FURNITURE, NATURES, TREES
from carto.territoires.reports import Remark, SourceError
from carto.territoires.sources.borders import Border, Borders, NotABorder, as_border
from carto.territoires.wording import read_number

KEYS: Final = (
    "highway", "addr:housenumber", "place", "leisure", "amenity", "tourism", "historic", "railway", "man_made",
    "landuse", "shop", "emergency", "boundary",
)  # fmt: skip
# Ways that bear a street's name without being that street.
NOT_STREETS: Final = frozenset(
    {"bus_stop", "platform", "proposed", "construction", "elevator", "rest_area", "services"}
)
SOURCE: Final = "OpenStreetMap (ODbL)"


@dataclass(frozen=True)
class Street:
    """A named way (`way` is its OSM number); `slug` is the same for every spelling of the name."""

    way: int
    name: str
    slug: str
    geom: BaseGeometry


@dataclass(frozen=True)
class Spot:
    """A place worth finding: `osm_id` is `node/1`; `nature` is `leisure=park`; the name may be empty."""

    osm_id: str
    name: str
    nature: str
    geom: BaseGeometry


@dataclass(frozen=True)
class House:
    """A street number; `code` is its OSM object."""

    code: str
    number: str
    street: str
    postcode: str
    city: str
    geom: BaseGeometry


@dataclass(frozen=True)
class Boundary:
    """An administrative area as drawn, with its `admin_level` (8: commune, 10: quartier) and code."""

    osm_id: str
    level: int
    code: str
    name: str
    geom: BaseGeometry


@dataclass
class Extract:
    """What an extract holds for us; geometries are shapely's, SRID 4326."""

    streets: list[Street] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    houses: list[House] = field(default_factory=list)
    boundaries: list[Boundary] = field(default_factory=list)


def read_extract(path: Path, *, trees: bool = False) -> Extract:
    """All that we keep of the extract; street furniture is kept without a name, trees when asked.

    Raises SourceError when the file is not OpenStreetMap data, or is cut short.
    """
    try:
        return _read(open_extract(path), trees=trees)
    except RuntimeError as error:  # what libosmium raises for everything it cannot parse
        if "out of order" not in str(error):
            raise SourceError(
                _("L’extrait « %(name)s » est abîmé ou incomplet (%(why)s).") % {"name": path.name, "why": error}
            ) from error
    with TemporaryDirectory(prefix="carto-") as folder:
        return _read(sorted_copy(path, Path(folder) / "sorted.osm.pbf"), trees=trees)


def _read(file: osmium.io.File, *, trees: bool) -> Extract:
    keys = (*KEYS, "natural") if trees else KEYS
    natures = {**NATURES, **FURNITURE, **(TREES if trees else {})}
    found = Extract()
    for item in osmium.FileProcessor(file).with_areas().with_filter(osmium.filter.KeyFilter(*keys)):
        _keep(found, item, natures)
    return found


def sorted_copy(path: Path, target: Path) -> osmium.io.File:
    """The same objects by type and number, without which areas cannot be put together (some editors do not sort)."""
    merged = osmium.MergeInputReader()
    merged.add_file(str(path))
    with osmium.SimpleWriter(str(target)) as writer:
        merged.apply(writer)
    return osmium.io.File(str(target))


def open_extract(path: Path) -> osmium.io.File:
    """The OpenStreetMap file at `path`, its format told from its first bytes, never from its name.

    Raises SourceError when there is no file or it is neither PBF nor OSM XML (plain, gzip or bzip2).
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(256)
    except OSError as error:
        raise SourceError(_("Le fichier « %(path)s » ne peut pas être lu.") % {"path": path}) from error
    if b"OSMHeader" in head[:64]:
        return osmium.io.File(str(path), "pbf")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<osm")):
        return osmium.io.File(str(path), "osm")
    for magic, file_format in ((b"\x1f\x8b", "osm.gz"), (b"BZh", "osm.bz2")):
        if head.startswith(magic):
            return osmium.io.File(str(path), file_format)
    raise SourceError(
        _("« %(name)s » n’est pas un extrait OpenStreetMap : un fichier .osm.pbf ou .osm est attendu.")
        % {"name": path.name}
    )


def borders_of(extract: Extract, admin_level: int) -> Borders:
    """The extract's administrative areas of one `admin_level`, mended where their drawing is invalid."""
    found = Borders()
    codes: set[str] = set()
    for line, boundary in enumerate((b for b in extract.boundaries if b.level == admin_level), 1):
        try:
            if boundary.code in codes:
                raise NotABorder(_("code déjà présent"))
            geom, fault = as_border(boundary.geom, repair=True)
        except NotABorder as refusal:
            found.refused.append(Remark(line, boundary.code, str(refusal)))
            continue
        codes.add(boundary.code)
        found.good.append(Border(line, boundary.code, boundary.name, "", geom))
        if fault:
            found.repaired.append(Remark(line, boundary.code, fault))
    return found


def _keep(found: Extract, item: OSMEntity, natures: dict[str, Any]) -> None:
    """Sort one object into what it is for us: it may be a spot and an address at once, or nothing."""
    tags = item.tags
    name = _words(tags.get("name", ""))
    if item.is_way():
        if name and "highway" in tags and tags["highway"] not in NOT_STREETS and (line := _line(item)):
            found.streets.append(Street(item.id, name[:160], slug_of(name), line))
        return
    if item.is_relation():
        return  # its area comes as an area
    if item.is_area() and tags.get("boundary") == "administrative":
        found.boundaries.extend(_boundary(item, name))
        return
    nature = _nature(tags, natures)
    kept = nature and (name or nature not in NATURES)
    housed = "addr:housenumber" in tags and (tags.get("addr:street") or tags.get("addr:place"))
    if not (kept or housed) or not (spot := _spot(item)):
        return
    if kept:
        found.spots.append(Spot(_identity(item), name[:200], nature, spot))
    if housed:
        found.houses.extend(_houses(item, tags, spot))


def _nature(tags: osmium.osm.TagList, natures: dict[str, Any]) -> str:
    """The first `key=value` of the object that we have a word for; empty when there is none."""
    return next((nature for tag in tags if (nature := f"{tag.k}={tag.v}") in natures), "")


def _houses(item: OSMEntity, tags: osmium.osm.TagList, spot: BaseGeometry) -> Iterator[House]:
    """One address for each number: « 12;14 » is two."""
    street = _words(tags.get("addr:street") or tags.get("addr:place", ""))[:160]
    numbers = [number.strip() for number in tags["addr:housenumber"].replace(",", ";").split(";")]
    for rank, number in enumerate(dict.fromkeys(numbers)):
        if number and len(number) <= 12:
            yield House(
                code=f"osm-{_identity(item)}" + (f"-{rank}" if rank else ""),
                number=_number(number),
                street=street,
                postcode=_words(tags.get("addr:postcode", ""))[:10],
                city=_words(tags.get("addr:city", ""))[:80],
                geom=spot,
            )


def _number(number: str) -> str:
    """« 12bis » and « 12 Bis » are the same house."""
    figures = number[: len(number) - len(number.lstrip("0123456789"))]
    return read_number(figures, number[len(figures) :])


def _boundary(area: OSMEntity, name: str) -> Iterator[Boundary]:
    tags = area.tags
    level = tags.get("admin_level", "")
    if not (name and level in ("8", "10")):
        return
    codes = (tags.get("ref:INSEE"), tags.get("swisstopo:BFS_NUMMER"), tags.get("ref"))
    code = next((code for code in codes if code and len(code) <= 20 and "/" not in code), f"osm-r{area.orig_id()}")
    if shape := _area(area):
        yield Boundary(_identity(area), int(level), code, name[:120], shape)


def _identity(item: OSMEntity) -> str:
    if item.is_area():
        return f"{'way' if item.from_way() else 'relation'}/{item.orig_id()}"
    return f"{'node' if item.is_node() else 'way'}/{item.id}"


def _spot(item: OSMEntity) -> BaseGeometry | None:
    """Where the object is, as one point that lies on it."""
    if item.is_node():
        return shapely.Point(item.location.lon, item.location.lat) if item.location.valid() else None
    area = _area(item)
    return shapely.point_on_surface(area) if area is not None else None


def _line(way: OSMEntity) -> BaseGeometry | None:
    """The way as a line, without the nodes that the file does not hold."""
    places = [(node.lon, node.lat) for node in way.nodes if node.location.valid()]
    return shapely.LineString(places) if len(set(places)) > 1 else None


def _area(area: OSMEntity) -> BaseGeometry | None:
    try:
        return shapely.from_wkb(_WKB.create_multipolygon(area))
    except RuntimeError:  # rings that do not close
        return None


def _words(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())


def slug_of(name: str) -> str:
    """The name as it stands in an address; names in other alphabets keep their letters."""
    return (slugify(name.replace("’", "-").replace("'", "-")) or slugify(name, allow_unicode=True) or "voie")[:95]


_WKB = osmium.geom.WKBFactory()

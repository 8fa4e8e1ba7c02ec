"""Facilities from an OpenStreetMap extract (.osm.pbf, .osm): what bears a tag of our types, as a point or an area."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import osmium
import shapely
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from carto.territoires.reports import SourceError
from carto.territoires.sources.osm import open_extract, sorted_copy
from projets.equipements.imports import telling
from projets.equipements.imports.facilities import store
from projets.equipements.imports.formats import Format, Row
from projets.equipements.imports.places import expected, shape
from projets.equipements.imports.tags import known_tags, tags_of
from projets.equipements.models import Matter

KEY: Final = "@id"
GEOMETRY: Final = "geometry"
UNSHAPED: Final = (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError)
# Of these there are thousands without a name, most of them nobody's facility.
BY_NAME_ONLY: Final = ("amenity=parking", "amenity=recycling", "landuse=allotments", "amenity=doctors",
                       "man_made=water_tower", "highway=pedestrian", "amenity=bicycle_parking")  # fmt: skip
NEVER: Final = ("highway=street_lamp", "highway=cycleway", "highway=bus_stop", "bridge=yes", "shop=bicycle")
COLUMNS: Final = (KEY, "name", "operator", "owner", "website", "opening_hours", "capacity", "start_date",
                  "addr:housenumber", "addr:street", "addr:postcode", "addr:city")  # fmt: skip
NAMED: Final = {
    "key": KEY, "title": "name", "operator": "operator", "owner": "owner", "website": "website",
    "hours": "opening_hours", "capacity": "capacity", "opened": "start_date", "number": "addr:housenumber",
    "street": "addr:street", "postcode": "addr:postcode", "city": "addr:city", "text": "description",
}  # fmt: skip


def rows(path: Path, mapping: Mapping[str, Any]) -> Iterator[Row]:
    """Every facility of the extract; ValidationError for a file that is none, or is cut short."""
    for number, (name, tags, geom) in enumerate(_objects(path), 1):
        yield _row(number, name, tags, geom, mapping)


def _row(number: int, name: str, tags: Mapping[str, str], geom: BaseGeometry, mapping: Mapping[str, Any]) -> Row:
    data = {KEY: name, **tags}
    said = {field: data.get(column) for field, column in NAMED.items()}
    understood = telling.told(said) | {"tags": tags_of(tags), "osm_id": name}
    place = shape(geom, mapping, expected(mapping))
    return Row(
        number=number, key=name, data=data | {GEOMETRY: shapely.geometry.mapping(geom)},
        told=understood | {"geom": place.geom},
        reasons=telling.reasons(understood) + place.reasons, proposed=place.proposed,
    )  # fmt: skip


def _one(data: Mapping[str, Any], mapping: Mapping[str, Any], _file: Path) -> Row:
    """One of them again, without its extract."""
    tags = {name: str(value) for name, value in data.items() if name not in (KEY, GEOMETRY)}
    try:
        geom = shapely.geometry.shape(data[GEOMETRY])
    except UNSHAPED as error:
        raise ValidationError(gettext("Ce tracé est illisible.")) from error
    return _row(1, str(data.get(KEY) or ""), tags, geom, mapping)


def columns(path: Path, mapping: Mapping[str, Any]) -> list[str]:
    """The tags that are read: an extract has no header. ValidationError when it is none."""
    _opened(path)
    return list(COLUMNS)


def _opened(path: Path) -> osmium.io.File:
    try:
        return open_extract(path)
    except SourceError as error:
        raise ValidationError(str(error), code="file") from error


def _objects(path: Path) -> Iterator[tuple[str, dict[str, str], BaseGeometry]]:
    """Named `node/1`, with its tags and its shape."""
    try:
        with TemporaryDirectory(prefix="carto-") as folder:
            yield from _read(_sorted(path, Path(folder)))
    except RuntimeError as error:  # what libosmium raises for everything it cannot parse
        said = gettext("Cet extrait d’OpenStreetMap est abîmé ou incomplet.")
        raise ValidationError(said, code="file") from error


def _sorted(path: Path, folder: Path) -> osmium.io.File:
    """The extract itself, or its objects by type and number where an editor left them in another order."""
    file, last = _opened(path), (0, 0)
    for item in osmium.FileProcessor(file):
        rank = ("nwr".index(item.type_str()), item.id)
        if rank < last:
            return sorted_copy(path, folder / "sorted.osm.pbf")
        last = rank
    return file


def _read(file: osmium.io.File) -> Iterator[tuple[str, dict[str, str], BaseGeometry]]:
    keys = {key for key, _value in known_tags()}
    shapes = osmium.geom.WKBFactory()
    for item in osmium.FileProcessor(file).with_areas().with_filter(osmium.filter.KeyFilter(*sorted(keys))):
        tags = {tag.k: tag.v for tag in item.tags}
        if not _kept(tags):
            continue
        try:
            if item.is_node():
                yield f"node/{item.id}", tags, shapely.from_wkb(shapes.create_point(item))
            elif item.is_area():
                kind = "way" if item.from_way() else "relation"
                yield f"{kind}/{item.orig_id()}", tags, _simple(shapely.from_wkb(shapes.create_multipolygon(item)))
        except (RuntimeError, osmium.InvalidLocationError):
            continue  # an area that is not closed in this extract


def _simple(geom: BaseGeometry) -> BaseGeometry:
    return geom.geoms[0] if geom.geom_type == "MultiPolygon" and len(geom.geoms) == 1 else geom


def _kept(tags: Mapping[str, str]) -> bool:
    """Whether it is a facility that people may use."""
    ours = [tag for tag in tags_of(tags) if tag not in NEVER]
    if not ours or tags.get("access") in ("private", "no"):
        return False
    return "name" in tags or any(tag not in BY_NAME_ONLY for tag in ours)


def _guess(path: Path) -> float:
    """Sure of a PBF, or of an XML that says so."""
    with path.open("rb") as file:
        head = file.read(512)
    return 1.0 if b"OSMHeader" in head or b"<osm" in head else 0.0


OSM: Final = Format(
    code="osm", label=_("Extrait d’OpenStreetMap"), matter=Matter.FACILITY, fields=telling.FIELDS,
    rows=rows, columns=columns, guess=_guess, store=store, one=_one,
)  # fmt: skip

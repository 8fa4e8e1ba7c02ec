"""The features of a map file, one by one; its kind is told by its first bytes, never by its name.

GDAL would open far more than maps (files that name other files, or addresses): only what is recognised reaches it.
"""

import json
import math
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyogrio
import shapely
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from projets.equipements.imports.loaders.databases import rows_of
from projets.equipements.imports.tables import opened, refused

HEAVIEST: Final = 256 << 20  # bytes of a map file, which is read whole
SHORT: Final = 1 << 16
SQLITE: Final = b"SQLite format 3\0"
DRIVERS: Final = {"gpkg": "GPKG", "shp": "ESRI Shapefile"}
UNREAD: Final = (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeError, ValueError, OSError)
_FEATURES: Final = re.compile(r'"features"\s*:\s*\[')
_CRS: Final = re.compile(r'"crs"\s*:\s*(?=\{)')
_BETWEEN: Final = re.compile(r"[\s,]*")


@dataclass(frozen=True)
class Feature:
    """Its properties, its shape as drawn in the file, and the reference system of that; `broken`: no shape at all."""

    data: dict[str, Any]
    geom: BaseGeometry | None
    crs: Any = None
    broken: bool = False


def kind_of(path: Path) -> str:
    """geojson, gpkg, sqlite, shp, or nothing."""
    with path.open("rb") as file:
        head = file.read(SHORT)
    if head.startswith(SQLITE):
        return "gpkg" if head[68:72] in (b"GPKG", b"GP10", b"GP11") else "sqlite"
    if head.startswith(b"PK"):
        try:
            with zipfile.ZipFile(path) as archive:
                return "shp" if any(name.lower().endswith(".shp") for name in archive.namelist()) else ""
        except (zipfile.BadZipFile, OSError):
            return ""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return "geojson" if text.startswith(b"{") and b'"FeatureCollection"' in head else ""


def features(path: Path) -> Iterator[Feature]:
    """Each of them; ValidationError (French) when the file is none, too heavy or broken."""
    if path.stat().st_size == 0:
        raise refused(_("Ce fichier est vide."), "empty")
    if path.stat().st_size > HEAVIEST:
        raise refused(_("Ce fichier est trop lourd : %(max)d Mo au plus.") % {"max": HEAVIEST >> 20}, "heavy")
    kind = kind_of(path)
    if kind == "geojson":
        yield from _of_geojson(path)
    elif kind == "sqlite":
        yield from (Feature({name: _plain(value) for name, value in row.items()}, None) for row in rows_of(path))
    elif kind:
        yield from _of_gdal(path, kind)
    else:
        raise refused(_("Ce fichier n’est ni du GeoJSON, ni un GeoPackage, ni un Shapefile zippé."))


def _refuse(_constant: str) -> float:
    raise ValueError


def _of_geojson(path: Path) -> Iterator[Feature]:
    """The features are decoded one after the other: the whole as Python objects would weigh ten times as much."""
    with opened(path, {}) as stream:
        text = stream.read()
    begins = _FEATURES.search(text)
    if begins is None:
        raise refused(_("Ce fichier n’est pas du GeoJSON."))
    decoder = json.JSONDecoder(parse_constant=_refuse)
    at, crs = begins.end(), _named_crs(text, decoder)
    try:
        while (at := _BETWEEN.match(text, at).end()) < len(text) and text[at] != "]":
            told, at = decoder.raw_decode(text, at)
            yield _feature(told, crs)
        if at >= len(text):
            raise ValueError
    except (ValueError, RecursionError) as error:
        raise refused(_("Ce GeoJSON est abîmé ou incomplet.")) from error


def _named_crs(text: str, decoder: json.JSONDecoder) -> str | None:
    """What an old `crs` member says."""
    found = _CRS.search(text)
    try:
        return str(decoder.raw_decode(text, found.end())[0]["properties"]["name"]) if found else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _feature(told: Any, crs: Any) -> Feature:
    if not isinstance(told, dict):
        raise ValueError
    properties = told.get("properties")
    data = {str(k)[:200]: v for k, v in properties.items()} if isinstance(properties, dict) else {}
    if told.get("id") is not None:
        data.setdefault("id", told["id"])
    if not told.get("geometry"):
        return Feature(data, None, crs)
    try:
        return Feature(data, shapely.geometry.shape(told["geometry"]), crs)
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError):
        return Feature(data, None, crs, broken=True)


def _of_gdal(path: Path, kind: str) -> Iterator[Feature]:
    try:
        source = f"/vsizip/{path}" if kind == "shp" else str(path)
        if kind == "shp":
            _check_archive(path)
        layer = next(iter(pyogrio.list_layers(source)), (None,))[0]
        info = pyogrio.read_info(source, layer=layer)
        if info["driver"] != DRIVERS[kind]:
            raise ValueError
        meta, _fids, shapes, values = pyogrio.raw.read(source, layer=layer, force_2d=True)
    except UNREAD as error:
        raise refused(_("Ce fichier de carte est abîmé ou incomplet.")) from error
    names = [str(name) for name in meta["fields"]]
    for position in range(len(values[0]) if len(values) else len(shapes)):
        data = {name: _plain(column[position]) for name, column in zip(names, values, strict=True)}
        wkb = shapes[position] if shapes is not None else None
        try:
            yield Feature(data, shapely.from_wkb(wkb) if wkb is not None else None, meta["crs"])
        except ShapelyError:
            yield Feature(data, None, meta["crs"], broken=True)


def _check_archive(path: Path) -> None:
    """ValidationError when an archive would swell beyond what one map may weigh."""
    with zipfile.ZipFile(path) as archive:
        if sum(each.file_size for each in archive.infolist()) > HEAVIEST:
            raise ValidationError(_("Ce fichier est trop lourd une fois décompressé : il n’est pas lu."), code="heavy")


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | bool | Mapping | None) else str(value)

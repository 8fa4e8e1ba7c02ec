"""Facilities from a map file: GeoJSON, GeoPackage, zipped Shapefile, and SQLite tables; any reference system."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pyproj
import shapely
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pyproj.exceptions import CRSError, ProjError

from projets.equipements.imports import keys, telling
from projets.equipements.imports.alone import as_feature, of_json
from projets.equipements.imports.columns import resolve
from projets.equipements.imports.facilities import store
from projets.equipements.imports.features import Feature, features, kind_of
from projets.equipements.imports.formats import Format, Row
from projets.equipements.imports.places import Place, expected, shape
from projets.equipements.imports.tags import tags_of
from projets.equipements.models import Matter

LOOKED_AT: Final = 2000  # features whose properties make the header
GEOMETRY: Final = "geometry"


def rows(path: Path, mapping: Mapping[str, Any]) -> Iterator[Row]:
    """Every feature of the file; ValidationError for a file that is none."""
    header, box = columns(path, mapping), expected(mapping)
    found, identity = resolve(telling.FIELDS, header, mapping), settle(path, mapping)["key"]
    for number, feature in enumerate(features(path), 1):
        turn = transformer(mapping.get("srid") or feature.crs)
        said = {field: feature.data.get(column) for field, column in found.items()}
        understood = telling.told(said) | {"tags": tags_of(feature.data)}
        place = _place(feature, turn, mapping)
        if not place.geom and not place.reasons:
            place = telling.placed(said, mapping, box)
        data = feature.data | {GEOMETRY: shapely.geometry.mapping(feature.geom)} if feature.geom else feature.data
        yield Row(
            number=number, key=keys.key_of(data, identity), data=data, told=understood | {"geom": place.geom},
            reasons=telling.reasons(understood) + place.reasons, proposed=place.proposed,
        )  # fmt: skip


def _place(feature: Feature, turn: pyproj.Transformer | None, mapping: Mapping[str, Any]) -> Place:
    if feature.broken:
        return Place(reasons=(gettext("Ce tracé est illisible."),))
    geom = feature.geom
    if geom is not None and turn is not None:
        geom = shapely.transform(geom, turn.transform, interleaved=False)
    return shape(geom, mapping, expected(mapping))


@lru_cache(maxsize=8)
def transformer(crs: Any) -> pyproj.Transformer | None:
    """From the file's reference system to degrees; None when it is in degrees already. ValidationError."""
    try:
        known = pyproj.CRS.from_user_input(crs or 4326)
        if known.to_epsg() == 4326 or "CRS84" in str(crs):
            return None
        return pyproj.Transformer.from_crs(known, 4326, always_xy=True)
    except (CRSError, ProjError) as error:
        said = gettext("Système de coordonnées inconnu : « %(name)s ».") % {"name": str(crs)[:40]}
        raise ValidationError(said, code="srid") from error


def columns(path: Path, mapping: Mapping[str, Any]) -> list[str]:
    """The names of the properties that the first features bear."""
    names: dict[str, None] = {}
    for rank, feature in enumerate(features(path)):
        names.update(dict.fromkeys(feature.data))
        if rank >= LOOKED_AT:
            break
    return list(names)


def settle(path: Path, mapping: Mapping[str, Any]) -> dict[str, Any]:
    """The property that names a feature, under "key"."""
    header = columns(path, mapping)
    if (settled := mapping.get("key")) is not None:
        return {"key": [name for name in settled if name in header]}
    return {"key": keys.guess(header, (feature.data for feature in features(path)))}


def _guess(path: Path) -> float:
    return 0.6 if kind_of(path) else 0.0


def _one(data: Mapping[str, Any], mapping: Mapping[str, Any], file: Path) -> Row:
    """A shape is written as the whole file writes it."""
    first = None if mapping.get("srid") else next(features(file), None)
    return of_json(rows, as_feature)(data, {**mapping, "srid": first.crs} if first else mapping, file)


GEO: Final = Format(
    code="geo", label=_("Fichier de carte (GeoJSON, GeoPackage, Shapefile)"), matter=Matter.FACILITY,
    fields=telling.FIELDS, rows=rows, columns=columns, guess=_guess, store=store, settle=settle,
    one=_one, blank=(GEOMETRY,),
)  # fmt: skip
OPENDATASOFT: Final = Format(
    code="opendatasoft", label=_("Jeu de données d’un portail OpenDataSoft"), matter=Matter.FACILITY,
    fields=telling.FIELDS, rows=rows, columns=columns, guess=lambda _path: 0.0, store=store, settle=settle,
    one=_one, blank=(GEOMETRY,),
)  # fmt: skip

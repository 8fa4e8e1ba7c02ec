"""Borders read from a file (GeoJSON, GeoPackage, Shapefile…), in any reference system, row by row.

What cannot be a border is set aside with its row number and the reason; the rest goes on.
"""

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import geopandas
import numpy as np
import pyogrio
import pyproj
import shapely
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from carto.geometry import STORED, Box
from carto.territoires.models import Level
from carto.territoires.reports import Remark, SourceError

LEVELS: Final = {
    "metropole": Level.METROPOLE, "commune": Level.COMMUNE, "quartier": Level.QUARTIER, "iris": Level.IRIS,
}  # fmt: skip
# Names of fields that publishers of French borders use, the surest first.
COMMUNE_CODES: Final = ("id_insee", "code_insee", "insee_com", "insee", "codgeo", "com")
CODES: Final = ("code_iris", *COMMUNE_CODES, "code", "idobj", "ref", "id")
NAMES: Final = ("nom_iris", "toponyme", "nom_com", "nom_commune", "libgeo", "nom", "name", "libelle", "lib")
# What shapely says of an invalid border, for people.
FAULTS: Final[dict[str, Promise]] = {
    "Self-intersection": gettext_lazy("le contour se croise lui-même"),
    "Ring Self-intersection": gettext_lazy("le contour se touche lui-même"),
    "Hole lies outside shell": gettext_lazy("un trou est hors du contour"),
    "Holes are nested": gettext_lazy("un trou est dans un autre"),
    "Nested shells": gettext_lazy("un morceau est dans un autre"),
    "Interior is disconnected": gettext_lazy("un trou coupe la surface en deux"),
    "Too few points in geometry component": gettext_lazy("le contour a trop peu de points"),
    "Duplicate Rings": gettext_lazy("un contour est répété"),
}


@dataclass(frozen=True)
class Fields:
    """Names of the file's fields; empty to guess (`parent` is not guessed: largest share decides)."""

    code: str = ""
    name: str = ""
    parent: str = ""


@dataclass(frozen=True)
class Border:
    """A row that can be stored; `geom` is a valid MultiPolygon in SRID 4326."""

    line: int
    code: str
    name: str
    parent: str
    geom: MultiPolygon


@dataclass
class Borders:
    """A file's borders, and the rows that are not (`shapes` keeps what they drew, when they drew something)."""

    good: list[Border] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    repaired: list[Remark] = field(default_factory=list)
    shapes: dict[int, BaseGeometry] = field(default_factory=dict)

    @classmethod
    def joined(cls, several: Iterable["Borders"]) -> "Borders":
        """Those of several layers as one; the first to bear a code keeps it."""
        whole = cls()
        for borders in several:
            known = {border.code for border in whole.good}
            whole.good += [border for border in borders.good if border.code not in known]
            whole.refused += borders.refused
            whole.repaired += borders.repaired
        return whole


def layers_of(path: Path) -> dict[str, str]:
    """The layers of a file that may be borders, each with the name of its code's field; raises SourceError."""
    try:
        names = [str(name) for name, kind in pyogrio.list_layers(path) if _may_be_area(kind)]
        fields = {name: pyogrio.read_info(path, layer=name)["fields"] for name in names}
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeError, ValueError) as error:
        raise _unreadable(path) from error
    return {name: _field([str(f) for f in fields[name]], "", CODES, "--code") for name in names}


class NotABorder(Exception):
    """Why a row cannot be a border."""


def read_borders(
    path: Path,
    *,
    fields: Fields = Fields(),
    layer: str = "",
    crs: str = "",
    repair: bool = False,
    box: Box | None = None,
) -> Borders:
    """Read a file's borders. `crs` says the reference system of a file that does not (or says a wrong one).

    `box` (degrees) is where borders are expected; with `repair` an invalid one is mended (make_valid) and said so.
    Raises SourceError when the file, the layer or a field cannot be read.
    """
    return _borders(_read_frame(path, layer, crs), fields, repair, box)


def read_levels(path: Path, *, box: Box | None = None) -> dict[Level, Borders]:
    """A file whose rows say their level in a field « level », by level. Raises SourceError."""
    frame = _read_frame(path, "", "")
    column = _field([str(name) for name in frame.columns], "", ("level", "niveau"), "level")
    names = frame[column].map(lambda value: _text(value).lower())
    if strange := set(names) - set(LEVELS):
        said = _("Niveau inconnu : « %(level)s ». Connus : %(levels)s.")
        raise SourceError(said % {"level": min(strange), "levels": ", ".join(LEVELS)})
    return {
        LEVELS[name]: _borders(frame[names == name], Fields(), False, box) for name in LEVELS if (names == name).any()
    }


def _borders(frame: geopandas.GeoDataFrame, fields: Fields, repair: bool, box: Box | None) -> Borders:
    """The rows of a frame in SRID 4326, each good, refused or repaired."""
    fields = _found_fields(frame, fields)
    found, seen = Borders(), _Seen()
    for index, row in zip(frame.index, frame.to_dict("records"), strict=True):
        line = int(index) + 1
        shape = row.pop(frame.geometry.name)
        code = _text(row.get(fields.code))
        try:
            name = _text(row.get(fields.name))
            _check_words(code, name)
            geom, fault = as_border(shape, repair=repair)
            _check_place(geom, box)
            seen.check(line, code, geom)
        except NotABorder as refusal:
            found.refused.append(Remark(line, code, str(refusal)))
            if shape is not None and not shape.is_empty:
                found.shapes[line] = shape
            continue
        if fault:
            found.repaired.append(Remark(line, code, fault))
        found.good.append(Border(line, code, name, _text(row.get(fields.parent)), geom))
    return found


def as_border(shape: BaseGeometry | None, *, repair: bool) -> tuple[MultiPolygon, str]:
    """A valid, flat MultiPolygon, and what was mended to have it (empty: nothing); raises NotABorder."""
    if shape is None:
        raise NotABorder(_("géométrie absente ou illisible"))
    if shape.is_empty:
        raise NotABorder(_("géométrie vide"))
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise NotABorder(_("coordonnées illisibles (NaN ou infini)"))
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise NotABorder(_("une surface est attendue, pas « %(type)s »") % {"type": shape.geom_type})
    shape, fault = shapely.force_2d(shape), ""
    if not shape.is_valid:
        fault = _fault(shape)
        if not repair:
            raise NotABorder(_("géométrie invalide : %(fault)s (--repair pour la réparer)") % {"fault": fault})
        shape = shapely.make_valid(shape)
    parts = [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.geom_type == "Polygon" and part.area]
    if not parts:
        raise NotABorder(_("surface nulle"))
    return shapely.normalize(MultiPolygon(parts)), fault


def _read_frame(path: Path, layer: str, crs: str) -> geopandas.GeoDataFrame:
    """The file as a GeoDataFrame in SRID 4326, rows in the file's order, unreadable geometries as None."""
    if not path.is_file() and not path.is_dir():
        raise SourceError(_("Le fichier « %(path)s » n’existe pas.") % {"path": path})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on_invalid: each unreadable row is told in the report
            frame = geopandas.read_file(path, layer=layer or None, on_invalid="ignore")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeError, ValueError) as error:
        raise SourceError(
            _("« %(name)s » ne se lit pas comme un fichier géographique.") % {"name": path.name}
        ) from error
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise SourceError(_("« %(name)s » n’a pas de géométrie.") % {"name": path.name})
    try:
        frame = frame.set_crs(crs, allow_override=True) if crs else frame
    except pyproj.exceptions.CRSError as error:
        raise SourceError(_("Système de coordonnées inconnu : « %(crs)s ».") % {"crs": crs}) from error
    if frame.crs is None:
        raise SourceError(_("Le fichier ne dit pas son système de coordonnées : ajoutez --crs EPSG:2154, par exemple."))
    return frame.to_crs(STORED)


def _unreadable(path: Path) -> SourceError:
    return SourceError(_("« %(name)s » ne se lit pas comme un fichier géographique.") % {"name": path.name})


def _may_be_area(kind: str | None) -> bool:
    return kind is None or kind == "Unknown" or "Polygon" in kind or "Collection" in kind


def _found_fields(frame: geopandas.GeoDataFrame, asked: Fields) -> Fields:
    names = [str(name) for name in frame.columns if name != frame.geometry.name]
    return Fields(
        _field(names, asked.code, CODES, "--code"),
        _field(names, asked.name, NAMES, "--name"),
        _field(names, asked.parent, (), "--parent") if asked.parent else "",
    )


def _field(names: Sequence[str], asked: str, guesses: Iterable[str], option: str) -> str:
    """The file's own spelling of the field asked for, or of the first guess it has; raises SourceError."""
    spelled = {name.lower(): name for name in names}
    for guess in (asked.lower(),) if asked else guesses:
        if guess in spelled:
            return spelled[guess]
    raise SourceError(
        _("Champ introuvable pour %(option)s. Le fichier a : %(names)s.")
        % {"option": f"{option} {asked}".strip(), "names": ", ".join(names) or "—"}
    )


def _text(value: Any) -> str:
    """A field's value as text: what a spreadsheet made a float (44109.0) is a code again; nothing is empty."""
    if value is None or (isinstance(value, float) and not np.isfinite(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).replace("\x00", " ").split())


def _check_words(code: str, name: str) -> None:
    if not code:
        raise NotABorder(_("code absent"))
    if not name:
        raise NotABorder(_("nom absent"))
    if len(code) > 20 or "/" in code:
        raise NotABorder(_("code illisible : 20 caractères au plus, sans barre oblique"))
    if len(name) > 120:
        raise NotABorder(_("nom trop long : 120 caractères au plus"))


def _check_place(geom: MultiPolygon, box: Box | None) -> None:
    west, south, east, north = geom.bounds
    if max(-west, east) > 180 or max(-south, north) > 90:
        raise NotABorder(_("coordonnées hors des degrés : le système de coordonnées n’est pas celui annoncé (--crs)"))
    if box is None or shapely.box(box.west, box.south, box.east, box.north).intersects(geom):
        return
    if shapely.box(box.south, box.west, box.north, box.east).intersects(geom):
        raise NotABorder(_("longitude et latitude semblent inversées"))
    raise NotABorder(_("hors du lieu de la carte"))


class _Seen:
    """Codes and outlines met so far: the first is kept, the following are duplicates."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}
        self.outlines: dict[bytes, int] = {}

    def check(self, line: int, code: str, geom: MultiPolygon) -> None:
        """Raise NotABorder for a duplicate, naming the first row."""
        if first := self.codes.get(code):
            raise NotABorder(_("code déjà présent ligne %(line)d") % {"line": first})
        outline = geom.wkb
        if first := self.outlines.get(outline):
            raise NotABorder(_("même contour que la ligne %(line)d") % {"line": first})
        self.codes[code] = self.outlines[outline] = line


def _fault(shape: BaseGeometry) -> str:
    """What is wrong and where, from shapely: « le contour se croise lui-même (-1.55 47.21) »."""
    what, _bracket, where = shapely.is_valid_reason(shape).partition("[")
    return f"{FAULTS.get(what.strip(), what.strip())} ({where.rstrip(']')})" if where else what

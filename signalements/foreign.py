"""Rows of another system's file, read with a mapping: each becomes a `Row` to load, or says why it cannot."""

import csv
import gzip
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.models import What
from carto.geometry import MAX_LATITUDE, read_geometry, read_point
from carto.text import tidy
from signalements.loaders import Event, Row
from signalements.mapping import Mapping
from signalements.models import Categorie

TITLE_LENGTH, TEXT_LENGTH = 140, 4000
LONGEST_FIELD = 16 * 1024 * 1024  # beyond, the file is no table; below, the row is refused with its reason
UNREADABLE = "\ufffd"  # what the decoder writes in place of bytes that are no text


@dataclass(eq=False)
class Rejection(Exception):
    """A row that cannot be taken: its line in the file, the column, and why (French)."""

    line: int
    field: str
    reason: str


@dataclass(frozen=True)
class Shift:
    """By how much everything moves, in degrees: to try another city's reports on this one's streets."""

    longitude: float = 0.0
    latitude: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.longitude or self.latitude)


def read_lines(path: Path, mapping: Mapping) -> Iterator[tuple[int, dict[str, str]]]:
    """Every data row of a CSV file (.gz too) with its line number; ValidationError when columns are missing."""
    csv.field_size_limit(LONGEST_FIELD)
    opened: Callable[..., Any] = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding=mapping.encoding, errors="replace", newline="") as lines:
        reader = csv.DictReader(lines, delimiter=mapping.delimiter, restval="")
        if missing := sorted(mapping.columns() - set(reader.fieldnames or ())):
            raise ValidationError(_("Colonnes absentes du fichier : %(names)s.") % {"names": ", ".join(missing)})
        for row in reader:
            yield reader.line_num, row


@dataclass(frozen=True)
class Reader:
    """Reads rows one by one; whatever is hostile in one is a Rejection and nothing else."""

    mapping: Mapping
    categories: dict[str, Categorie]
    now: datetime
    shift: Shift = Shift()
    # Files have few sorts of problems and many rows: each combination of words is judged once.
    known: dict[tuple[str, ...], str] = field(default_factory=dict)

    @cached_property
    def zone(self) -> tzinfo:
        """The zone of dates that name none."""
        return timezone.get_current_timezone()

    @cached_property
    def said(self) -> str:
        """The history's sentence, with room for the identifier."""
        said = _("Repris de %(source)s, numéro %(id)s.") + (
            " " + _("Lieu déplacé pour un essai.") if self.shift else ""
        )
        return said % {"source": self.mapping.source.replace("%", "%%"), "id": "%s"}

    def read(self, line: int, row: dict[str, str]) -> Row:
        """The row as it will be stored; raises Rejection."""
        mapping = self.mapping
        uuid, at = self._uuid(line, row), self._date(line, row)
        return Row(
            uuid=uuid,
            categorie=self._categorie(line, row),
            geom=self._geom(line, row),
            at=at,
            title=self._words(line, row, mapping.title, TITLE_LENGTH),
            text=self._words(line, row, mapping.text, TEXT_LENGTH),
            status=mapping.status_of(row),
            demonstration=bool(self.shift),
            history=(Event(at, "system", What.IMPORTED, public_text=self.said % row[mapping.id]),),
        )

    def _uuid(self, line: int, row: dict[str, str]) -> UUID:
        identity = row[self.mapping.id].strip()
        if not identity or len(identity) > 200 or "\x00" in identity:
            raise Rejection(line, self.mapping.id, _("L’identifiant manque ou est illisible."))
        return uuid5(NAMESPACE_URL, f"{self.mapping.source}#{identity}")

    def _date(self, line: int, row: dict[str, str]) -> datetime:
        text, form = row[self.mapping.date].strip(), self.mapping.date_format
        try:
            at = datetime.strptime(text, form) if form else datetime.fromisoformat(text)
            at = at if at.tzinfo else at.replace(tzinfo=self.zone)
        except (ValueError, OverflowError):
            raise Rejection(
                line, self.mapping.date, _("Date illisible : « %(text)s ».") % {"text": text[:40]}
            ) from None
        if at.year < 1970 or at > self.now:
            raise Rejection(line, self.mapping.date, _("Date impossible : « %(text)s ».") % {"text": text[:40]})
        return at

    def _categorie(self, line: int, row: dict[str, str]) -> Categorie:
        values = tuple(row[column] for column in self.mapping.rule_columns)
        if values not in self.known:
            self.known[values] = self.mapping.category_of(dict(zip(self.mapping.rule_columns, values, strict=True)))
        code = self.known[values]
        if code not in self.categories:
            why = (
                _("Catégorie inconnue : « %(code)s ».") % {"code": code} if code else _("Aucune catégorie ne convient.")
            )
            raise Rejection(line, _("catégorie"), why)
        return self.categories[code]

    def _words(self, line: int, row: dict[str, str], column: str, longest: int) -> str:
        words = row[column] if column else ""
        if "\x00" in words or UNREADABLE in words:
            raise Rejection(line, column, _("Le texte contient des caractères illisibles."))
        words = tidy(self.mapping.remove.sub("", words) if self.mapping.remove else words)
        if len(words) > longest:
            said = {"count": len(words), "max": longest}
            raise Rejection(line, column, _("Texte trop long : %(count)d caractères, %(max)d au plus.") % said)
        return words

    def _geom(self, line: int, row: dict[str, str]) -> str:
        column = self.mapping.wkt or f"{self.mapping.longitude}, {self.mapping.latitude}"
        try:
            if self.mapping.wkt:
                return read_geometry(_moved(_geojson(row[self.mapping.wkt]), self.shift)).hexewkb.decode()
            x, y = _position(row, self.mapping)
            x, y = x + self.shift.longitude, y + self.shift.latitude
            read_point(x, y)
        except ValidationError as error:
            raise Rejection(line, column, " ".join(error.messages)) from None
        return f"SRID=4326;POINT({x!r} {y!r})"


def _position(row: dict[str, str], mapping: Mapping) -> tuple[float, float]:
    """Longitude and latitude in degrees, with decimal points or commas; ValidationError for what is no number."""
    try:
        return tuple(float(row[column].replace(",", ".")) for column in (mapping.longitude, mapping.latitude))
    except ValueError:
        raise ValidationError(_("Ce lieu est illisible : une longitude et une latitude sont attendues.")) from None


def _geojson(wkt: str) -> dict[str, Any]:
    """WKT in degrees as a GeoJSON object; ValidationError."""
    try:
        geometry = GEOSGeometry(wkt[:1_000_000])
        if geometry.srid not in (None, 4326):
            raise ValidationError(_("Seules les coordonnées en degrés (WGS 84) sont acceptées."), code="srid")
        return json.loads(geometry.geojson)
    except (GEOSException, GDALException, ValueError, TypeError):
        raise ValidationError(_("Ce tracé est illisible."), code="geometry") from None


def _moved(geojson: dict[str, Any], shift: Shift) -> dict[str, Any]:
    """The same shape further on."""

    def further(part: list[Any]) -> list[Any]:
        if part and isinstance(part[0], (int, float)):
            return [part[0] + shift.longitude, part[1] + shift.latitude]
        return [further(inner) for inner in part]

    return geojson | {"coordinates": further(geojson.get("coordinates", []))}


@dataclass(frozen=True)
class Survey:
    """What a first reading of the file tells: how many rows, and the middle of the box that holds them (degrees)."""

    rows: int
    longitude: float
    latitude: float


def survey(path: Path, mapping: Mapping) -> Survey:
    """Read the file once; rows without a place on Earth do not widen the box. ValidationError when none has one."""
    count, west, south, east, north = 0, 180.0, 90.0, -180.0, -90.0
    for _line, row in read_lines(path, mapping):
        count += 1
        if box := _corners(row, mapping):
            west, south, east, north = min(west, box[0]), min(south, box[1]), max(east, box[2]), max(north, box[3])
    if west > east:
        raise ValidationError(_("Aucune ligne de ce fichier n’a de lieu lisible."))
    return Survey(count, (west + east) / 2, (south + north) / 2)


def _corners(row: dict[str, str], mapping: Mapping) -> tuple[float, float, float, float] | None:
    """West, south, east and north of a row's place; None when it has none on Earth."""
    try:
        if mapping.wkt:
            west, south, east, north = GEOSGeometry(row[mapping.wkt]).extent
        else:
            west, south = east, north = _position(row, mapping)
    except (ValidationError, GEOSException, GDALException, ValueError, TypeError):
        return None
    inside = math.isfinite(west + south + east + north) and -180 <= west <= east <= 180
    return (west, south, east, north) if inside and -MAX_LATITUDE <= south <= north <= MAX_LATITUDE else None

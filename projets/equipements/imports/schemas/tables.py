"""CSV as cities publish it, row after row: any of the usual encodings and delimiters, columns found by their names."""

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from projets.equipements.imports.formats import Field

PIECE: Final = 1 << 20
HEAD: Final = 1 << 16
DELIMITERS: Final = ";,\t|"
MOST_COLUMNS: Final = 500
BEYOND: Final = ""  # the name under which values beyond the header are kept
csv.field_size_limit(1 << 24)  # characters of one cell: the usual limit is met by a deliberation's text


@dataclass(frozen=True)
class Line:
    """One row: its number (the header is 1), all its values, and those of our fields by their names."""

    number: int
    data: dict[str, Any]
    told: dict[str, str]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is refused whatever it says."""
        return (_("Cette ligne a plus de valeurs que le tableau n’a de colonnes."),) if BEYOND in self.data else ()


def read(path: Path, mapping: Mapping[str, Any], fields: Sequence[Field]) -> Iterator[Line]:
    """The rows of a table. Raises ValidationError (French): no table, or a column without which nothing is told."""
    with _opened(path, mapping) as file:
        reader, header = _reader(file, mapping)
        places = _places(header, mapping, fields)
        number = 1
        try:
            for number, cells in enumerate(reader, start=2):
                if any(cells):
                    yield _line(number, header, cells, places)
        except csv.Error:
            told = _("Ce tableau ne se lit plus après sa ligne %(n)s.")
            raise ValidationError(told % {"n": number}) from None


def _line(number: int, header: list[str], cells: list[str], places: Mapping[str, str]) -> Line:
    data: dict[str, Any] = dict(zip(header, cells, strict=False)) | dict.fromkeys(header[len(cells) :], "")
    if any(cell.strip() for cell in cells[len(header) :]):
        data[BEYOND] = cells[len(header) :]
    return Line(number, data, {name: data[column] for name, column in places.items()})


def header_of(path: Path, mapping: Mapping[str, Any]) -> list[str]:
    """The columns of a table. Raises ValidationError (French) when it is none."""
    with _opened(path, mapping) as file:
        return _reader(file, mapping)[1]


def likeness(path: Path, fields: Sequence[Field]) -> float:
    """The part of a schema's columns that a file has; 0 when it is no table or misses one that is needed."""
    try:
        header = {folded(name) for name in header_of(path, {})}
    except (ValidationError, OSError):
        return 0.0
    has = [any(folded(column) in header for column in field.columns) for field in fields]
    if not all(met for met, field in zip(has, fields, strict=True) if field.required):
        return 0.0
    return sum(has) / len(has)


def folded(name: str) -> str:
    """A column's name without case, accents or punctuation: `dateConvention` and `Date_convention` are one."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", bare.lower())


def _opened(path: Path, mapping: Mapping[str, Any]) -> TextIO:
    return path.open(encoding=mapping.get("encoding") or _encoding(path), errors="replace", newline="")


def _encoding(path: Path) -> str:
    """UTF-8 when the whole file is; else what spreadsheets write in French."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        piece = file.read(PIECE)
        if piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        try:
            while piece:
                decoder.decode(piece)
                piece = file.read(PIECE)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _reader(file: TextIO, mapping: Mapping[str, Any]) -> tuple[Iterator[list[str]], list[str]]:
    delimiter = mapping.get("delimiter") or _delimiter(file.read(HEAD))
    file.seek(0)
    reader = csv.reader((line.replace("\x00", "") for line in file), delimiter=delimiter)
    try:
        header = next((cells for cells in reader if any(cells)), [])
    except csv.Error:
        header = []
    if not 1 < len(header) <= MOST_COLUMNS:
        raise ValidationError(_("Ce fichier n’est pas un tableau : sa première ligne ne nomme pas des colonnes."))
    return reader, _named(header)


def _delimiter(head: str) -> str:
    first = next((line for line in head.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=first.count)


def _named(header: list[str]) -> list[str]:
    """Every column has a name of its own: « montant », « montant (2) », « colonne 3 »."""
    named: dict[str, None] = {}
    for place, name in enumerate(header, start=1):
        bare = " ".join(name.split())[:200] or _("colonne %(n)s") % {"n": place}
        found, again = bare, 2
        while found in named:
            found, again = f"{bare} ({again})", again + 1
        named[found] = None
    return list(named)


def _places(header: list[str], mapping: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, str]:
    """The column of each of our fields: the one that a person chose, else the first that bears one of its names."""
    chosen = mapping.get("columns") or {}
    known = {folded(name): name for name in reversed(header)}
    found: dict[str, str] = {}
    for field in fields:
        if field.name in chosen:
            column = chosen[field.name] if chosen[field.name] in header else None
        else:
            column = next((known[folded(name)] for name in field.columns if folded(name) in known), None)
        if column:
            found[field.name] = column
    missing = [field.columns[0] for field in fields if field.required and field.name not in found]
    if missing:
        told = (
            _("Il manque une colonne : %(names)s.") if len(missing) == 1 else _("Il manque des colonnes : %(names)s.")
        )
        raise ValidationError(told % {"names": ", ".join(missing)})
    return found

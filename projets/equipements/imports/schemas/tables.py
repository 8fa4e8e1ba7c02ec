"""The tables of the national schemas: the house's reading of any table, its columns found by the schema's names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from projets.equipements.imports import values
from projets.equipements.imports.columns import resolve
from projets.equipements.imports.formats import Field
from projets.equipements.imports.tables import header, records, too_wide


@dataclass(frozen=True)
class Line:
    """One row: its number (the header is 1), all its values, and those of our fields by their names."""

    number: int
    data: dict[str, Any]
    told: dict[str, str]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is refused whatever it says."""
        return too_wide(self.data)


def read(path: Path, mapping: Mapping[str, Any], fields: Sequence[Field]) -> Iterator[Line]:
    """The rows of a table. Raises ValidationError (French): no table, or a column without which nothing is told."""
    places = resolve(fields, header_of(path, mapping), mapping)
    _check_needed(fields, places)
    for number, data in records(path, mapping, known=True):
        yield Line(number, data, {name: data[column] for name, column in places.items()})


def header_of(path: Path, mapping: Mapping[str, Any]) -> list[str]:
    """The columns of a table. Raises ValidationError (French) when it is none."""
    return header(path, mapping, known=True)


def likeness(path: Path, fields: Sequence[Field]) -> float:
    """The part of a schema's columns that a file has; 0 when it is no table or misses one that is needed."""
    try:
        places = resolve(fields, header_of(path, {}), {})
        _check_needed(fields, places)
    except (ValidationError, OSError):
        return 0.0
    return len(places) / len(fields)


def folded(name: str) -> str:
    """A word of a schema without case, accents, blanks or signs: `dateConvention` and `Date_convention` are one."""
    return values.folded(name).replace(" ", "")


def _check_needed(fields: Sequence[Field], places: Mapping[str, str]) -> None:
    missing = [field.columns[0] for field in fields if field.required and field.name not in places]
    if missing:
        told = (
            _("Il manque une colonne : %(names)s.") if len(missing) == 1 else _("Il manque des colonnes : %(names)s.")
        )
        raise ValidationError(told % {"names": ", ".join(missing)})

"""Facilities from a table: SCDL équipements 0.1.5, and any other whose columns are recognised or pointed at."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from projets.equipements.imports import keys, tables, telling
from projets.equipements.imports.alone import of_table
from projets.equipements.imports.columns import resolve
from projets.equipements.imports.facilities import store
from projets.equipements.imports.formats import Format, Row
from projets.equipements.imports.places import expected
from projets.equipements.models import Matter

SCDL_COLUMNS: Final = ("COLL_NOM", "EQUIP_UID", "EQUIP_THEME", "EQUIP_TYPE", "EQUIP_NOM", "EQUIP_LAT", "EQUIP_LONG")


def rows(path: Path, mapping: Mapping[str, Any]) -> Iterator[Row]:
    """Every row of the table; ValidationError for a file that is none."""
    mapping = {**mapping, "encoding": mapping.get("encoding") or tables.encoding_of(path)}
    header = tables.header(path, mapping)
    columns, box = resolve(telling.FIELDS, header, mapping), expected(mapping)
    identity = settle(path, mapping)["key"]
    for number, data in tables.records(path, mapping):
        said = {field: data[column] for field, column in columns.items()}
        understood = telling.told(said)
        place = telling.placed(said, mapping, box)
        yield Row(
            number=number,
            key=keys.key_of(data, identity),
            data=data,
            told=understood | {"geom": place.geom},
            reasons=tables.too_wide(data) + telling.reasons(understood) + place.reasons,
            proposed=place.proposed,
        )


def settle(path: Path, mapping: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that name a row, under "key": settled before, or found by looking at the file."""
    header = tables.header(path, mapping)
    if (settled := mapping.get("key")) is not None:
        return {"key": [name for name in settled if name in header]}
    if chosen := (mapping.get("columns") or {}).get("key"):
        return {"key": [chosen] if chosen in header else []}
    return {"key": keys.guess(header, (data for _number, data in tables.records(path, mapping)))}


def _guess_scdl(path: Path) -> float:
    header = {name.upper() for name in _header(path)}
    return sum(name in header for name in SCDL_COLUMNS) / len(SCDL_COLUMNS)


def _guess_table(path: Path) -> float:
    """Little: any table is one, and a reader of its very schema knows better."""
    return 0.2 if _header(path) else 0.0


def _header(path: Path) -> list[str]:
    try:
        return tables.header(path, {})
    except ValidationError:
        return []


SCDL: Final = Format(
    code="scdl-equipements", label=_("Équipements (SCDL 0.1.5)"), matter=Matter.FACILITY, fields=telling.FIELDS,
    rows=rows, columns=tables.header, guess=_guess_scdl, store=store, settle=settle, one=of_table(rows),
)  # fmt: skip
TABLE: Final = Format(
    code="table", label=_("Tableau quelconque (CSV)"), matter=Matter.FACILITY, fields=telling.FIELDS,
    rows=rows, columns=tables.header, guess=_guess_table, store=store, settle=settle, one=of_table(rows),
)  # fmt: skip

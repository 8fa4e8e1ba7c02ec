"""The table as a file for spreadsheets: French CSV and XLSX, the same cells."""

import csv
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from carto.carte.tables.table import Cell, Table
from carto.carte.tables.words import kept_of, source_of, title_of
from carto.fiches.mesures import NOMBRE, Number
from carto.text import BOM, cell, safe_cell

SHEET: Final = "Tableau"
Row = list[str | Number | None]


def rows_of(table: Table) -> Iterator[Row]:
    """Headings, a row a group, the totals; where figures do not add up, how many fiches each row is of too."""
    asked, numbers = table.asked, table.asked.mesure == NOMBRE
    heads = [column.label for column in table.columns] + [_("Total") if table.columns else str(asked.mesure.label)]
    yield [capfirst(str(asked.rows.label)), *heads, *([] if numbers else [_("Nombre de fiches")])]
    for line in table.lines:
        yield [line.group.label, *_values((*line.cells, line.total)), *([] if numbers else [line.group.count])]
    yield [_("Total"), *_values((*table.totals, table.total)), *([] if numbers else [table.count])]


def _values(cells: tuple[Cell, ...]) -> Row:
    return [None if cell.figure.value is None else _rounded(cell.figure.value) for cell in cells]


def _rounded(value: Number) -> Number:
    return int(value) if value == int(value) else round(float(value), 4)


def as_csv(table: Table) -> str:
    """Semicolons, a byte order mark, decimal commas; the last lines say what it is of, and whose."""
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer, delimiter=";")
    for row in rows_of(table):
        writer.writerow([cell(value, comma=True) for value in row])
    writer.writerow([])
    for line in _told(table):
        writer.writerow([safe_cell(line)])
    return buffer.getvalue()


def _told(table: Table) -> list[str]:
    asked = table.asked
    told = [
        title_of(asked),
        kept_of(asked),
        str(asked.mesure.about),
        str(asked.mesure.caution),
        *table.notes,
        source_of(),
    ]
    return [line for line in told if line]


def as_xlsx(table: Table) -> bytes:
    """One sheet; numbers are numbers."""
    import numpy as np
    import pyogrio.raw

    heads, *rows = rows_of(table)
    rows += [[line, *[None] * (len(heads) - 1)] for line in _told(table)]
    cells = [np.array([row[0] for row in rows], object)]
    for rank in range(1, len(heads)):
        cells.append(np.array([np.nan if row[rank] is None else float(row[rank]) for row in rows]))
    with tempfile.TemporaryDirectory(prefix="tableau-") as folder:
        path = Path(folder) / "tableau.xlsx"
        pyogrio.raw.write(
            path, geometry=None, field_data=cells, fields=_different(heads), driver="XLSX", layer=SHEET,
            geometry_type=None,
        )  # fmt: skip
        return path.read_bytes()


def _different(heads: Row) -> list[str]:
    """Headings that are all different: GDAL would rename the others its own way."""
    given: list[str] = []
    for head in map(str, heads):
        times = sum(name == head or name.startswith(f"{head} (") for name in given)
        given.append(f"{head} ({times + 1})" if head in given else head)
    return given

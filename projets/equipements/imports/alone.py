"""One row read again alone, its cells changed by a person: by the reader of its file, from a file of one row.

Each of these raises ValidationError (French) for what is no row at all; what the reader refuses is among its reasons.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from projets.equipements.imports.formats import Row

Data = Mapping[str, Any]
Rows = Callable[[Path, Data], Iterator[Row]]
One = Callable[[Data, Data, Path], Row]


def of_table(rows: Rows) -> One:
    """For a reader of tables."""

    def one(data: Data, mapping: Data, _file: Path) -> Row:
        names = [name for name in data if name]
        with _file_of_one() as path:
            with path.open("w", encoding="utf-8", newline="") as file:
                table = csv.writer(file)
                table.writerow(names)
                table.writerow([*(data[name] for name in names), *(data.get("") or ())])
            return _only(rows(path, {**mapping, "encoding": "utf-8", "delimiter": ","}))

    return one


def of_json(rows: Rows, wrapped: Callable[[Data], Any]) -> One:
    """For a reader of JSON: `wrapped` puts the row where its reader looks for it."""

    def one(data: Data, mapping: Data, _file: Path) -> Row:
        with _file_of_one() as path:
            path.write_text(json.dumps(wrapped(data), ensure_ascii=False), encoding="utf-8")
            return _only(rows(path, mapping))

    return one


def as_feature(data: Data) -> dict[str, Any]:
    """A row as a map file of one feature."""
    properties = {name: value for name, value in data.items() if name != "geometry"}
    feature = {"type": "Feature", "geometry": data.get("geometry") or None, "properties": properties}
    return {"type": "FeatureCollection", "features": [feature]}


@contextmanager
def _file_of_one() -> Iterator[Path]:
    with TemporaryDirectory(prefix="carto-") as folder:
        yield Path(folder) / "row"


def _only(rows: Iterator[Row]) -> Row:
    found = next(rows, None)
    if found is None:
        raise ValidationError(_("Cette ligne est vide."))
    return found

"""Rows of a file taken as an import takes them: kept untouched as Ligne, then given to their reader to be stored."""

import hashlib
import json
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection

from projets.equipements.imports.formats import Row, formats
from projets.equipements.models import Import, Source

KEEP = "COPY equipements_ligne (source_id, key, data, sha256, number, first_import_id, last_import_id) FROM STDIN"
BATCH = 5_000


def make_source(code: str, **fields: Any) -> Source:
    """A source read by the format `code`."""
    found = {"title": code, "matter": formats()[code].matter, "format": code} | fields
    return Source.objects.get_or_create(code=f"essai-{code}", defaults=found)[0]


def understood(code: str, path: Path, mapping: Mapping[str, Any] | None = None) -> list[Row]:
    """Every row of a small file."""
    return list(formats()[code].rows(path, mapping or {}))


def take(code: str, path: Path, mapping: Mapping[str, Any] | None = None) -> tuple[Import, list[Row]]:
    """Keep and store every row that is not refused, a batch at a time; returns the reading and the rows refused."""
    source = make_source(code)
    reading = Import.objects.create(source=source, name=path.name)
    known = dict(source.lignes.values_list("key", "pk"))
    refused: list[Row] = []
    rows = formats()[code].rows(path, mapping or {})
    while batch := list(islice(rows, BATCH)):
        refused += [row for row in batch if row.reasons]
        good = {row.key: row for row in batch if not row.reasons}
        _keep(reading, [row for key, row in good.items() if key not in known])
        numbers = source.lignes.filter(last_import=reading, key__in=list(good)).values_list("key", "pk")
        known |= dict(numbers)
        formats()[code].store(reading, ((known[key], row) for key, row in good.items()))
    return reading, refused


def _keep(reading: Import, rows: list[Row]) -> None:
    with connection.cursor() as cursor, cursor.copy(KEEP) as copy:
        for row in rows:
            data = json.dumps(row.data, ensure_ascii=False)
            checksum = hashlib.sha256(data.encode()).hexdigest()
            copy.write_row((reading.source_id, row.key, data, checksum, row.number, reading.pk, reading.pk))

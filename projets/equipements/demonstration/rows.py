"""The demonstration's sources and their rows, as an import would have left them."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from django.utils import timezone

from projets.demonstration import days_ago, read_rows
from projets.equipements.models import Import, ImportState, Ligne, Organisme, Source

CONTENT: Final = Path(__file__).parents[1] / "content" / "argent"
READ_DAYS_AGO: Final = 12
LICENCE: Final = "Licence Ouverte 2.0"
INVENTED: Final = "Démonstration, chiffre inventé"

Row = Mapping[str, str]


def day(days: str) -> date:
    """That many days before today."""
    return days_ago(int(days)).date()


def year(years: str) -> int:
    """That many years before this one."""
    return timezone.localdate().year - int(years)


def make_organismes() -> dict[str, Organisme]:
    """Those besides the city, by slug."""
    rows = read_rows(CONTENT / "organismes.csv")
    return {row["slug"]: Organisme.objects.get_or_create(
        slug=row["slug"], defaults={**row, "demonstration": True})[0] for row in rows}  # fmt: skip


def make_source(row: Row, organismes: Mapping[str, Organisme]) -> dict[str, tuple[Ligne, Row]]:
    """One source with its one reading; its rows by key, each with what the file says."""
    source = Source.objects.create(
        code=row["code"], title=row["title"], matter=row["matter"], format=row["format"], about=row["about"],
        organisme=organismes.get(row["organisme"]), licence=LICENCE, demonstration=True,
        created_at=days_ago(READ_DAYS_AGO),
    )  # fmt: skip
    path = CONTENT / row["fichier"]
    rows = read_rows(path)
    source.columns = list(rows[0])
    source.save(update_fields=["columns"])
    reading = Import.objects.create(
        source=source, state=ImportState.DONE, name=path.name, size=path.stat().st_size, at=days_ago(READ_DAYS_AGO),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        report={"read": len(rows), "new": len(rows), "changed": 0, "same": 0, "rejected": 0, "withdrawn": 0},
    )  # fmt: skip
    lignes = [_ligne(source, reading, number, each) for number, each in enumerate(rows, start=1)]
    return {ligne.key: (ligne, each) for ligne, each in zip(Ligne.objects.bulk_create(lignes), rows, strict=True)}


def _ligne(source: Source, reading: Import, number: int, row: Row) -> Ligne:
    told = {name: value for name, value in row.items() if value}
    digest = hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return Ligne(
        source=source, key=_key(row, number), data=told, sha256=digest, number=number,
        first_import=reading, last_import=reading,
    )  # fmt: skip


def _key(row: Row, number: int) -> str:
    """What the row calls itself; what names a count or a cost; its number in a budget, whose lines have no name."""
    if own := row.get("cle") or row.get("code"):
        return own
    return ":".join([row.get("lieu") or str(number), *(row[name] for name in ("mesure", "ans") if name in row)])

"""What the dumps are: folders of CARTO_VAR named after their day, each with a manifest."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.urls import reverse

MANIFEST: Final = "manifest.json"
LEFT: Final = "sorties.jsonl"
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
FILE: Final = re.compile(r"[a-z]+\.(csv|geojson|gpkg|parquet)")


@dataclass(frozen=True)
class Dump:
    """One file of one night."""

    day: date
    layer: str
    extension: str
    name: str
    size: int  # bytes
    sha256: str
    rows: int

    @property
    def address(self) -> str:
        """Where it is served, from the root of the site."""
        return reverse("ouvert:dump", args=[self.day.isoformat(), self.name])


def folder() -> Path:
    """Where they are."""
    return Path(settings.CARTO_VAR) / "instantanes"


def nights() -> list[Path]:
    """The folders of finished dumps, the latest first."""
    found = folder().iterdir() if folder().is_dir() else ()
    return sorted((path for path in found if DAY.fullmatch(path.name) and (path / MANIFEST).is_file()), reverse=True)


def manifest(night: Path) -> dict[str, Any]:
    """What a night's dump says of itself."""
    return json.loads((night / MANIFEST).read_text(encoding="utf-8"))


def dumps_of(night: Path) -> list[Dump]:
    """Its files."""
    day = date.fromisoformat(night.name)
    return [Dump(day, **each) for each in manifest(night)["files"]]


def latest() -> list[Dump]:
    """The files of the last night; none before the first."""
    return dumps_of(found[0]) if (found := nights()) else []


def file_of(day: str, name: str) -> Path | None:
    """The file asked for, or None; names come from strangers."""
    path = folder() / day / name
    return path if DAY.fullmatch(day) and FILE.fullmatch(name) and path.is_file() else None


def departures(since: date) -> Iterator[dict[str, str]]:
    """What has left the public view on that day or later, each as it was noted: uuid, layer, at."""
    ledger = folder() / LEFT
    if ledger.is_file():
        with ledger.open(encoding="utf-8") as lines:
            for line in lines:
                told = json.loads(line)
                if told["at"] >= since.isoformat():
                    yield told

"""How a few places feel, from `content/demo_ressentis.csv`: enough voices to be shown, and one place with too few."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.contrib.gis.geos import Point
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.timezone import localdate

from carto.fiches.models import Ressenti
from carto.fiches.ressentis.grid import cell_of
from carto.geometry import STORED
from carto.readable import read_rows

CONTENT = Path(__file__).parents[2] / "content" / "demo_ressentis.csv"
COLUMNS = ("place", "longitude", "latitude", "face", "moment", "voices")
NAMESPACE = UUID("0b0e7a52-9d0c-5b8e-8f0e-0c3a4c5d6e71")
KEYS = 66  # bits of a uuid that are too many for a key


class Command(BaseCommand):
    help = "Ajoute ce que des habitants ressentent en quelques lieux, ou l’enlève avec --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes these voices away, and no other."""
        parser.add_argument("--remove", action="store_true", help="enlever la démonstration")

    def handle(self, *_args: Any, remove: bool, **_options: Any) -> None:
        """Twice changes nothing: a voice of the demonstration always has the same key."""
        with transaction.atomic():
            voices = list(_voices())
            if remove:
                Ressenti.objects.filter(pk__in=[voice.pk for voice in voices]).delete()
                return
            Ressenti.objects.bulk_create(voices, ignore_conflicts=True)
        self.stdout.write(f"{len(voices)} ressentis de démonstration.")


def _voices() -> Iterator[Ressenti]:
    month = localdate().replace(day=1)
    for row in read_rows(CONTENT, COLUMNS):
        cell = cell_of(Point(float(row["longitude"]), float(row["latitude"]), srid=STORED))
        for rank in range(int(row["voices"])):
            key = uuid5(NAMESPACE, f"{row['place']} {row['face']} {row['moment']} {rank}").int >> KEYS
            yield Ressenti(
                pk=key, column=cell.column, row=cell.row, face=row["face"], moment=row["moment"], month=month
            )

"""Another system's reports, from a CSV file and a mapping: once each, however often the file is imported."""

import csv
import zlib
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from signalements.foreign import Reader, Rejection, Shift, Survey, read_lines, survey
from signalements.loaders import Row, load
from signalements.mapping import Mapping, read_mapping
from signalements.models import Categorie

BATCH = 5000
UNREADABLE = (OSError, EOFError, LookupError, TypeError, csv.Error, zlib.error)


class Command(BaseCommand):
    help = "Importe des signalements d’un fichier CSV (.gz accepté), décrit par une correspondance TOML."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """See the guide; `content/mappings/` holds an example of a mapping."""
        parser.add_argument("file", type=Path, help="fichier CSV, ou CSV compressé (.gz)")
        parser.add_argument("--mapping", type=Path, required=True, help="fichier TOML qui nomme les colonnes")
        parser.add_argument("--limit", type=int, help="ne lire que les premières lignes")
        parser.add_argument(
            "--shift-to-place",
            action="store_true",
            help="déplacer le tout au milieu de la ville, pour un essai (marqué « démonstration »)",
        )
        parser.add_argument("--reject", type=Path, help="où écrire les lignes refusées (CSV : ligne, champ, raison)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Everything that can go in goes in, in one transaction; the exit status is 3 when rows were refused."""
        try:
            mapping = read_mapping(options["mapping"])
            surveyed = survey(options["file"], mapping)
            shift = self._shift(surveyed) if options["shift_to_place"] else Shift()
            rejections, stored, read = self._import(mapping, surveyed, shift, options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except UNREADABLE as error:
            raise CommandError(f"Fichier illisible : {error}") from error
        again = read - stored - len(rejections)
        self.stdout.write(
            f"Lignes lues : {read} ; reprises : {stored} ; déjà là : {again} ; refusées : {len(rejections)}."
        )
        if rejections:
            self._tell(rejections, options["reject"])

    def _shift(self, found: Survey) -> Shift:
        """From the middle of the file's box to the middle of the city's, said aloud."""
        west, south, east, north = settings.CARTO_BBOX
        shift = Shift((west + east) / 2 - found.longitude, (south + north) / 2 - found.latitude)
        self.stdout.write(
            f"Essai : tous les lieux sont déplacés de {shift.longitude:+.4f}° en longitude et "
            f"{shift.latitude:+.4f}° en latitude, vers {settings.CARTO_PLACE}."
        )
        return shift

    def _import(
        self, mapping: Mapping, found: Survey, shift: Shift, options: dict[str, Any]
    ) -> tuple[list[Rejection], int, int]:
        """Returns what was refused, how many were stored, how many were read."""
        reader = Reader(mapping, Categorie.objects.select_related("service", "theme").in_bulk(field_name="code"),
                        timezone.now(), shift)  # fmt: skip
        lines = islice(read_lines(options["file"], mapping), options["limit"])
        total = min(found.rows, options["limit"] or found.rows)
        rejections: list[Rejection] = []
        stored = read = 0
        quiet = True if options["verbosity"] == 0 else None  # None: a bar on a terminal, nothing in a log
        with transaction.atomic(), tqdm(total=total, unit=" lignes", disable=quiet) as bar:
            while batch := list(islice(lines, BATCH)):
                stored += load(_readable(reader, batch, rejections))
                read += len(batch)
                bar.update(len(batch))
        return rejections, stored, read

    def _tell(self, rejections: list[Rejection], path: Path | None) -> None:
        """Write the refused rows to the file, or name the first ones; then leave with status 3."""
        if path:
            with path.open("w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out)
                writer.writerow(("ligne", "champ", "raison"))
                writer.writerows((each.line, each.field, each.reason) for each in rejections)
        else:
            for each in rejections[:20]:
                self.stderr.write(f"ligne {each.line}, {each.field} : {each.reason}")
        where = f" Voir {path}." if path else ""
        raise CommandError(f"Lignes refusées : {len(rejections)} ; les autres sont bien là.{where}", returncode=3)


def _readable(reader: Reader, batch: list[tuple[int, dict[str, str]]], rejections: list[Rejection]) -> Iterator[Row]:
    """The rows that can be stored; the others join `rejections`."""
    for line, row in batch:
        try:
            yield reader.read(line, row)
        except Rejection as rejection:
            rejections.append(rejection)

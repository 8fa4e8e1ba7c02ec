"""`manage.py measure_duplicates`: precision and recall of « déjà signalé » on another city's real reports."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from signalements.likeness.measuring import measure, read_reports

PARIS = "signalements/paris_dansmarue_45k.csv.gz"
MAPPING = settings.BASE_DIR / "signalements" / "content" / "mappings" / "paris_dansmarue.toml"


class Command(BaseCommand):
    """In one transaction, which is taken back: nothing of it stays."""

    help = "Mesure « déjà signalé » : précision et rappel, sur de vrais signalements d’une autre ville."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file is Paris's in CARTO_REAL_DATA unless one is named."""
        parser.add_argument("file", type=Path, nargs="?", help="fichier CSV (.gz accepté)")
        parser.add_argument("--mapping", type=Path, default=MAPPING, help="fichier TOML qui nomme les colonnes")
        parser.add_argument("--limit", type=int, help="ne lire que les premières lignes")
        parser.add_argument("--questions", type=int, default=3000, help="doublons, et autant de non-doublons")

    def handle(self, *_args: Any, file: Path | None, limit: int | None, questions: int, **options: Any) -> None:
        """Prints what was asked, what was found, and the two figures."""
        path = file or (settings.CARTO_REAL_DATA and Path(settings.CARTO_REAL_DATA) / PARIS)
        if not path:
            raise CommandError("Nommez un fichier, ou dites dans CARTO_REAL_DATA où sont les données réelles.")
        try:
            told = read_reports(path, options["mapping"], limit)
            with transaction.atomic():
                quality = measure(told, questions, self.stdout.write)
                transaction.set_rollback(True)
        except (ValidationError, OSError) as error:
            raise CommandError(f"Fichier illisible : {error}") from error
        finally:
            connection.close()
        for line in quality.lines():
            self.stdout.write(line)

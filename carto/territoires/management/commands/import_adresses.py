"""`manage.py import_adresses FILE`: street numbers from the Base adresse nationale (CSV, gzip'd or not)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from carto.geometry import place_box
from carto.territoires.loaders.lieux import store_houses
from carto.territoires.reports import Report, SourceError
from carto.territoires.sources.ban import SOURCE, read_addresses


class Command(BaseCommand):
    help = _("Importe les adresses de la Base adresse nationale : adresses-44.csv, adresses-44.csv.gz…")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and whether it is one of several."""
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--add", action="store_true", help=_("garder les adresses d’un autre fichier"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, tell; the exit status is 1 when a row was refused."""
        read = Report()
        try:
            houses = read_addresses(options["file"].expanduser(), place_box(), read)
            report = store_houses(houses, source=SOURCE, add=options["add"])
        except SourceError as error:
            raise CommandError(str(error)) from error
        report.refused, report.elsewhere = read.refused, read.elsewhere
        for line in report.lines():
            self.stdout.write(line)
        if report.refused:
            raise CommandError(_("Des lignes ont été refusées ; les autres sont entrées."), returncode=1)

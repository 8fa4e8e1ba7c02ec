"""`manage.py import_rues EXTRACT`: streets, named spots and addresses from an OpenStreetMap file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from carto.territoires.actions import load_streets
from carto.territoires.reports import SourceError


class Command(BaseCommand):
    help = _("Importe les rues, les lieux nommés et les adresses d’un extrait OpenStreetMap.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The extract, and whether it replaces what a former one brought."""
        parser.add_argument("extract", type=Path, metavar="EXTRAIT", help=_("un fichier .osm.pbf ou .osm"))
        parser.add_argument("--add", action="store_true", help=_("garder ce qu’un autre extrait avait apporté"))
        parser.add_argument("--trees", action="store_true", help=_("prendre aussi les arbres, un par un"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and tell what changed."""
        try:
            steps = load_streets(options["extract"].expanduser(), add=options["add"], trees=options["trees"])
        except SourceError as error:
            raise CommandError(str(error)) from error
        for step in steps:
            for line in step.report.lines():
                self.stdout.write(f"{step.title} : {line}")

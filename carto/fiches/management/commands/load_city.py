"""A city from its folder: each app loads its own part, called by name; twice changes nothing.

The settings read the same folder first (`CARTO_CITY`): where it is, how metres and days are counted.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from carto.city import read_city
from carto.fiches.management.commands.load_demo import REFERENCE
from carto.fiches.querysets import reassign_territoires
from carto.readable import Unreadable
from carto.territoires.querysets import srid_of_metres

FIRST = "load_city_territoires"  # rules may name a territory
PREFIX = "load_city_"


class Command(BaseCommand):
    help = "Charge une ville depuis son dossier (celui de CARTO_CITY)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder, when it is to be said."""
        parser.add_argument("folder", type=Path, nargs="?", default=settings.CARTO_CITY, metavar="DOSSIER")
        parser.add_argument("--check", action="store_true", help="dire seulement si elle peut l’être")

    def handle(self, *_args: Any, folder: Path | None, **options: Any) -> None:
        """All of it or none, once the folder, the settings and the database are of the same city."""
        self._check(folder)
        if options["check"]:
            return
        own = sorted((name for name in get_commands() if name.startswith(PREFIX)), key=lambda name: name != FIRST)
        with transaction.atomic():
            for name in (FIRST, *REFERENCE, *own[1:]):
                call_command(name, folder=settings.CARTO_CITY, verbosity=options["verbosity"], stdout=self.stdout)
            moved = reassign_territoires()
        self.stdout.write(f"{settings.CITY.place.name} : chargée. Fiches rattachées à un autre territoire : {moved}.")

    def _check(self, folder: Path | None) -> None:
        """CommandError in words that say what to do."""
        if folder is None:
            raise CommandError("Quelle ville ? Donnez son dossier dans CARTO_CITY (ou bin/run --city DOSSIER).")
        try:
            read_city(folder.expanduser().resolve())
        except Unreadable as error:
            raise CommandError(str(error)) from error
        if folder.expanduser().resolve() != settings.CARTO_CITY:
            raise CommandError(f"Les réglages sont d’une autre ville : lancez avec CARTO_CITY={folder}.")
        if (found := srid_of_metres()) != settings.CARTO_SRID_METRES:
            raise CommandError(
                f"Cette base compte les mètres en {found}, la ville en {settings.CARTO_SRID_METRES} : ce choix se fait "
                "avant le premier démarrage. Donnez à la ville une base neuve (un autre CARTO_VAR ou CARTO_DB_NAME)."
            )

"""`manage.py import_population FILE --source TEXT`: inhabitants and age bands, from INSEE's census tables."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from carto.territoires.loaders.population import store_census
from carto.territoires.models import Level
from carto.territoires.reports import SourceError
from carto.territoires.sources.insee import read_census

LEVELS: Final = {"commune": Level.COMMUNE, "quartier": Level.QUARTIER, "iris": Level.IRIS}


class Command(BaseCommand):
    help = _("Importe les habitants par âge d’un tableau du recensement (INSEE), par IRIS ou par commune.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The table, and what it does not say itself."""
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--year", type=int, metavar="AAAA", help=_("l’année voulue, la dernière du tableau sinon"))
        parser.add_argument("--source", required=True, metavar="TEXTE", help=_("qui publie, quand"))
        parser.add_argument("--level", choices=LEVELS, help=_("pour un tableau dont la colonne s’appelle CODE"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, tell; the exit status is 1 when a row was refused or when no territory is known."""
        level = LEVELS.get(options["level"])
        try:
            census = read_census(options["file"].expanduser(), year=options["year"], level=level)
        except SourceError as error:
            raise CommandError(str(error)) from error
        report = store_census(census, source=options["source"])
        for line in report.lines():
            self.stdout.write(line)
        if census.counts and report.elsewhere == len(census.counts):
            raise CommandError(_("Aucun territoire de ce tableau n’est connu ici : importez d’abord les limites."))
        if report.refused:
            raise CommandError(_("Des lignes ont été refusées ; les autres sont entrées."), returncode=1)

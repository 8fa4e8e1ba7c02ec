"""Paris's open reports and voted projects, into a database of their own, to read the formula on facts."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from carto.fiches.models import Fiche
from projets.opportunites.evidence.real.loading import load
from projets.opportunites.evidence.real.paris import PROJECTS, REPORTS


class Command(BaseCommand):
    help = "Charge les signalements et projets réels de Paris dans une base vide, pour y lire la formule."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder of open data (CARTO_REAL_DATA) and the day as of which projects are looked at."""
        parser.add_argument("--data", type=Path, help=_("le dossier des données (CARTO_REAL_DATA)"))
        parser.add_argument("--at", type=date.fromisoformat, required=True, help=_("AAAA-MM-JJ : au jour dit"))

    def handle(self, *_args: Any, data: Path | None, at: date, **_options: Any) -> None:
        """All of it, once; refused where there is anything already."""
        folder = data or (settings.CARTO_REAL_DATA and Path(settings.CARTO_REAL_DATA))
        if not folder or not all((folder / name).is_file() for name in (REPORTS, PROJECTS)):
            raise CommandError("Nommez le dossier des données réelles, par --data ou CARTO_REAL_DATA.")
        if Fiche.objects.exists():
            raise CommandError("Il faut une base vide : celle-ci a déjà des fiches.")
        told = load(folder, at)
        self.stdout.write(
            f"Paris : {told.quartiers} quartiers et {told.streets} rues déduits des adresses, "
            f"{Fiche.objects.filter(kind='signalement').count()} signalements, {told.projects} projets à venir "
            f"({told.unplaced} sans lieu connu)."
        )

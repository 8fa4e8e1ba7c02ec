"""The demonstration's public money, from `content/argent`: all of it invented, and told to be."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from carto.fiches.models import Theme
from projets.demonstration import DemonstrationCommand, read_rows
from projets.equipements.demonstration import mirrors, places
from projets.equipements.demonstration.removing import remove_money
from projets.equipements.demonstration.rows import CONTENT, make_organismes, make_source
from projets.equipements.models import Equipement, Ligne, Source

FACILITIES = "load_demo_equipements"


class Command(BaseCommand):
    help = "Charge l’argent public de démonstration, ou l’enlève avec --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes away what is marked as demonstration, and nothing else."""
        parser.add_argument("--remove", action="store_true", help=_("enlever la démonstration"))

    def handle(self, *_args: Any, remove: bool, **options: Any) -> None:
        """All of it or nothing; loaded already, nothing changes."""
        with transaction.atomic():
            if remove:
                self.stdout.write(f"Argent public : {remove_money()} lignes de démonstration enlevées.")
                return
            if not Source.objects.filter(demonstration=True).exists():
                self._load(DemonstrationCommand.themes(), options["verbosity"])
        count = Ligne.objects.filter(source__demonstration=True).count()
        self.stdout.write(f"Argent public : {count} lignes de démonstration.")

    def _load(self, themes: dict[str, Theme], verbosity: int) -> None:
        call_command(FACILITIES, verbosity=verbosity, stdout=self.stdout)  # rows are tied to them
        organismes = make_organismes()
        sources = read_rows(CONTENT / "sources.csv")
        lignes = {row["code"]: make_source(row, organismes) for row in sources}
        kept = {code: list(rows.values()) for code, rows in lignes.items()}
        for row in sources:
            if row["matter"] == "contract":
                mirrors.make_marches(kept[row["code"]])
        mirrors.make_subventions(kept["demo-subventions"])
        mirrors.make_budget(kept["demo-budget"])
        mirrors.make_deliberations(kept["demo-deliberations"])
        places.make_places(kept["demo-travaux"], themes)
        known = _places()
        places.make_usages(kept["demo-usages"], known)
        places.make_running_costs(kept["demo-couts"], known)
        places.make_ties(lignes, known)
        places.make_questions(lignes, known)


def _places() -> dict[str, Equipement]:
    """The demonstration's facilities that its money names, by code."""
    names = ("usages.csv", "couts.csv", "rattachements.csv", "questions.csv")
    codes = {row["lieu"] for name in names for row in read_rows(CONTENT / name) if row["lieu"]}
    wanted = {places.uuid_of_place(code): code for code in codes}
    found = Equipement.objects.filter(uuid__in=wanted)
    return {wanted[place.uuid]: place for place in found}

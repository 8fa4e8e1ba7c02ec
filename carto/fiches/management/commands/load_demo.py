"""The demonstration's content: each app loads its own, called by name, and one word removes it all."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from carto.fiches.actions import drop_photos
from carto.fiches.models import Fiche, Photo

REFERENCE = (
    "load_themes", "load_categories", "load_replies", "load_palette", "load_answering", "load_types", "load_directory",
    "load_formules", "load_exemples", "load_engagements",
)  # fmt: skip
PREFIX = "load_demo_"
AFTERWARDS = ("compute_candidates",)  # what is worked out from all of it


class Command(BaseCommand):
    help = "Charge le contenu de démonstration, ou l’enlève tout entier avec --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes away every fiche marked « démonstration », and nothing else."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--reference", action="store_true", help="seulement les thèmes, les catégories et la palette")
        what.add_argument("--remove", action="store_true", help="enlever la démonstration")

    def handle(self, *_args: Any, remove: bool, **options: Any) -> None:
        """Reference content first, then each layer's own command, found by its name."""
        own = sorted(name for name in get_commands() if name.startswith(PREFIX))
        if remove:
            self._remove(own, options["verbosity"])
            return
        for name in (*REFERENCE, *own, *AFTERWARDS):
            call_command(name, verbosity=options["verbosity"])
        self.stdout.write(f"{Fiche.objects.filter(demonstration=True).count()} fiches de démonstration.")

    def _remove(self, own: list[str], verbosity: int) -> None:
        """Every marked fiche, whoever loaded it, then what the layers' own commands added besides (their accounts)."""
        shown = Fiche.objects.filter(demonstration=True)
        drop_photos(Photo.objects.filter(fiche__in=shown))
        count = shown.erase()
        for name in own:
            call_command(name, remove=True, verbosity=min(verbosity, 0))
        for name in AFTERWARDS:
            call_command(name, verbosity=min(verbosity, 0))
        self.stdout.write(f"{count} fiches de démonstration enlevées.")

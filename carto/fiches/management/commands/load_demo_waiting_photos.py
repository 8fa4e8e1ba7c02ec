"""Drawn photos that wait on the desk, on fiches of the demonstration; `load_demo` calls this after the layers."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from carto.fiches.actions import have_looked_at
from carto.fiches.demo_photos import drawn
from carto.fiches.models import Fiche, Kind, Photo, Stage

COUNT = 6


class Command(BaseCommand):
    help = "Ajoute quelques photos dessinées qui attendent à la modération."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove`: they go with their fiches, which `load_demo` removes."""
        parser.add_argument("--remove", action="store_true", help="rien : elles partent avec leurs fiches")

    def handle(self, *_args: Any, remove: bool, **options: Any) -> None:
        """Twice changes nothing."""
        if remove or Photo.objects.filter(fiche__demonstration=True).exists():
            return
        shown = Fiche.objects.public().filter(demonstration=True, kind=Kind.SIGNALEMENT.value, stage=Stage.NEW)
        added = [
            Photo.objects.create(fiche=fiche, fiche_uuid=fiche.uuid, original=drawn(rank))
            for rank, fiche in enumerate(shown.order_by("-created_at", "pk")[:COUNT])
        ]
        have_looked_at(added)
        if options["verbosity"]:
            self.stdout.write(f"{len(added)} photos dessinées attendent à la modération.")

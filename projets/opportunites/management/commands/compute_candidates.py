"""Counting every candidate anew, at the three scales."""

from argparse import ArgumentParser
from datetime import datetime, time
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from projets.opportunites.evidence.actions import compute_candidates
from projets.opportunites.models import Candidat


class Command(BaseCommand):
    help = "Compte toutes les candidates : rues, quartiers, communes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As things stood on a day, for data that stops there."""
        parser.add_argument(
            "--at", type=datetime.fromisoformat, help="AAAA-MM-JJ : comme au soir de ce jour (maintenant)"
        )

    def handle(self, *_args: Any, at: datetime | None, **_options: Any) -> None:
        """All of them, by the formula in force."""
        begun = perf_counter()
        written = compute_candidates(timezone.make_aware(datetime.combine(at, time.max)) if at else None)
        took = f"{perf_counter() - begun:.1f}".replace(".", ",")
        self.stdout.write(
            f"{Candidat.objects.count()} candidates, dont {written.new} nouvelles ; {written.gone} parties ({took} s)."
        )

"""Counting every candidate anew, at the three scales."""

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand

from projets.opportunites.evidence.actions import compute_candidates
from projets.opportunites.models import Candidat


class Command(BaseCommand):
    help = "Compte toutes les candidates : rues, quartiers, communes."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """All of them, by the formula in force."""
        begun = perf_counter()
        written = compute_candidates()
        took = f"{perf_counter() - begun:.1f}".replace(".", ",")
        self.stdout.write(
            f"{Candidat.objects.count()} candidates, dont {written.new} nouvelles ; {written.gone} parties ({took} s)."
        )

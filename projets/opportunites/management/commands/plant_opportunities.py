"""Planted truth: opportunities hidden in a made-up city, and how many of them the formula finds."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from projets.opportunites.evidence.formula import current
from projets.opportunites.evidence.planting.measuring import measure


class Command(BaseCommand):
    help = "Cache des opportunités dans une ville inventée et dit combien la formule en retrouve ; n’en garde rien."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Another draw, another number."""
        parser.add_argument("--seed", type=int, default=8, help="le tirage (8)")
        parser.add_argument("--count", type=int, default=40, help="combien en cacher à chaque échelle (40)")

    def handle(self, *_args: Any, seed: int, count: int, **_options: Any) -> None:
        """One line a scale."""
        self.stdout.write(f"Formule {current()}, tirage {seed}.")
        for told in measure(timezone.now(), seed, count=count):
            self.stdout.write(
                f"{told.scale} : {told.hidden} cachées parmi {told.candidates} candidates ; "
                f"aux {told.shown} premières places, précision {_part(told.precision)}, rappel {_part(told.recall)}."
            )


def _part(share: float) -> str:
    return f"{share:.2f}".replace(".", ",")

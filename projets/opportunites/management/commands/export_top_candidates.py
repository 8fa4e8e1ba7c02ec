"""The first candidates of a scale, in words, for a guide or a meeting."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from projets.opportunites.candidats.spots import top
from projets.opportunites.models import Scale


class Command(BaseCommand):
    help = "Écrit en Markdown les premières candidates d’une échelle, et ce que leurs lignes disent du lieu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which, and how many."""
        parser.add_argument("--scale", choices=Scale.values, default=Scale.RUE.value, help="l’échelle (rue)")
        parser.add_argument("--count", type=int, default=20, help="combien (20)")
        parser.add_argument("--theme", default="", help="un seul thème, par son code")
        parser.add_argument("--table", action="store_true", help="le tableau seulement")

    def handle(self, *_args: Any, scale: str, count: int, theme: str, table: bool, **_options: Any) -> None:
        """On standard output."""
        for line in top(scale, count, theme=theme, told=not table):
            self.stdout.write(line)

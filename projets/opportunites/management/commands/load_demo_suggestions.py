"""The demonstration's candidates: nothing is written by hand, they are counted from what the demonstration holds."""

from argparse import ArgumentParser
from typing import Any, Final

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

COUNT: Final = "compute_candidates"  # of the evidence; its name comes after the other rooms' content


class Command(BaseCommand):
    help = "Compte les candidates de la démonstration ; avec --remove, les compte de nouveau sans elle."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove`: what was counted from the demonstration goes with it."""
        parser.add_argument("--remove", action="store_true", help="compter de nouveau, la démonstration enlevée")

    def handle(self, *_args: Any, verbosity: int, **_options: Any) -> None:
        """The same count in both cases: it says what lies on the map now."""
        if COUNT in get_commands():
            call_command(COUNT, verbosity=verbosity)

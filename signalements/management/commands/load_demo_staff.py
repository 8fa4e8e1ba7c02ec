"""People of the services, and what is in their hands; `load_demo` calls this after the signalements themselves."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from carto.comptes.models import Crew
from signalements.staff_demo import DOMAIN, PEOPLE, dismiss, hand_out, hire


class Command(BaseCommand):
    help = "Ajoute un compte par métier au bureau et confie les signalements de démonstration, ou l’enlève (--remove)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes the accounts away."""
        parser.add_argument("--remove", action="store_true", help="enlever les comptes de démonstration")

    def handle(self, *_args: Any, remove: bool, **options: Any) -> None:
        """Twice changes nothing."""
        if remove:
            dismiss()
            return
        if not Crew.objects.exists():
            call_command("load_themes", verbosity=0)
            call_command("load_categories", verbosity=0)
        agent, *_others = hire()
        hand_out(agent)
        if options["verbosity"]:
            names = ", ".join(f"{person.address}@{DOMAIN}" for person in PEOPLE)
            self.stdout.write(f"Le bureau est à /bureau/ ; on y entre comme {names}.")

"""People of the services, what is in their hands, their rounds; `load_demo` calls this after the signalements."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from carto.comptes.models import Crew
from signalements.rounds.demo import call_back, send_out
from signalements.staff_demo import DOMAIN, PEOPLE, dismiss, hand_out, hire


class Command(BaseCommand):
    help = (
        "Ajoute un compte par métier au bureau, confie les signalements et prépare deux tournées (--remove les enlève)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes the accounts and their rounds away."""
        parser.add_argument("--remove", action="store_true", help="enlever ces comptes et ces tournées")

    def handle(self, *_args: Any, remove: bool, **options: Any) -> None:
        """Twice changes nothing."""
        if remove:
            call_back()
            dismiss()
            return
        if not Crew.objects.exists():
            call_command("load_themes", verbosity=0)
            call_command("load_categories", verbosity=0)
        agent, mover, *_others = hire()
        hand_out(agent)
        send_out(agent, mover)
        if options["verbosity"]:
            names = ", ".join(f"{person.address}@{DOMAIN}" for person in PEOPLE)
            self.stdout.write(f"Le bureau est à /bureau/ ; on y entre comme {names}.")

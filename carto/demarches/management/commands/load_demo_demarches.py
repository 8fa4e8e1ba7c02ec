"""What the demonstration says of two commitments, and one alert with what became of it."""

from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from carto.comptes.models import RoleName
from carto.demarches.models import Avancement, Engagement, Outcome, State, Vigilance

CODE: Final = "DEM2345X"
MARK: Final = "Démonstration : "
SAID: Final = (
    ("decloisonner", State.GOING, "la voirie et les espaces verts tiennent une permanence commune le jeudi.", ""),
    ("etapes-coconstruites", State.KEPT, "la méthode de chaque sujet s’écrit et s’amende en public.", "/opportunites/"),
)
ALERT: Final = "le compte d’un atelier a été refait devant trois habitants, sans les doubles."


class Command(BaseCommand):
    help = "Charge la démonstration des engagements et des alertes, ou l’enlève avec --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes it away, and nothing else."""
        parser.add_argument("--remove", action="store_true", help="enlever la démonstration")

    def handle(self, *_args: Any, remove: bool = False, **_options: Any) -> None:
        """Twice changes nothing."""
        Avancement.objects.filter(by=None, text__startswith=MARK).delete()
        Vigilance.objects.filter(code=CODE).delete()
        if remove:
            return
        known = {each.code: each for each in Engagement.objects.filter(code__in=[code for code, *_said in SAID])}
        for code, state, text, proof in SAID:
            if code in known:
                told = {"state": state, "text": MARK + text, "proof": proof, "role": RoleName.FACILITATOR}
                Avancement.objects.create(engagement=known[code], **told)
        today = localdate()
        Vigilance.objects.create(
            id=2**51, code=CODE, day=today, outcome=Outcome.CHANGED, said=MARK + ALERT, said_on=today
        )
        self.stdout.write(f"Démarches : {len(known)} engagements et 1 alerte de démonstration.")

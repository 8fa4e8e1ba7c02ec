"""Drawn photos that wait on the desk, and somebody to look at them; `load_demo` calls this after the layers' own."""

from argparse import ArgumentParser
from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand

from carto.comptes.models import Role, RoleName, User
from carto.fiches.actions import have_looked_at
from carto.fiches.demo_photos import drawn
from carto.fiches.models import Fiche, Kind, Photo, Stage

COUNT = 6
# No mail server ever answers to that name (RFC 2606): only where mail is caught can anybody sign in with it.
MODERATOR = "moderation@demonstration.invalid"


class Command(BaseCommand):
    help = "Ajoute quelques photos dessinées qui attendent à la modération, ou enlève avec --remove qui les regarde."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes the account away; the photos go with their fiches, which `load_demo` removes."""
        parser.add_argument("--remove", action="store_true", help="enlever le compte de démonstration")

    def handle(self, *_args: Any, remove: bool, **options: Any) -> None:
        """Twice changes nothing."""
        if remove:
            User.objects.filter(email=MODERATOR).delete()
            return
        person = User.objects.filter(email=MODERATOR).first() or User.objects.create_user(MODERATOR, name="Modération")
        # An address that nobody can confirm: its code is read where mail is caught, and one code is enough.
        EmailAddress.objects.get_or_create(user=person, email=MODERATOR, defaults={"verified": True, "primary": True})
        Role.objects.get_or_create(user=person, name=RoleName.MODERATOR)
        if not Photo.objects.filter(fiche__demonstration=True).exists():
            have_looked_at(_photos())
        if options["verbosity"]:
            self.stdout.write(f"Des photos dessinées attendent à /moderation/ ; on y entre comme {MODERATOR}.")


def _photos() -> list[Photo]:
    """Drawn photos of the latest signalements of the demonstration."""
    latest = Fiche.objects.public().filter(demonstration=True, kind=Kind.SIGNALEMENT.value, stage=Stage.NEW)
    return [
        Photo.objects.create(fiche=fiche, fiche_uuid=fiche.uuid, original=drawn(rank))
        for rank, fiche in enumerate(latest.order_by("-created_at", "pk")[:COUNT])
    ]

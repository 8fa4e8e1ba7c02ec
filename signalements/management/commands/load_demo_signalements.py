"""Signalements of the demonstration; `load_demo` calls this one by name."""

from argparse import ArgumentParser
from datetime import datetime, time, timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from carto.comptes.models import Service, User
from carto.fiches.models import Fiche, Kind, Temporality
from signalements.demo import Demo, read
from signalements.loaders import load
from signalements.models import Annonce, Categorie, Etude, Signalement
from signalements.planning.actions import gather
from signalements.routing.content import load_rules, remove_rules

LASTING = {Temporality.ALWAYS: ("passage-difficile", "marquage-efface"), Temporality.OFTEN: ("egout-bouche", "bruit")}
LATELY = 240  # days: what came back since then is in the studies of the demonstration
DOMAIN = "demonstration.invalid"  # a name that no mail server will ever answer to (RFC 2606)


class Command(BaseCommand):
    help = "Charge les signalements de démonstration, ou les enlève avec --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes away these signalements and the people who sign them."""
        parser.add_argument("--remove", action="store_true", help="enlever ces signalements")

    def handle(self, *_args: Any, remove: bool, **options: Any) -> None:
        """Twice changes nothing."""
        if remove:
            Fiche.objects.filter(kind=Kind.SIGNALEMENT, demonstration=True).delete()
            remove_rules()
            Etude.objects.filter(items=None).delete()
            Annonce.objects.filter(text__in=[row["text"] for row in read("annonces")]).delete()
            User.objects.filter(email__endswith=f"@{DOMAIN}", fiches=None).delete()
            return
        if not Categorie.objects.exists():
            call_command("load_themes", verbosity=0)
            call_command("load_categories", verbosity=0)
        categories = Categorie.objects.select_related("service").in_bulk(field_name="code")
        demo = Demo(timezone.localtime(), [_person(row) for row in read("people")], categories)
        load_rules()
        if stored := load(demo.rows()):
            _make_last()
            gather(demo.now - timedelta(days=LATELY))
        for row in read("annonces"):
            _announce(row, demo.now)
        if options["verbosity"]:
            self.stdout.write(f"{stored} signalements de démonstration ajoutés.")


def _make_last() -> None:
    """Say of some sorts of problems that they last or come back: a narrow pavement is not so for one day."""
    for often, codes in LASTING.items():
        shown = Signalement.objects.filter(demonstration=True, categorie__code__in=codes).values("pk")
        Fiche.objects.filter(pk__in=shown).update(temporality=often)


def _person(row: dict[str, str]) -> User:
    """Somebody who signs; nobody can sign in as them."""
    email = f"{row['address']}@{DOMAIN}"
    return User.objects.filter(email=email).first() or User.objects.create_user(
        email, name=row["name"], is_active=False
    )


def _announce(row: dict[str, str], now: datetime) -> None:
    """What a service says before one sends; told by its text, since a notice is no fiche."""
    service = Service.objects.get(code=row["service"]) if row["service"] else None
    ends_at = now + timedelta(days=int(row["days"])) if row["days"] else None
    hours = {name: time.fromisoformat(row[name]) if row[name] else None for name in ("from_hour", "until_hour")}
    said = {"service": service, "ends_at": ends_at, "closed_days": bool(row["closed_days"]), **hours}
    Annonce.objects.update_or_create(text=row["text"], defaults=said)

"""The demonstration's référents with their mandates, the opening sheets of some topics, and one that sleeps."""

import json
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from carto.comptes.models import Role, RoleName, User
from carto.fiches.models import Evenement, What
from projets.demonstration import days_ago, uuid_of
from projets.opportunites.models import Moyen, Opportunite, Ouverture, Sommeil, Tache
from projets.opportunites.opening.lines import OWED, labels, told
from projets.opportunites.referents.rights import Hand
from projets.opportunites.referents.waking import threshold
from projets.opportunites.workflow import Status

CONTENT: Final = Path(__file__).parents[2] / "content" / "ouvertures.json"
DOMAIN: Final = "demonstration.invalid"  # a name that no mail server will ever answer to (RFC 2606)
PEOPLE: Final = {
    "referente": ("Référente du centre", ("marcher-rue-paul-bellamy",)),
    "referent": ("Référent des quartiers", ("fraicheur-a-la-bottiere", "des-lieux-pour-la-jeunesse-aux-dervallieres")),
    "referent-ile": ("Référente de l’île", ("une-maison-commune-sur-l-ile",)),
}
MANDATE: Final = (300, -430)  # days ago: it began, it ends
ASLEEP: Final = "quai-malakoff-la-nuit"
SLEEPS: Final = 75  # days from today


class Command(BaseCommand):
    help = "Charge les référents et les fiches d’ouverture de démonstration, ou les enlève avec --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes the accounts away; the sheets go with their topics."""
        parser.add_argument("--remove", action="store_true", help=_("enlever la démonstration"))

    def handle(self, *_args: Any, remove: bool, **_options: Any) -> None:
        """All of it or nothing; loading twice adds nothing."""
        with transaction.atomic():
            if remove:
                gone = User.objects.filter(email__in=[f"{name}@{DOMAIN}" for name in PEOPLE]).delete()
                self.stdout.write(f"Référents de démonstration enlevés : {gone[1].get('comptes.User', 0)}.")
                return
            hands = _hands()
            for item in json.loads(CONTENT.read_text(encoding="utf-8")):
                if topic := _topic(item["code"]):
                    _write(topic, item, hands.get(item["code"]))
            _put_to_sleep(_topic(ASLEEP))
        self.stdout.write(
            f"Référents : {len(PEOPLE)} de démonstration, {Ouverture.objects.count()} fiches d’ouverture."
        )


def _topic(code: str) -> Opportunite | None:
    return Opportunite.objects.filter(uuid=uuid_of("opportunite", code), demonstration=True).first()


def _hands() -> dict[str, Hand]:
    """Each référent in the quartiers of their topics, where the city has quartiers; by the topics' codes."""
    since, until = (days_ago(days).date() for days in MANDATE)
    told = {"since": since, "until": until, "appointed_by": "l’assemblée de quartier (démonstration)"}
    hands = {}
    for name, (shown, codes) in PEOPLE.items():
        email = f"{name}@{DOMAIN}"
        person = User.objects.filter(email=email).first() or User.objects.create_user(email, name=shown)
        EmailAddress.objects.get_or_create(user=person, email=email, defaults={"verified": True, "primary": True})
        for topic in filter(None, map(_topic, codes)):
            if topic.quartier_id:
                role = {"user": person, "name": RoleName.REFERENT, "service": None, "territoire": topic.quartier}
                Role.objects.get_or_create(**role, defaults=told)
        hands |= dict.fromkeys(codes, Hand(person, RoleName.REFERENT.value))
    return hands


def _write(topic: Opportunite, item: dict[str, Any], hand: Hand | None) -> None:
    """The sheet of a topic, with its first version, unless it is there."""
    if hand is None or Ouverture.objects.filter(opportunite=topic).exists():
        return
    words = {name: value for name, value in item.items() if name not in {"code", "moyens", "taches"}}
    sheet = Ouverture.objects.create(opportunite=topic, **words)
    for what, amount, kind, basis, years in item["moyens"]:
        year = days_ago(0).year + years
        Moyen.objects.create(ouverture=sheet, what=what, amount=amount, kind=kind, basis=basis, year=year)
    for who, what, with_whom in item["taches"]:
        Tache.objects.create(ouverture=sheet, who=who, what=what, with_whom=with_whom)
    sheet.refresh_from_db()
    _keep(topic, sheet, hand)
    Opportunite.objects.filter(pk=topic.pk).update(carrier=hand.person)


def _keep(topic: Opportunite, sheet: Ouverture, hand: Hand) -> None:
    """Its first version, whole on the day on which its history says that somebody carries it."""
    carried = topic.evenements.filter(what=What.STATUS, after=Status.CARRIED).first()
    at = carried.at + timedelta(hours=2) if carried else days_ago(0)
    sheet.versions.create(number=1, at=at, by=hand.person, role=hand.role, told=told(topic, sheet))
    Ouverture.objects.filter(pk=sheet.pk).update(version=1, updated_at=at)
    said = _("Fiche d’ouverture, version %(n)d : %(what)s.") % {"n": 1, "what": labels(list(OWED))}
    Evenement.objects.create(
        fiche=topic, at=at, what=What.CORRECTED, actor_role=hand.role, person=hand.person, public_text=said
    )


def _put_to_sleep(topic: Opportunite | None) -> None:
    """What is set aside sleeps until a day, and residents may ask for it back."""
    if topic is None or topic.sommeils.exists():
        return
    line = topic.evenements.filter(after="set_aside").last()
    limit = threshold(topic.scale, None)
    Sommeil.objects.create(
        opportunite=topic, reason=line.public_text, since=line.at, until=days_ago(-SLEEPS).date(), role=line.actor_role,
        by=None, needed=limit.needed, inhabitants=None,
    )  # fmt: skip

"""What the tests of gates need: a topic in its first phase, carried by Denise; a consultation that was counted."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from carto.comptes.models import User
from projets.opportunites.gates.actions import propose
from projets.opportunites.models import Consultation, Opportunite, Passage, Reunion
from projets.opportunites.referents.rights import Hand
from tests.factories import make_territoire
from tests.people import denise
from tests.places import CHATEAU
from tests.projets.choosing.samples import OLD, YOUNG, make_consultation, say
from tests.projets.referents.samples import make_topic


def carried(client: Client | None = None, **fields: Any) -> tuple[Opportunite, Hand]:
    """A topic in its first phase, and whoever carries it, signed in on `client`."""
    person = User.objects.filter(email="denise@exemple.fr").first() or denise(make_territoire(CHATEAU))
    if client is not None:
        client.force_login(person)
    told = {"status": "diagnosis", "stage": "in_progress", "carrier": person} | fields
    return make_topic(**told), Hand(person, "referent")


def heard(topic: Opportunite, *, enough: bool = True, quorum: float = 0.2, **fields: Any) -> Consultation:
    """Open, with voices from both quartiers and ages: as many as its mass asks for, or one too few on the island."""
    poll = make_consultation(opportunite=topic, quorum=str(quorum), **fields)
    for who, (area, age) in enumerate(
        (("centre", YOUNG), ("centre", OLD), ("ile", OLD), ("ile", YOUNG))[: 4 if enough else 3]
    ):
        choices = {"A": 1, "B": 0} if poll.method == "consent" else {"A": 5, "B": 2}
        say(poll, who, area, age, **choices)
    return poll


def make_gate(topic: Opportunite, hand: Hand, **ways: Any) -> Passage:
    """The gate of its phase."""
    told = {"consultation": None, "reunion": None} | ways
    return propose(topic, hand, summary="On sait où il fait chaud, et pour qui.", **told)


def make_meeting(topic: Opportunite, days: int = 7, **fields: Any) -> Reunion:
    """A meeting in so many days (negative: it was held), not told yet."""
    told = {"place": "Salle Bretagne", "role": "referent", "phase": topic.status} | fields
    return Reunion.objects.create(opportunite=topic, at=timezone.now() + timedelta(days=days), **told)


def when(days: int) -> str:
    """That many days from now, as a field of day and hour sends it."""
    return timezone.localtime(timezone.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def page_of(topic: Opportunite, of: str = "") -> str:
    """What a stranger reads there."""
    return Client().get(f"{topic.get_absolute_url()}{of}").content.decode()

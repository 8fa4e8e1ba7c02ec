"""A round as an agent makes it, a crew that goes out, and a gesture as a phone sends it."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.gis.geos import Point
from django.utils import timezone

from carto.comptes.models import Crew, User
from signalements.actions import change_status
from signalements.models import Signalement, Stop, Tournee
from signalements.rounds.actions import make_round
from signalements.workflow import Status
from tests.places import CHATEAU, COMMERCE, ILE_DE_NANTES, PLACE_ROYALE
from tests.signalements.samples import make_signalement

FOUR = (CHATEAU, ILE_DE_NANTES, PLACE_ROYALE, COMMERCE)


def north_crew(signalement: Signalement) -> Crew:
    """A crew of the service that answers for it."""
    return Crew.objects.get_or_create(code="nord", defaults={"name": "Équipe nord", "service": signalement.service})[0]


def taken_up(geom: Point = CHATEAU, **fields: Any) -> Signalement:
    """One that an agent has taken up."""
    signalement = make_signalement(geom=geom, **fields)
    change_status(signalement, Status.ACCEPTED, role="agent")
    return signalement


def make_tournee(person: User, *places: Point, crew: Crew | None = None, day: date | None = None) -> Tournee:
    """A round with one stop per place; the four of the centre when none is named."""
    chosen = [taken_up(place) for place in places or FOUR]
    tournee = Tournee(name="Tournée des essais", day=day or timezone.localdate(), service=chosen[0].service, crew=crew)
    make_round(tournee, chosen, person=person, role="agent")
    return tournee


def address_of(stop: Stop) -> str:
    """Where its gestures go."""
    return f"/bureau/tournees/{stop.tournee.uuid}/arrets/{stop.pk}/"


def gesture(outcome: str, **fields: Any) -> dict[str, Any]:
    """What a form or the outbox sends."""
    return {"gesture": str(uuid4()), "outcome": outcome, "closing": "mended" if outcome == "done" else ""} | fields


def tomorrow() -> date:
    """A day that is not over."""
    return timezone.localdate() + timedelta(days=1)

"""The services of the demonstration: four people to sign in as, and what is in whose hands."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from allauth.account.models import EmailAddress
from django.db.models import Max
from django.utils import timezone

from carto.comptes.models import Crew, Role, RoleName, Service, User
from signalements.deadlines import is_working_day
from signalements.models import Priority, Signalement
from signalements.querysets import OPEN_STATES
from signalements.workflow import Status

DOMAIN: Final = "demonstration.invalid"  # a name that no mail server will ever answer to (RFC 2606)
SEED: Final = 2027
DRESSED: Final = ("crew", "assignee", "priority", "planned_on", "paused_at", "reopenings")
HANDED: Final = 0.6  # the share of what is taken up that a crew has
PRIORITIES: Final = ((Priority.LOW, Priority.NORMAL, Priority.HIGH), (12, 76, 12))


@dataclass(frozen=True)
class Person:
    """Somebody of the services; `crew` and `service` are codes."""

    address: str
    name: str
    role: RoleName
    service: str = ""
    crew: str = ""


PEOPLE: Final = (
    Person("agent", "Agent de la voirie", RoleName.AGENT, "voirie"),
    Person("equipe", "Équipe voirie centre", RoleName.CREW, "voirie", "voirie-centre"),
    Person("regulation", "Régulation", RoleName.REGULATOR),
    Person("etudes", "Études", RoleName.AGENT, "etudes"),
)


def hire() -> list[User]:
    """The four accounts, each with its role; twice changes nothing."""
    return [_hired(person) for person in PEOPLE]


def dismiss() -> None:
    """Take the accounts away; what they were given is then in nobody's hands."""
    User.objects.filter(email__in=[_email(person) for person in PEOPLE]).delete()


def hand_out(agent: User) -> int:
    """Give the open signalements of the demonstration a crew, a priority, a day…, unless they were; returns how many.

    The same ones each time: only the days move. What the rules gave to a crew, or called pressing, stays so.
    """
    shown = Signalement.objects.filter(demonstration=True, status__in=OPEN_STATES).order_by("uuid")
    if shown.exclude(planned_on=None).exists():  # not the crew: the rules give one to what has just arrived
        return 0
    told = list(shown.annotate(moved_at=Max("evenements__at")))
    crews: dict[int, list[Crew]] = {}
    for crew in Crew.objects.filter(active=True).order_by("code"):
        crews.setdefault(crew.service_id, []).append(crew)
    chance, now = random.Random(SEED), timezone.localtime()
    for each in told:
        _dress(each, crews.get(each.service_id, []), agent, chance, now)
        Signalement.objects.filter(pk=each.pk).update(**{name: getattr(each, name) for name in DRESSED})
    return len(told)


def _dress(told: Signalement, crews: Sequence[Crew], agent: User, chance: random.Random, now: datetime) -> None:
    priority = chance.choices(*PRIORITIES)[0]
    told.priority = told.priority or priority
    status = told.get_status()
    untouched = status in (Status.RECEIVED, Status.REOPENED)
    if crews and not told.crew_id and not untouched and chance.random() < HANDED:
        told.crew = chance.choice(crews)
    if told.service.code == "voirie" and not untouched and chance.random() < HANDED / 2:
        told.assignee = agent
    if status is Status.PLANNED:
        told.planned_on = _working_day(now, chance.randint(1, 12))
    if status is Status.WAITING:
        told.paused_at = told.moved_at
    if status is Status.REOPENED:
        told.reopenings = 1


def _working_day(now: datetime, days: int) -> date:
    day = now.date() + timedelta(days=days)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _hired(person: Person) -> User:
    email = _email(person)
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=person.name)
    # An address that nobody can confirm: its code is read where mail is caught, and one code is enough.
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    service = Service.objects.get(code=person.service) if person.service else None
    crew = Crew.objects.get(code=person.crew) if person.crew else None
    contacts = person.role != RoleName.CREW
    told = {"crew": crew, "contacts": contacts}
    Role.objects.get_or_create(user=user, name=person.role, service=service, territoire=None, defaults=told)
    return user


def _email(person: Person) -> str:
    return f"{person.address}@{DOMAIN}"

"""Alice reports, Bob is an agent, Charlie a stranger; Denise is référente, Émile in a crew, Hugo animates."""

from typing import Any

from carto.comptes.models import Crew, Role, RoleName, Service, User
from carto.territoires.models import Territoire


def alice() -> User:
    """A resident with an account, who signs as « Alice L. »."""
    return User.objects.create_user("alice@exemple.fr", name="Alice L.")


def _roads() -> Service:
    return Service.objects.get_or_create(code="voirie", defaults={"name": "Voirie"})[0]


def bob(service: Service | None = None, **role: Any) -> User:
    """An agent of the road service; `role` says more of what he may do (territoire, contacts)."""
    person = User.objects.create_user("bob@exemple.fr", name="Bob")
    Role.objects.create(user=person, name=RoleName.AGENT, service=service or _roads(), **role)
    return person


def charlie() -> User:
    """Signed in, but a stranger to whatever the test is about."""
    return User.objects.create_user("charlie@exemple.fr", name="Charlie")


def denise(territoire: Territoire) -> User:
    """Référente of the given quartier."""
    person = User.objects.create_user("denise@exemple.fr", name="Denise R.")
    Role.objects.create(user=person, name=RoleName.REFERENT, territoire=territoire)
    return person


def emile(service: Service | None = None, crew: Crew | None = None, **role: Any) -> User:
    """In a crew of the road service; without `crew`, whatever the service has to do is his."""
    person = User.objects.create_user("emile@exemple.fr", name="Émile")
    service = service or (crew.service if crew else _roads())
    Role.objects.create(user=person, name=RoleName.CREW, service=service, crew=crew, **role)
    return person


def farida(**role: Any) -> User:
    """Regulates: sends each report where it belongs, whatever the service."""
    person = User.objects.create_user("farida@exemple.fr", name="Farida")
    Role.objects.create(user=person, name=RoleName.REGULATOR, **role)
    return person


def gwenola(service: Service | None = None) -> User:
    """Studies what comes back or lasts, in the planning service."""
    person = User.objects.create_user("gwenola@exemple.fr", name="Gwenola")
    if service is None:
        named = {"name": "Études", "planning": True}
        service = Service.objects.get_or_create(code="etudes", defaults=named)[0]
    Role.objects.create(user=person, name=RoleName.AGENT, service=service)
    return person


def hugo(**role: Any) -> User:
    """Animates: opens campaigns, prints sheets, places what arrives."""
    person = User.objects.create_user("hugo@exemple.fr", name="Hugo")
    Role.objects.create(user=person, name=RoleName.FACILITATOR, **role)
    return person

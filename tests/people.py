"""Alice reports, Bob is an agent, Charlie a stranger, Denise référente; Émile, Farida and Gwenola keep the desk."""

from carto.comptes.models import Crew, Role, RoleName, Service, User
from carto.territoires.models import Territoire


def alice() -> User:
    """A resident with an account, who signs as « Alice L. »."""
    return User.objects.create_user("alice@exemple.fr", name="Alice L.")


def bob(service: Service | None = None) -> User:
    """An agent of the road service."""
    person = User.objects.create_user("bob@exemple.fr", name="Bob")
    service = service or Service.objects.get_or_create(code="voirie", defaults={"name": "Voirie"})[0]
    Role.objects.create(user=person, name=RoleName.AGENT, service=service)
    return person


def charlie() -> User:
    """Signed in, but a stranger to whatever the test is about."""
    return User.objects.create_user("charlie@exemple.fr", name="Charlie")


def denise(territoire: Territoire) -> User:
    """Référente of the given quartier."""
    person = User.objects.create_user("denise@exemple.fr", name="Denise R.")
    Role.objects.create(user=person, name=RoleName.REFERENT, territoire=territoire)
    return person


def emile(crew: Crew) -> User:
    """Goes out with a crew."""
    person = User.objects.create_user("emile@exemple.fr", name="Émile")
    Role.objects.create(user=person, name=RoleName.CREW, service=crew.service, crew=crew)
    return person


def farida() -> User:
    """A regulator: sends each report where it belongs."""
    person = User.objects.create_user("farida@exemple.fr", name="Farida")
    Role.objects.create(user=person, name=RoleName.REGULATOR)
    return person


def gwenola(service: Service | None = None) -> User:
    """Studies streets, in a planning service."""
    known = {"name": "Études et aménagement", "planning": True}
    service = service or Service.objects.get_or_create(code="etudes", defaults=known)[0]
    person = User.objects.create_user("gwenola@exemple.fr", name="Gwenola")
    Role.objects.create(user=person, name=RoleName.AGENT, service=service)
    return person

"""Alice reports, Bob is an agent, Charlie a stranger, Denise référente, Émile of a crew, Farida of the regulation."""

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
    """Goes out with that crew."""
    person = User.objects.create_user("emile@exemple.fr", name="Émile")
    Role.objects.create(user=person, name=RoleName.CREW, service=crew.service, crew=crew)
    return person


def farida() -> User:
    """Of the regulation: sends each report where it belongs."""
    person = User.objects.create_user("farida@exemple.fr", name="Farida")
    Role.objects.create(user=person, name=RoleName.REGULATOR)
    return person

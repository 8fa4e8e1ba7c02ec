"""Who does what for a dream: its author agrees, a technician explains, one of them or who animates puts it down."""

from django.db.models import QuerySet

from carto.comptes.models import Service, User
from carto.fiches.answering.actions import services_of
from projets.idees.models import Idee
from projets.idees.rights import animation_roles


def is_author(user: User, idee: Idee) -> bool:
    """Whether this account signed the dream; whoever stayed anonymous comes by their secret link."""
    return user.is_authenticated and idee.author_id == user.pk


def explaining(user: User, idee: Idee) -> QuerySet[Service]:
    """The services in whose name this person may say what it takes: the campaign's own when it names one."""
    services = services_of(user)
    asked = idee.service_id or idee.campagne.service_id
    return services.filter(pk=asked) if asked else services


def may_land(user: User, idee: Idee) -> bool:
    """Whether this person may put it down, once all is there."""
    return is_author(user, idee) or bool(animation_roles(user)) or explaining(user, idee).exists()


def role_of(user: User, idee: Idee) -> str:
    """As what the person acts, in the history."""
    if is_author(user, idee) or not user.is_authenticated:
        return "resident"
    held = [*(role.name for role in animation_roles(user)), *(["agent"] if explaining(user, idee).exists() else [])]
    return held[0] if held else "resident"

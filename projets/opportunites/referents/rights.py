"""Who acts on a topic or a candidate: the référent of where it lies while the mandate holds, an agent for a service."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from carto.comptes.models import Role, RoleName, Service, User
from carto.territoires.models import Level, Territoire
from projets.opportunites.models import Candidat, Opportunite
from projets.opportunites.workflow import Status

ACTING = (RoleName.REFERENT, RoleName.AGENT)


@dataclass(frozen=True)
class Hand:
    """Who acts, and as what."""

    person: User | None  # None: nobody, the clock does what was announced
    role: str
    service: Service | None = None

    @property
    def named(self) -> str:
        """As everybody reads it: « Denise R., référent de quartier », or the service."""
        if self.service is not None:
            return self.service.name
        return _("%(name)s, référent de quartier") % {"name": self.person}


def acting_roles(user: User) -> list[Role]:
    """The roles by which this person may act somewhere, today; empty for everybody else."""
    if not user.is_authenticated:
        return []
    held = user.roles.in_force().filter(name__in=ACTING)
    return list(held.select_related("user", "service", "territoire").order_by("-name", "pk"))


def with_above(territoires: Iterable[int | None]) -> set[int]:
    """These territories and those that they are part of, by their ids."""
    own = {each for each in territoires if each}
    rows = Territoire.objects.filter(pk__in=own).values_list("pk", "parent_id", "parent__parent_id")
    return {each for row in rows for each in row if each}


def places_of_topic(topic: Opportunite) -> set[int]:
    """Where a topic lies, from the quartier up."""
    return with_above([topic.quartier_id, topic.commune_id])


def places_of_candidate(candidat: Candidat) -> set[int]:
    """Where a candidate lies, from its territory up."""
    return with_above([candidat.territoire_id])


def hand_of(roles: Iterable[Role], places: set[int], *, local: bool = True) -> Hand | None:
    """As what somebody with these roles acts there: référent of it first, then agent; None: not at all.

    `local` is false for what concerns the whole métropole: a référent of one quartier does not answer for it.
    """
    for role in roles:
        if role.name == RoleName.REFERENT and role.territoire_id in places:
            if local or role.territoire.level < Level.QUARTIER:
                return Hand(role.user, RoleName.REFERENT.value)
        elif role.name == RoleName.AGENT and role.territoire_id in {None, *places}:
            return Hand(role.user, RoleName.AGENT.value, role.service)
    return None


def hand_on_topic(user: User, topic: Opportunite) -> Hand | None:
    """As what this person acts on that topic, today."""
    roles = acting_roles(user)
    return hand_of(roles, places_of_topic(topic), local=topic.scale != "metropole") if roles else None


def hand_on_candidate(user: User, candidat: Candidat) -> Hand | None:
    """As what this person acts on that candidate, today."""
    roles = acting_roles(user)
    return hand_of(roles, places_of_candidate(candidat), local=candidat.scale != "metropole") if roles else None


def holds_the_pen(user: User, topic: Opportunite) -> Hand | None:
    """Whoever carries the topic, and therefore writes its opening sheet and moves it on.

    The seat carries, not the person: when a mandate ends, whoever follows in it goes on. A service's agents all do.
    """
    if topic.status in {Status.SPOTTED, Status.SET_ASIDE}:
        return None  # nobody carries it
    if topic.carrier_service_id is None:
        hand = hand_on_topic(user, topic)
        return hand if hand and hand.role == RoleName.REFERENT else None
    agents = [role for role in acting_roles(user) if role.name == RoleName.AGENT]
    own = next((role for role in agents if role.service_id == topic.carrier_service_id), None)
    return Hand(user, RoleName.AGENT.value, own.service) if own else None


def quartiers_of(roles: Iterable[Role]) -> list[Territoire]:
    """The communes and quartiers that a référent answers for: what they were given, and what is part of it."""
    own = [role.territoire_id for role in roles if role.name == RoleName.REFERENT]
    return under(own)


def under(own: Iterable[int]) -> list[Territoire]:
    """These territories with the communes and quartiers that are part of them."""
    own = list(own)
    found = Territoire.objects.in_force(localdate()).filter(level__in=(Level.COMMUNE, Level.QUARTIER))
    inside = found.filter(pk__in=own) | found.filter(parent__in=own) | found.filter(parent__parent__in=own)
    return list(inside.defer("geom").order_by("level", "name"))

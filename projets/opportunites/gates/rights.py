"""Who speaks for the service at a gate: an agent of the one that carries the topic, else of one that acts there."""

from typing import Final

from carto.comptes.models import RoleName, User
from projets.opportunites.models import Opportunite
from projets.opportunites.referents.act_views import for_hands, public_topic
from projets.opportunites.referents.rights import Hand, acting_roles, holds_the_pen, places_of_topic

for_pen: Final = for_hands(public_topic, holds_the_pen)


def service_hand(user: User, topic: Opportunite) -> Hand | None:
    """As what this person gives the service's word on that topic; None: not theirs.

    A référent answers for the place, not for the service: what a référent carries waits for an agent all the same.
    """
    agents = [role for role in acting_roles(user) if role.name == RoleName.AGENT]
    if topic.carrier_service_id is not None:
        own = next((role for role in agents if role.service_id == topic.carrier_service_id), None)
    else:
        places = places_of_topic(topic) if agents else set()
        own = next((role for role in agents if role.territoire_id in {None, *places}), None)
    return Hand(user, RoleName.AGENT.value, own.service) if own else None


for_service: Final = for_hands(public_topic, service_hand)

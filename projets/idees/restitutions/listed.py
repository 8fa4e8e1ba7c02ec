"""The restitutions of a campaign, for its page: the official ones and the others at the same size, by lot."""

from typing import Any

from django.http import HttpRequest

from carto.carte.ordering import visit_seed
from projets.idees.models import Campagne, Restitution

SHOWN = 12


def listed(request: HttpRequest, campagne: Campagne) -> dict[str, Any]:
    """What `idees/restitutions/_listed.html` needs; `more` says that the list has others."""
    found = list(Restitution.objects.public().filter(campagne=campagne).by_lot(str(visit_seed(request)))[: SHOWN + 1])
    return {"restitutions": found[:SHOWN], "more": len(found) > SHOWN, "campagne": campagne}

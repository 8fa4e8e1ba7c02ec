"""The restitutions of a campaign, for its page: the official ones and the others at the same size, by lot."""

from typing import Any

from django.http import HttpRequest

from projets.idees.models import Campagne, Restitution
from projets.idees.restitutions.lot import drawn_in

SHOWN = 12


def listed(request: HttpRequest, campagne: Campagne) -> dict[str, Any]:
    """What `idees/restitutions/_listed.html` needs; `more` says that the list has others."""
    seed, _new = drawn_in(request)
    found = list(Restitution.objects.public().filter(campagne=campagne).by_lot(seed)[: SHOWN + 1])
    return {"restitutions": found[:SHOWN], "more": len(found) > SHOWN, "campagne": campagne}

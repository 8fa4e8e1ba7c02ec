"""On the page of an idea: the campaign that it answers, and what the official said of it."""

from typing import Any

from django.http import HttpRequest

from carto.fiches.models import What
from projets.idees.campagnes.answering import OFFICIAL, may_answer
from projets.idees.dreams.mode import aloft
from projets.idees.models import Idee


def page_piece(request: HttpRequest, idee: Idee) -> dict[str, Any] | None:
    """The campaign, the answer given if any, and whether whoever reads may give it; None outside a campaign."""
    if idee.campagne_id is None and idee.atelier_id is None:
        return None
    campagne = idee.campagne
    given = [line for line in idee.evenements.all() if line.what == What.ANSWER and line.actor_role == OFFICIAL]
    return {
        "campagne": campagne if campagne and campagne.published_at else None,
        "atelier": idee.atelier,
        "given": given[0] if given else None,
        "answers": campagne is not None and not given and not aloft(idee) and may_answer(request.user, campagne),
    }

"""After the work, on the page of its topic: how many points of its label are held, where it came from, what is left."""

from typing import Any, Final

from django.http import HttpRequest

from projets.opportunites.after.facts import Facts
from projets.opportunites.after.label import label_of
from projets.opportunites.models import Opportunite
from projets.opportunites.workflow import PHASES, Status

SPOKEN_OF: Final = {*PHASES, Status.DECIDED, Status.DELIVERED}


def page_piece(request: HttpRequest, opportunite: Opportunite) -> dict[str, Any]:
    """The label in one line and what was done elsewhere, from the day on which the topic opens; one query."""
    if opportunite.status not in SPOKEN_OF:
        return {}
    facts = Facts.of(opportunite)
    return {"label": label_of(facts), "delivered": facts.delivered, "examples": facts.rows["examples"]}

"""After the work, on the page of its topic: how many points of its label are held, where it came from, what is left."""

from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

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
    now = [(_("Et après ?"), reverse("opportunites:experience", args=[opportunite.uuid]))] if facts.delivered else []
    return {"label": label_of(facts), "now": now, "delivered": facts.delivered, "examples": facts.rows["examples"]}

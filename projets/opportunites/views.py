"""The page of an opportunité: the question, what is open, what is not, and how far we are."""

from typing import Any, Final

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from carto.carte.listing import listing
from carto.fiches.views import PageView
from projets.opportunites.candidats.lines import suggested
from projets.opportunites.layers import lines, phase_dates
from projets.opportunites.models import STATUS_LABELS, Opportunite
from projets.opportunites.pages import DOORS
from projets.opportunites.pieces import drawn
from projets.opportunites.querysets import OpportuniteQuerySet
from projets.opportunites.referents.actions import settle
from projets.opportunites.workflow import PHASES, Status

OPEN: Final = 6
SUGGESTED: Final = 3  # of each scale
PATH = (*PHASES, Status.DECIDED, Status.DELIVERED)


class OpportunitePage(PageView):
    """One topic, readable from top to bottom without knowing anything of the method."""

    layer_name = "opportunites"
    template_name = "opportunites/page.html"

    def rows(self) -> OpportuniteQuerySet:
        """The topics, each with its opening sheet."""
        return super().rows().select_related("ouverture")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the sheet's points and the steps on the way; one that slept until today is awake before it is read."""
        if settle(kwargs["fiche"]):
            kwargs["fiche"] = self.rows().get(pk=kwargs["fiche"].pk)
        context = super().get_context_data(**kwargs)
        opportunite = context["fiche"]
        return context | {
            "open_points": lines(opportunite.open_to_decision),
            "closed_points": lines(opportunite.closed_to_decision),
            "phase_dates": phase_dates(opportunite),
            "pieces": drawn(self.request, opportunite),
            "steps": [(STATUS_LABELS[step], step == opportunite.status) for step in PATH],
        }


def opportunite_list(request: HttpRequest) -> HttpResponse:
    """`/opportunites/`: every one, with the map’s own filters; on the way in, what one can take part in today."""
    extra = {} if request.GET else _entrance()
    template = "opportunites/list.html"
    return listing(request, couches=("opportunites",), title=_("Opportunités"), extra=extra, template=template)


def _entrance() -> dict[str, Any]:
    """The topics that are open, what the map suggests at each scale, and the doors."""
    topics = Opportunite.objects.public().open().for_cards().order_by(F("phase_ends").asc(nulls_last=True), "-pk")
    return {
        "entrance": True,
        "doors": [(door, reverse(f"opportunites:{door.url_name}")) for door in DOORS],
        "topics": [(topic, phase_dates(topic)) for topic in topics[:OPEN]],
        "scales": suggested(SUGGESTED),
    }

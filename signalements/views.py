"""Reporting a street problem, and reading what became of those reported."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from carto.carte.listing import listing
from carto.fiches.views import AddView, PageView
from signalements.forms import SignalementForm
from signalements.layers import DUE
from signalements.models import STATUS_LABELS
from signalements.outcome.pages import public
from signalements.workflow import Status

STEPS = (Status.RECEIVED, Status.ACCEPTED, Status.PLANNED, Status.TREATED)


class ReportView(AddView):
    """`/signaler/`: place, category, words and photo. `?categorie=` chooses one beforehand."""

    layer_name = "signalements"
    form_class = SignalementForm
    template_name = "signalements/report.html"

    def get_initial(self) -> dict[str, Any]:
        """The shared beginnings, and the category that a link names; an unknown one chooses nothing."""
        return super().get_initial() | {"categorie": self.request.GET.get("categorie", "")[:50]}


class SignalementView(PageView):
    """`/signalements/<uuid>/`: the problem, who answers, where it stands, and its whole history."""

    layer_name = "signalements"
    template_name = "signalements/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The shared facts, and the way still to go."""
        context = super().get_context_data(**kwargs)
        fiche, history = context["fiche"], [event for event, _state in context["timeline"]]
        context["steps"] = steps(fiche.get_status(), {event.after for event in history})
        context["facts"] = [fact for fact in context["facts"] if fact.label != DUE]  # the promise says it, and why
        return context | public(fiche, self.request.user, history)


def steps(status: Status, taken: set[str]) -> list[dict[str, Any]]:
    """The usual way from received to treated, with where one stands; empty when it took another way.

    `taken` are the states that its history names: what was skipped is not claimed to have happened.
    """
    if status not in STEPS:
        return []
    reached = STEPS.index(status)
    return [
        {"label": STATUS_LABELS[step], "reached": rank <= reached, "current": rank == reached}
        for rank, step in enumerate(STEPS)
        if rank == 0 or rank > reached or step in taken
    ]


def signalement_list(request: HttpRequest) -> HttpResponse:
    """`/signalements/`: the list, with the map's own filters."""
    return listing(request, couches=("signalements",), title=_("Signalements"))

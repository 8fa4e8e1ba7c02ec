"""Reporting a street problem, and reading what became of those reported."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from carto.carte.listing import listing
from carto.fiches.views import AddView, PageView
from signalements.before import read_before
from signalements.better.telling import better
from signalements.desk.rights import acting_role
from signalements.forms import SignalementForm
from signalements.joining import may_join
from signalements.layers import DUE
from signalements.likeness.views import AlreadyFirst
from signalements.models import STATUS_LABELS
from signalements.outcome.pages import public
from signalements.workflow import USUAL, Status


class ReportView(AlreadyFirst, AddView):
    """`/signaler/`: place, category, words and photo. `?categorie=` chooses one beforehand."""

    layer_name = "signalements"
    form_class = SignalementForm
    template_name = "signalements/report.html"

    def get_initial(self) -> dict[str, Any]:
        """The shared beginnings, and the category that a link names; an unknown one chooses nothing."""
        return super().get_initial() | {"categorie": self.request.GET.get("categorie", "")[:50]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Besides, what to know before sending, once the category is known."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        known = {"categorie": "categorie", "lon": "longitude", "lat": "latitude"}
        told = read_before({key: str(form[name].value() or "") for key, name in known.items()}, timezone.now())
        return context | {"before": told}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send; or look for the category first (`etape=chercher`), which is all that happens without JavaScript."""
        if request.POST.get("etape") == "chercher":
            return self.look(self.get_form())
        return super().post(request, *args, **kwargs)

    def look(self, form: SignalementForm) -> HttpResponse:
        """The form as it was filled in, the likeliest categories first; what is not filled in yet is no error here."""
        form.is_valid()
        for name in set(form.errors) - {"photos"}:
            del form.errors[name]
        form.keep_photos()
        form.hold_place()
        return self.render_to_response(self.get_context_data(form=form, sought=form.words()))


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
        context["may_join"] = may_join(self.request.user, fiche)
        context["at_desk"] = bool(acting_role(self.request.user, fiche))
        context["better"] = better(fiche, pictured=bool(context["photos"]))
        return context | public(fiche, self.request.user, history)


def steps(status: Status, taken: set[str]) -> list[dict[str, Any]]:
    """The usual way from received to treated, with where one stands; empty when it took another way.

    `taken` are the states that its history names: what was skipped is not claimed to have happened.
    """
    if status not in USUAL:
        return []
    reached = USUAL.index(status)
    return [
        {"label": STATUS_LABELS[step], "reached": rank <= reached, "current": rank == reached}
        for rank, step in enumerate(USUAL)
        if rank == 0 or rank > reached or step in taken
    ]


def signalement_list(request: HttpRequest) -> HttpResponse:
    """`/signalements/`: the list, with the map's own filters."""
    beside = {"label": _("Les signalements en chiffres"), "address": reverse("signalements:figures:page")}
    return listing(request, couches=("signalements",), title=_("Signalements"), extra={"beside": beside})

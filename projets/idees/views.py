"""Pinning an idée, and reading one."""

from http import HTTPStatus
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from carto.carte.listing import listing
from carto.fiches.ressentis.actions import feel
from carto.fiches.views import AddView, PageView
from carto.policy import allow_microphone
from projets.idees.debates.carrying import carried
from projets.idees.doors import open_doors
from projets.idees.dreams.mode import quietened
from projets.idees.elsewhere import CostsElsewhere
from projets.idees.ephemeral.counting import passed_under
from projets.idees.forms import IdeeForm
from projets.idees.fusions.branches import Branching
from projets.idees.growing.origins import Origin
from projets.idees.likeness.views import ExistsFirst
from projets.idees.models import Idee
from projets.idees.pieces import PIECES, drawn, with_noticed
from projets.idees.spoken.forms import LONGEST

STYLES: Final = tuple(dict.fromkeys(piece.style for piece in PIECES if piece.style))


class ProposeView(CostsElsewhere, ExistsFirst, Branching, AddView):
    """`/proposer/`: palette → place → words if wanted; `?autocollant=banc` opens it with that sticker in hand."""

    layer_name = "idees"
    form_class = IdeeForm
    template_name = "idees/propose.html"

    def get_initial(self) -> dict[str, Any]:
        """The place that the map gave, and what a link named: a sticker, a campaign, what the idea grows from."""
        asked = self.request.GET
        told = {name: asked.get(name, "")[:50] for name in ("autocollant", "campagne", "demande", "depuis", "trait")}
        origin = Origin.read(told["depuis"])
        begun = (origin.initial() if origin else {}) | carried(told["demande"])
        return begun | super().get_initial() | told

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What every form needs, and the themes that the palette holds, as its tabs."""
        context = super().get_context_data(**kwargs)
        allow_microphone(self.request)
        stickers = [radio.choice_label for radio in context["form"]["autocollant"]]
        tabs = dict.fromkeys((sticker.theme.code, sticker.theme.name) for sticker in stickers)
        return context | {"tabs": list(tabs), "longest": LONGEST}

    def form_valid(self, form: IdeeForm) -> HttpResponse:
        """Store the idea; how the place feels goes its own way, and nothing keeps the two together."""
        answer = super().form_valid(form)
        if answer.status_code == HTTPStatus.FOUND and form.cleaned_data["face"]:  # not when it is asked again first
            feel(self.request, form.point, form.cleaned_data["face"], form.cleaned_data["moment"])
        return answer


class IdeePage(PageView):
    """The page of one idée, with its sticker."""

    layer_name = "idees"
    template_name = "idees/page.html"

    def rows(self) -> QuerySet[Idee]:
        """The ideas, and which rooms have something to say of each."""
        return with_noticed(super().rows())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What every page tells, and the pieces of the rooms."""
        context = super().get_context_data(**kwargs)
        context |= {"pieces": drawn(self.request, context["fiche"]), "styles": STYLES}
        return quietened(context, context["fiche"])


def idee_list(request: HttpRequest) -> HttpResponse:
    """`/idees/`: every one of them, with the map's own filters; at random unless one asks for another order."""
    speaking = {"address": reverse("idees:speaking"), "label": _("Qui parle ici")}
    told = {"doors": open_doors(), "remains": passed_under(request.GET), "beside": speaking}
    return listing(request, couches=("idees",), title=_("Idées"), extra=told, template="idees/list.html", drawn=True)

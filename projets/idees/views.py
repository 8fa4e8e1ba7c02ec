"""Pinning an idée, and reading one."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from carto.carte.listing import listing
from carto.fiches.views import AddView, PageView
from projets.idees.forms import IdeeForm
from projets.idees.pieces import PIECES, drawn

STYLES: Final = tuple(dict.fromkeys(piece.style for piece in PIECES if piece.style))


class ProposeView(AddView):
    """`/proposer/`: palette → place → words if wanted; `?autocollant=banc` opens it with that sticker in hand."""

    layer_name = "idees"
    form_class = IdeeForm
    template_name = "idees/propose.html"

    def get_initial(self) -> dict[str, Any]:
        """The place that the map gave, and what a link named: a sticker, a campaign, what the idea grows from."""
        asked = self.request.GET
        return super().get_initial() | {
            name: asked.get(name, "")[:50] for name in ("autocollant", "campagne", "depuis", "trait")
        }


class IdeePage(PageView):
    """The page of one idée, with its sticker."""

    layer_name = "idees"
    template_name = "idees/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What every page tells, and the pieces of the rooms."""
        context = super().get_context_data(**kwargs)
        return context | {"pieces": drawn(self.request, context["fiche"]), "styles": STYLES}


def idee_list(request: HttpRequest) -> HttpResponse:
    """`/idees/`: every one of them, with the map's own filters; at random unless one asks for another order."""
    return listing(request, couches=("idees",), title=_("Idées"), extra=_beside(), drawn=True)


def _beside() -> dict[str, Any]:
    """What the list leads to besides the map."""
    return {"beside": {"address": reverse("idees:speaking"), "label": _("Qui parle ici")}}

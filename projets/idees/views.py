"""Pinning an idée, and reading one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from carto.carte.listing import listing
from carto.fiches.views import AddView, PageView
from projets.idees.forms import IdeeForm


class ProposeView(AddView):
    """`/proposer/`: palette → place → words if wanted; `?autocollant=banc` opens it with that sticker in hand."""

    layer_name = "idees"
    form_class = IdeeForm
    template_name = "idees/propose.html"

    def get_initial(self) -> dict[str, Any]:
        """The place that the map gave, and the sticker that a link named."""
        return super().get_initial() | {"autocollant": self.request.GET.get("autocollant", "")[:50]}


class IdeePage(PageView):
    """The page of one idée, with its sticker."""

    layer_name = "idees"
    template_name = "idees/page.html"


def idee_list(request: HttpRequest) -> HttpResponse:
    """`/idees/`: every one of them, with the map's own filters."""
    return listing(request, couches=("idees",), title=_("Idées"))

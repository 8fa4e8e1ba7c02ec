"""The page of a facility, with its costs as they were published."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from carto.carte.listing import listing
from carto.fiches.layers import Fact
from carto.fiches.views import PageView
from projets.equipements.costs import by_kind
from projets.equipements.layers import identity


class EquipementPage(PageView):
    """What it is, who runs it, and its costs as a table by kind, never added up."""

    layer_name = "equipements"
    template_name = "equipements/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The table tells the costs here: the facts leave them to it."""
        context = super().get_context_data(**kwargs)
        facts: list[Fact] = identity(context["fiche"])
        return context | {"facts": facts, "kinds": by_kind(context["fiche"].couts.all())}


def equipement_list(request: HttpRequest) -> HttpResponse:
    """`/equipements/`: every one of them, with the map's own filters."""
    return listing(request, couches=("equipements",), title=_("Équipements"))

"""The page of a facility, with its costs as they were published."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from carto.carte.listing import listing
from carto.fiches.querysets import FicheQuerySet
from carto.fiches.views import PageView
from projets.equipements.pages import PAGES
from projets.equipements.pieces import PIECES, drawn, with_noticed
from projets.equipements.rights import publishing
from projets.equipements.telling import told

STYLES: Final = tuple(dict.fromkeys(piece.style for piece in PIECES if piece.style))


class EquipementPage(PageView):
    """What it is, who runs it, and its costs as a table by kind, never added up."""

    layer_name = "equipements"
    template_name = "equipements/page.html"

    def rows(self) -> FicheQuerySet:
        """With what the rooms look for, told in the same query."""
        return with_noticed(super().rows())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The table tells the costs here: the facts leave them to it."""
        context = super().get_context_data(**kwargs)
        pieces = drawn(self.request, context["fiche"])
        return context | told(context["fiche"]) | {"pieces": pieces, "styles": STYLES}


def equipement_list(request: HttpRequest) -> HttpResponse:
    """`/equipements/`: every one of them, with the map's own filters."""
    return listing(request, couches=("equipements",), title=_("Équipements"))


def public_money(request: HttpRequest) -> HttpResponse:
    """`/argent/`: one entry to all that is published of public money, and to the desk of those who publish it."""
    may = bool(publishing(request.user))
    doors = [(page, reverse(f"equipements:{page.url_name}")) for page in PAGES if may or not page.desk]
    return render(request, "equipements/money.html", {"doors": doors})

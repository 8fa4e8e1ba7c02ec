"""The menu of public money, and amounts in words."""

from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from projets.equipements import costs, signing
from projets.equipements.models import Organisme
from projets.equipements.pages import PAGES
from projets.equipements.rights import publishing

register = template.Library()


@register.inclusion_tag("equipements/_money_menu.html", takes_context=True)
def money_menu(context: dict[str, Any]) -> dict[str, Any]:
    """Its pages, those of the desk for who publishes; the one shown is marked, or the one that it belongs to."""
    request = context["request"]
    may = bool(publishing(request.user))
    shown = [page for page in PAGES if page.menu and (may or not page.desk)]
    address = {page: reverse(f"equipements:{page.url_name}") for page in shown}
    entrance = reverse("equipements:money")
    around = [each for each in address.values() if request.path.startswith(each)]
    return {
        "entries": [(_("L’argent public"), entrance), *((page.label, address[page]) for page in address)],
        "here": max(around, key=len, default=entrance),
        "path": request.path,
    }


@register.filter
def euros(amount: Decimal | None) -> str:
    """`1 234 567 €`; a dash where nothing was published."""
    return "—" if amount is None else costs.euros(amount)


@register.filter
def signed(publisher: Organisme | None) -> str:
    """« publié par CHU de Nantes »."""
    return signing.signed(publisher)


@register.filter
def percent(share: Decimal) -> str:
    """A share from 0 to 1: « 25 % », « 12,5 % »."""
    return f"{number_format(round(share * 100, 2).normalize(), use_l10n=True)}\u00a0%"

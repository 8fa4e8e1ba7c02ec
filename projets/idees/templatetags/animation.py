"""The menu of the animation."""

from typing import Any

from django import template
from django.urls import reverse

from projets.idees.pages import PAGES

register = template.Library()


@register.inclusion_tag("idees/animation/_menu.html", takes_context=True)
def animation_menu(context: dict[str, Any]) -> dict[str, Any]:
    """Its pages; the one shown is marked, or the one that it belongs to."""
    path = context["request"].path
    address = {page: reverse(f"{page.namespace}:{page.url_name}") for page in PAGES}
    around = [each for each in address.values() if path.startswith(each)]
    return {
        "entries": [(page.label, address[page]) for page in PAGES],
        "here": max(around, key=len, default=""),
        "path": path,
    }

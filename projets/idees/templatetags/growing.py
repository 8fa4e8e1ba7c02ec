"""Where an idea grows from, on the page that makes it."""

from typing import Any

from django import template

from projets.idees.growing.forms import ASKED, AlongForm
from projets.idees.growing.origins import Origin

register = template.Library()


@register.inclusion_tag("idees/growing/_origin.html")
def grows_from(form: Any) -> dict[str, Any]:
    """What `?depuis=` names, with the boxes of what comes along; nothing for an idea that grows from nothing."""
    origin = Origin.read(str(form["depuis"].value() or ""))
    if origin is None:
        return {}
    along = AlongForm(form.data if form.is_bound else None, origin=origin)
    return {"origin": origin, "along": along, "asked": ASKED, "pictures": along.choices()}

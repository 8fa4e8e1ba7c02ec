"""What the page of a new idea says of the stroke that it takes up."""

from typing import Any

from django import template

from projets.idees.calques.pieces import stroke_named
from projets.idees.calques.telling import label

register = template.Library()


@register.inclusion_tag("idees/calques/_taken.html")
def taken_up(form: Any) -> dict[str, Any]:
    """The stroke that the form names, in words; without one, the way to the sheets."""
    trait = stroke_named(str(form["trait"].value() or ""))
    return {"trait": trait, "label": label(trait) if trait else ""}

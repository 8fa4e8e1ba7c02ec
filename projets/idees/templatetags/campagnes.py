"""The question that a form answers, above it."""

from typing import Any

from django import template

from projets.idees.campagnes.telling import area_drawn
from projets.idees.forms import IdeeForm
from projets.idees.models import Campagne

register = template.Library()


@register.inclusion_tag("idees/campagnes/_asked.html")
def campagne_asked(form: IdeeForm) -> dict[str, Any]:
    """The open campaign that the form names, or that it no longer is; the choice, once the place is outside."""
    slug = str(form["campagne"].value() or "").replace("\x00", "")[:50]
    campagne = Campagne.objects.public().filter(slug=slug).first() if slug else None
    outside = form.is_bound and bool(form.errors.get("hors_campagne") or form.data.get("hors_campagne"))
    told = {"campagne": campagne, "form": form, "outside": outside}
    return told | {"area": area_drawn(campagne)} if campagne and campagne.is_open else told

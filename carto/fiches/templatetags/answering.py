"""The form of an official answer, on the page of any fiche."""

from typing import Any

from django import template

from carto.fiches.answering.actions import ANSWERED, services_of, why_not
from carto.fiches.answering.forms import OfficialForm
from carto.fiches.models import Fiche

register = template.Library()


@register.inclusion_tag("fiches/answering/_door.html", takes_context=True)
def official_answer(context: dict[str, Any], fiche: Fiche) -> dict[str, Any]:
    """For agents alone; nothing where the kind has a form of its own (`answer_form`), nor where nobody answers yet."""
    user = context["request"].user
    own = context.get("answer_form") is not None or fiche.visibility not in ANSWERED
    if own or not services_of(user).exists() or why_not(fiche):
        return {"form": None}
    form = OfficialForm(fiche=fiche, person=user)
    return {"form": form, "fiche": fiche, "csrf_token": context.get("csrf_token")}

"""What dreams put on the page of an idea, and on the page of whoever sent it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from carto.fiches.own.doors import Door
from projets.idees.dreams.landing import LABELS, Step, landing_of, parts_of, step_of
from projets.idees.dreams.mode import is_dream
from projets.idees.models import Idee


def page_piece(request: HttpRequest, idee: Idee) -> dict[str, Any]:
    """That one dreams here, until when; or how far the landing is. Nothing for an idea that is no dream."""
    if not is_dream(idee):
        return {}
    step = step_of(idee)
    return {"dreamt": idee.campagne, "step": step, "label": LABELS[step], "is_open": step is Step.DREAMING}


def own_piece(idee: Idee, door: Door) -> dict[str, Any]:
    """The question to its author, once the campaign is over; and what they said, until it has landed."""
    step = step_of(idee) if is_dream(idee) else Step.DREAMING
    if step is Step.DREAMING:
        return {}
    if door.secret:
        asked = reverse("idees:dreams:answer_by_secret", args=[door.secret])
    else:
        asked = reverse("idees:dreams:answer", args=[idee.uuid])
    told = {"landing": landing_of(idee), "step": step, "label": LABELS[step], "parts": parts_of(idee)}
    return told | {"address": asked, "page": reverse("idees:dreams:page", args=[idee.uuid])}

"""Once an idea is stored: its links to what it grew from, and the pictures that come along."""

from typing import Any

from carto.fiches.growing.actions import grow
from carto.fiches.growing.copies import take_along
from projets.idees.growing.forms import AlongForm
from projets.idees.growing.origins import Origin
from projets.idees.models import Idee


def follow_up(idee: Idee, form: Any) -> None:
    """What IdeeForm said with `depuis`: the idea grows from that fiche, or from its whole cluster."""
    origin = Origin.read(form.cleaned_data["depuis"])
    if origin is None or origin.fiche.pk == idee.pk:
        return
    along = AlongForm(form.data, origin=origin)
    grow(idee, along.roots(), by=form.author())
    if along.is_bound:
        take_along(idee, along.cleaned().get("reprises") or [])

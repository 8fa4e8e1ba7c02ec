"""Who does something here, and in whose name: the city's services for the city, a publisher for their organisation."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from carto.comptes.models import User
from carto.fiches.models import Visibility
from projets.equipements.models import Equipement, Organisme
from projets.equipements.rights import Publishing

THE_CITY: Final = "ville"  # in forms; no organisation may be called so by accident: its own are numbers
SHOWN: Final = (Visibility.PUBLIC, Visibility.JOINED)


@dataclass(frozen=True)
class Hand:
    """One act: by whom, as what (for history), and signed with whose name (None: the city's)."""

    person: User
    role: str
    signs: Organisme | None


def signatures(publishing: Publishing) -> list[Organisme | None]:
    """In whose name somebody may sign: nobody signs for an organisation that gave them no mandate."""
    return ([None] if publishing.role else []) + list(publishing.organismes)


def hand_of(request: HttpRequest, signs: Organisme | None) -> Hand:
    """The hand of whoever asks, signing so. Http404 for a name that is not theirs to sign with."""
    publishing: Publishing = request.publishing
    if signs not in signatures(publishing):
        raise Http404
    return Hand(request.user, publishing.role if signs is None else "publisher", signs)


def changes(publishing: Publishing, equipement: Equipement) -> bool:
    """Whether they change what this facility says of itself: whoever published it does, and the city's services."""
    return publishing.may_change(equipement.publisher)


def adds_figures(publishing: Publishing, equipement: Equipement) -> bool:
    """Whether they publish costs and uses of it: besides, the one who owns it."""
    return changes(publishing, equipement) or equipement.owner in publishing.organismes


def find(request: HttpRequest, uuid: UUID, *, figures: bool = False) -> Equipement:
    """The facility, within the scope of whoever asks; Http404 outside it."""
    shown = Equipement.objects.filter(visibility__in=SHOWN).select_related("owner", "publisher", "type", "theme")
    equipement = get_object_or_404(shown, uuid=uuid)
    may = adds_figures if figures else changes
    if not may(request.publishing, equipement):
        raise Http404
    return equipement


def usual_signature(publishing: Publishing, equipement: Equipement) -> Organisme | None:
    """The name that one signs with there, unless one says otherwise."""
    for organisme in (equipement.publisher, equipement.owner):
        if organisme is not None and organisme in publishing.organismes:
            return organisme
    return signatures(publishing)[0]

"""What dream mode changes: while its campaign is open one only dreams; until it lands, a dream is no proposal.

Computed from the clock and the landing each time somebody looks.
"""

from typing import Any, Final

from django.utils.translation import gettext as _

from carto.fiches.models import FREE_KINDS, CommentKind, Fiche, What
from projets.idees.models import Idee

# Rooms that speak of means and of services: silent on dreams, whose proposals have a service and a clock of their own.
SILENT: Final = frozenset({"answers"})
NEVER: Final = frozenset({CommentKind.CONTRE})


def is_dream(idee: Idee) -> bool:
    """Whether it was sent to a campaign in dream mode, open or over."""
    return idee.campagne is not None and idee.campagne.dream


def dreaming(idee: Idee) -> bool:
    """Whether its campaign is still open: nobody weighs it before that ends."""
    return is_dream(idee) and idee.campagne.is_open


def aloft(idee: Idee) -> bool:
    """Whether it is a dream that has not landed: nobody answers it as a proposal, nor moves it along."""
    if not is_dream(idee):
        return False
    landing = getattr(idee, "atterrissage", None)
    return landing is None or landing.landed_id is None


def why_unanswered(fiche: Fiche) -> str:
    """Why no service answers this idea now, in words; empty when it may (`Layer.unanswered`)."""
    related = Idee.objects.select_related("campagne", "atterrissage")
    idee = fiche if isinstance(fiche, Idee) else related.filter(pk=fiche.pk).first()
    if idee is None or not aloft(idee):
        return ""
    return _("C’est un rêve : un service répondra à la proposition qui en naîtra, si son auteur veut qu’il se pose.")


def state_of(idee: Idee) -> str:
    """How far it has come, as a page says it: a dream is a dream until it lands."""
    return _("rêve") if aloft(idee) else idee.get_status_display()


def comment_kinds(fiche: Fiche) -> list[tuple[str, Any]]:
    """The kinds of comment that one may write there."""
    idee = fiche if isinstance(fiche, Idee) else Idee.objects.select_related("campagne").filter(pk=fiche.pk).first()
    quiet = idee is not None and dreaming(idee)
    return [(kind.value, kind.label) for kind in FREE_KINDS if not (quiet and kind in NEVER)]


def speaks(room: str, idee: Idee) -> bool:
    """Whether a room has its piece on the page of this idea."""
    return not (room in SILENT and is_dream(idee))


def quietened(context: dict[str, Any], idee: Idee) -> dict[str, Any]:
    """What the page of an idea shows, without the states that its history went through while one dreams."""
    context = context | {"aloft": aloft(idee)}
    if not dreaming(idee):
        return context
    told = [(line, state) for line, state in context["timeline"] if line.what != What.STATUS]
    return context | {"timeline": told, "dreaming": True}

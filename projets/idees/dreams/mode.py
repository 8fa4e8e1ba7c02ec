"""What dream mode changes while its campaign is open; computed from the clock each time somebody looks."""

from typing import Any, Final

from django.utils.translation import gettext as _

from carto.fiches.models import CommentKind, Fiche, What
from projets.idees.models import Idee

# Rooms that speak of means and of services: silent while one dreams.
SILENT: Final = frozenset({"answers"})
NEVER: Final = frozenset({CommentKind.CONTRE})


def is_dream(idee: Idee) -> bool:
    """Whether it was sent to a campaign in dream mode, open or over."""
    return idee.campagne is not None and idee.campagne.dream


def dreaming(idee: Idee) -> bool:
    """Whether its campaign is still open: nobody weighs it before that ends."""
    return is_dream(idee) and idee.campagne.is_open


def state_of(idee: Idee) -> str:
    """How far it has come, as a page says it: a dream is a dream until its campaign is over."""
    return _("rêve") if dreaming(idee) else idee.get_status_display()


def comment_kinds(fiche: Fiche) -> list[tuple[str, Any]]:
    """The kinds of comment that one may write there."""
    idee = fiche if isinstance(fiche, Idee) else Idee.objects.select_related("campagne").filter(pk=fiche.pk).first()
    quiet = idee is not None and dreaming(idee)
    return [(kind.value, kind.label) for kind in CommentKind if not (quiet and kind in NEVER)]


def speaks(room: str, idee: Idee) -> bool:
    """Whether a room has its piece on the page of this idea now."""
    return not (room in SILENT and dreaming(idee))


def quietened(context: dict[str, Any], idee: Idee) -> dict[str, Any]:
    """What the page of an idea shows, without the states that its history went through while one dreams."""
    if not dreaming(idee):
        return context
    told = [(line, state) for line, state in context["timeline"] if line.what != What.STATUS]
    return context | {"timeline": told, "dreaming": True}

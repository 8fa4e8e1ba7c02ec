"""How far a dream has come down to earth, from what is written of it and the clock; no job moves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Visibility
from projets.idees.dreams.mode import dreaming
from projets.idees.models import Atterrissage, Idee, Landing

READABLE: Final = (Visibility.PUBLIC, Visibility.JOINED)


class Step(StrEnum):
    """Where a dream is on its way down."""

    DREAMING = "reve"  # the campaign is open
    ASKED = "demande"
    KEPT = "garde"
    WORDS = "mots"  # its author agrees; the need or the first step is to be written
    SERVICE = "service"  # a technician's words are awaited
    READY = "pret"
    LANDED = "pose"


LABELS: Final[dict[Step, str | Promise]] = {
    Step.DREAMING: _("on rêve encore"),
    Step.ASKED: _("la question est posée à son auteur"),
    Step.KEPT: _("reste un rêve"),
    Step.WORDS: _("à mettre en mots"),
    Step.SERVICE: _("un technicien le regarde"),
    Step.READY: _("prêt à se poser"),
    Step.LANDED: _("posé au sol"),
}

_WORDED: Final = ~Q(atterrissage__need="") & ~Q(atterrissage__first_step="")
_DOWN: Final = Q(atterrissage__landed__isnull=False)
_AGREED: Final = Q(atterrissage__consent=Landing.YES) & ~_DOWN
# Each step of a campaign that is over, as a condition on ideas: together they make the whole, no two of them meet.
CONDITIONS: Final[dict[Step, Q]] = {
    Step.ASKED: ~_DOWN & (Q(atterrissage=None) | Q(atterrissage__consent=Landing.ASKED)),
    Step.WORDS: _AGREED & ~_WORDED,
    Step.SERVICE: _AGREED & _WORDED & Q(atterrissage__feasible=""),
    Step.READY: _AGREED & _WORDED & ~Q(atterrissage__feasible=""),
    Step.LANDED: _DOWN,
    Step.KEPT: ~_DOWN & Q(atterrissage__consent=Landing.NO),
}


@dataclass(frozen=True)
class Part:
    """One thing that a landing takes, and whether it is there."""

    label: str | Promise
    done: bool


def landing_of(idee: Idee) -> Atterrissage:
    """Its landing as it is stored, or the one that nobody has begun (unsaved)."""
    return getattr(idee, "atterrissage", None) or Atterrissage(idee=idee)


def step_of(idee: Idee) -> Step:
    """Where this dream is now."""
    if dreaming(idee):
        return Step.DREAMING
    landing = landing_of(idee)
    if landing.landed_id:
        return Step.LANDED
    if landing.consent != Landing.YES:
        return Step.KEPT if landing.consent == Landing.NO else Step.ASKED
    if not (landing.need and landing.first_step):
        return Step.WORDS
    return Step.READY if landing.feasible else Step.SERVICE


def parts_of(idee: Idee) -> Sequence[Part]:
    """What it takes to put it down, in the order in which a page shows it; they may come in any order."""
    landing = landing_of(idee)
    return (
        Part(_("L’accord de la personne qui l’a rêvé"), landing.consent == Landing.YES),
        Part(_("Le besoin, et un premier pas"), bool(landing.need and landing.first_step)),
        Part(_("Ce qu’il faut, dit par un technicien"), bool(landing.feasible)),
        Part(_("Posé au sol"), landing.landed_id is not None),
    )

"""What whoever reported will read, before it is sent: the line of the page, and the letter."""

from dataclasses import dataclass

from django.core.mail import EmailMessage

from carto.alertes.letters import foreseen
from carto.fiches.models import Evenement, Fiche, What
from signalements.models import STATUS_LABELS, Signalement
from signalements.workflow import Status


@dataclass(frozen=True)
class Foreseen:
    """The line of history as the page will show it, with its state; and the letter."""

    timeline: list[tuple[Evenement, str]]
    letter: EmailMessage


def foresee(signalement: Signalement, after: str, text: str) -> Foreseen:
    """For a step (a state, or empty to leave it) and its words; nothing is written."""
    what = What.ASKED if after == Status.WAITING else What.STATUS if after else What.ANSWER
    fiche = Fiche.objects.for_cards().get(pk=signalement.pk)
    line = Evenement(fiche=fiche, what=what, actor_role="agent", after=after, public_text=text)
    return Foreseen([(line, str(STATUS_LABELS[Status(after)]) if after else "")], foreseen(line))

"""A jury closes: its verdict is given, told in the fiche's history, and applied. Its own clock says when."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.actions import record
from carto.fiches.models import Jury, Outcome, What
from carto.fiches.moderation.actions import undo
from carto.fiches.moderation.jury.draw import verdict

ROLE = "jury"


def close_over() -> int:
    """Close every jury whose time has come; returns how many. Whoever reads about juries does it first."""
    over = list(Jury.objects.filter(settled_at=None, closes_at__lte=timezone.now()).values_list("pk", flat=True))
    return sum(close(pk) for pk in over)


def close(jury_id: int) -> bool:
    """Give the verdict of one jury if it is over and has not been given; says whether it was."""
    with transaction.atomic():
        held = Jury.objects.select_for_update(of=("self",)).select_related("acte__fiche")
        jury = held.filter(pk=jury_id).first()
        return jury is not None and close_if_over(jury, timezone.now())


def close_if_over(jury: Jury, now: datetime) -> bool:
    """The same for a jury that is locked: over when its time has come, or when nobody is waited for any more."""
    seated = jury.jures.exclude(called_at=None).filter(declined_at=None)
    if jury.settled_at or (now < jury.closes_at and seated.filter(answered_at=None).exists()):
        return False
    answers = list(seated.exclude(answered_at=None).values_list("outcome", flat=True))
    jury.outcome, jury.settled_at = verdict(answers), now
    jury.save(update_fields=["outcome", "settled_at"])
    said = _("Verdict du jury d’habitants : %(outcome)s.") % {"outcome": Outcome(jury.outcome).label}
    record(jury.acte.fiche, What.JURY, role=ROLE, public_text=f"{said} {counted(answers)}")
    if jury.outcome == Outcome.REVERSED and jury.acte.undone_at is None:
        undo(jury.acte, by=None, role=ROLE)
    return True


def counted(answers: Sequence[str]) -> str:
    """« 3 pour annuler, 2 pour maintenir. »"""
    against = sum(answer == Outcome.REVERSED for answer in answers)
    told = _("%(against)d pour annuler, %(uphold)d pour maintenir.")
    return told % {"against": against, "uphold": len(answers) - against}

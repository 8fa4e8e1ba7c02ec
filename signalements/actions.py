"""What happens to a signalement: it is prepared with its service and its promise, and goes from state to state."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.models import Evenement, Kind, What
from signalements.cases import lock_case, take_along
from signalements.deadlines import due_after
from signalements.models import STATUS_LABELS, Categorie, Signalement
from signalements.workflow import NEEDS_TEXT, STAGES, Status, may_go


def prepare(categorie: Categorie, *, at: datetime | None = None, **fiche: Any) -> Signalement:
    """An unsaved signalement of that category: its service, theme and deadline follow; `submit()` then stores it.

    `fiche` holds the shared fields (uuid, geom in SRID 4326, text…); the title is the category's unless one is given.
    """
    at = at or timezone.now()
    return Signalement(
        kind=Kind.SIGNALEMENT.value,
        categorie=categorie,
        theme=categorie.theme,
        service=categorie.service,
        status=Status.RECEIVED.value,
        stage=STAGES[Status.RECEIVED],
        created_at=at,
        reported_at=at,
        due_at=promise(categorie, at),
        **({"title": categorie.name} | fiche),
    )


def promise(categorie: Categorie, at: datetime) -> datetime | None:
    """Until when an answer is promised for something reported at that moment; None when nothing is promised."""
    if categorie.deadline_days is None:
        return None
    return due_after(timezone.localtime(at), categorie.deadline_days)


def change_status(
    signalement: Signalement,
    after: Status,
    *,
    person: User | None = None,
    role: str = "agent",
    public_text: str = "",
    private_text: str = "",
) -> Evenement:
    """Move it one step along the workflow and write the step in its history; the fiche's stage follows.

    One that is joined to another moves the one that is kept, and all that is joined to it goes the same way.
    Raises ValidationError (French) when the table has no such step, or when that step needs public words.
    """
    with transaction.atomic():
        locked, joined = lock_case(signalement)
        before = locked.get_status()
        _check_step(before, after, public_text)
        locked.status, locked.stage = after.value, STAGES[after]
        # Only what changed: a plain save would write stale columns of the fiche over somebody else's change.
        locked.save(update_fields=["status", "stage", "updated_at"])
        take_along(locked, joined)
        signalement.status, signalement.stage, signalement.updated_at = locked.status, locked.stage, locked.updated_at
        return record(
            locked, What.STATUS, role=role, person=person, before=before.value, after=after.value,
            public_text=public_text.strip(), private_text=private_text,
        )  # fmt: skip


def _check_step(before: Status, after: Status, public_text: str) -> None:
    """Raise ValidationError unless the step exists and says what it has to say."""
    if not may_go(before, after):
        said = {"before": STATUS_LABELS[before], "after": STATUS_LABELS[after]}
        raise ValidationError(_("Un signalement « %(before)s » ne peut pas devenir « %(after)s ».") % said, code="step")
    if after in NEEDS_TEXT and not public_text.strip():
        raise ValidationError(_("Expliquez en quelques mots : la personne qui a signalé vous lira."), code="text")

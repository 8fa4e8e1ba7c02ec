"""What happens to a signalement: it is prepared with its service and its promise, and goes from state to state."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import add_pictures, record
from carto.fiches.models import Evenement, Kind, Moment, What
from carto.fiches.photos import Picture
from signalements.cases import LED, lock_case, take_along
from signalements.deadlines import resumed
from signalements.models import STATUS_LABELS, Categorie, Signalement
from signalements.routing.actions import send_again
from signalements.routing.policies import promise
from signalements.workflow import CLOSINGS, NEEDS_TEXT, STAGES, Status, may_go


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


def change_status(
    signalement: Signalement,
    after: Status,
    *,
    person: User | None = None,
    role: str = "agent",
    public_text: str = "",
    private_text: str = "",
    closing: str = "",
    after_photos: Iterable[Picture] = (),
    what: str = What.STATUS,
) -> Evenement:
    """Move it one step along the workflow and write the step in its history; stage and promise follow.

    One that is joined to another moves the one that is kept, and all that is joined to it goes the same way. `closing`
    (workflow.Closing) says why it is closed; for what is treated, `after_photos` may show it instead. `what` names the
    line of history. Raises ValidationError (French) when the table has no such step, or when that step owes words, a
    reason or a picture.
    """
    after_photos = list(after_photos)
    with transaction.atomic():
        locked, joined = lock_case(signalement)
        before = locked.get_status()
        _check_step(before, after, public_text)
        _check_closing(after, closing, after_photos)
        _take_step(locked, after, closing)
        take_along(locked, joined)
        if after_photos:
            add_pictures(locked, after_photos, moment=Moment.AFTER)
        for name in _MOVED if locked.pk == signalement.pk else LED:
            setattr(signalement, name, getattr(locked, name))
        return record(
            locked, what, role=role, person=person, before=before.value, after=after.value,
            public_text=public_text.strip(), private_text=private_text,
        )  # fmt: skip


# Only what changes is written: a plain save would write stale columns of the fiche over somebody else's change.
_MOVED = ("status", "stage", "closing", "paused_at", "due_at", "updated_at")


def _take_step(locked: Signalement, after: Status, closing: str) -> None:
    """The new state, its reason, and the clock: stopped while waiting, going on after, started again by reopening."""
    now = timezone.now()
    if locked.paused_at and locked.due_at:
        moments = (timezone.localtime(moment) for moment in (locked.due_at, locked.paused_at, now))
        locked.due_at = resumed(*moments)
    locked.paused_at = now if after is Status.WAITING else None
    if after is Status.REOPENED:
        locked.due_at = promise(locked.categorie, now)
    locked.status, locked.stage, locked.closing = after.value, STAGES[after], closing
    locked.save(update_fields=list(_MOVED))


def reroute(signalement: Signalement) -> str:
    """Once its place or its category has changed: who has it now, in French; empty when the same service keeps it."""
    return send_again(signalement)


def _check_step(before: Status, after: Status, public_text: str) -> None:
    """Raise ValidationError unless the step exists and says what it has to say."""
    if not may_go(before, after):
        said = {"before": STATUS_LABELS[before], "after": STATUS_LABELS[after]}
        raise ValidationError(_("Un signalement « %(before)s » ne peut pas devenir « %(after)s ».") % said, code="step")
    if after in NEEDS_TEXT and not public_text.strip():
        raise ValidationError(_("Expliquez en quelques mots : la personne qui a signalé vous lira."), code="text")


def _check_closing(after: Status, closing: str, after_photos: list[Picture]) -> None:
    """Raise ValidationError unless what is closed says why, or shows it; nothing else has a reason to be closed."""
    fitting = CLOSINGS.get(after, frozenset())
    if closing and closing not in fitting:
        raise ValidationError(_("Ce motif ne va pas avec cet état : choisissez-en un autre."), code="closing")
    shown = after is Status.TREATED and after_photos
    if fitting and not closing and not shown:
        raise ValidationError(
            _("Pour clore, choisissez un motif ou ajoutez une photo « après ».")
            if after is Status.TREATED
            else _("Pour clore, choisissez un motif."),
            code="closing",
        )

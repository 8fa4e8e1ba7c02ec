"""What happens to a signalement: it is prepared with its service and its promise, and goes from state to state."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import add_pictures, record
from carto.fiches.models import Evenement, Kind, Moment, What
from carto.fiches.photos import Picture
from signalements.cases import LED, has_open_tasks, lock_case, take_along
from signalements.deadlines import resumed
from signalements.guards import check_day, check_step
from signalements.models import Categorie, Signalement
from signalements.routing.actions import send_again
from signalements.routing.policies import promise
from signalements.workflow import CLOSED, DATED, FIELD, STAGES, Given, Status


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
    planned_on: date | None = None,
    after_photos: Iterable[Picture] = (),
    what: str = What.STATUS,
) -> Evenement:
    """Move it one step along the workflow and write the step in its history; stage and promise follow.

    One that is joined to another moves the one that is kept, and all that is joined to it goes the same way. `role` is
    a workflow.Actor, `closing` (workflow.Closing) says why it is closed; for what is treated, `after_photos` may show
    it instead. `planned_on` is the day it is planned for. `what` names the line of history. Raises ValidationError
    (French, its codes are those of guards.check_step) for a step that the table does not let that role take like this.
    """
    after_photos = list(after_photos)
    with transaction.atomic():
        locked, joined = lock_case(signalement)
        before, given = locked.get_status(), Given(
            words=bool(public_text.strip()), private=bool(private_text.strip()), photos=bool(after_photos),
            date=bool(planned_on or locked.planned_on), closing=closing,
            open_tasks=after in CLOSED and has_open_tasks([locked, *joined]),
        )  # fmt: skip
        check_day(planned_on)
        check_step(before, after, role, given)
        _take_step(locked, after, closing, planned_on)
        _keep(signalement, locked, joined, after_photos)
        return record(
            locked, what, role=role, person=person, before=before.value, after=after.value,
            public_text=public_text.strip(),
            private_text=_reasoned(locked, given, private_text) if what == What.STATUS else private_text,
        )  # fmt: skip


def plan_again(
    signalement: Signalement, day: date, *, person: User | None = None, role: str = "agent", public_text: str = ""
) -> Evenement:
    """Another day for what is planned already; the history tells it to everybody.

    Raises ValidationError (French) for a day that is over, and when it is not planned any more.
    """
    with transaction.atomic():
        locked, joined = lock_case(signalement)
        check_day(day)
        if locked.get_status() is not Status.PLANNED or role not in FIELD:
            raise ValidationError(_("L’intervention n’est plus planifiée : relisez l’histoire."), code="step")
        locked.planned_on = day
        locked.save(update_fields=["planned_on", "updated_at"])
        _keep(signalement, locked, joined)
        said = _("Intervention prévue maintenant le %(day)s.") % {"day": date_format(day, "j F Y")}
        return record(locked, What.ANSWER, role=role, person=person, public_text=f"{said} {public_text}".strip())


# Only what changes is written: a plain save would write stale columns of the fiche over somebody else's change.
_MOVED = ("status", "stage", "closing", "paused_at", "due_at", "planned_on", "reopenings", "updated_at")


def _take_step(locked: Signalement, after: Status, closing: str, planned_on: date | None) -> None:
    """The new state, its reason, its day, and the clock: stopped while waiting, going on after, started again by
    reopening.
    """
    now = timezone.now()
    if locked.paused_at and locked.due_at:
        moments = (timezone.localtime(moment) for moment in (locked.due_at, locked.paused_at, now))
        locked.due_at = resumed(*moments)
    locked.paused_at = now if after is Status.WAITING else None
    locked.planned_on = (planned_on or locked.planned_on) if after in DATED else None
    if after is Status.REOPENED:
        locked.due_at, locked.reopenings = promise(locked.categorie, now), locked.reopenings + 1
    locked.status, locked.stage, locked.closing = after.value, STAGES[after], closing
    locked.save(update_fields=list(_MOVED))


def _keep(
    given: Signalement, locked: Signalement, joined: Iterable[Signalement], pictures: Iterable[Picture] = ()
) -> None:
    """Those joined go the same way, the pictures are kept, and the object that was given says what is stored."""
    take_along(locked, joined)
    if pictures:
        add_pictures(locked, pictures, moment=Moment.AFTER)
    for name in _MOVED if locked.pk == given.pk else LED:
        setattr(given, name, getattr(locked, name))


def _reasoned(moved: Signalement, given: Given, private_text: str) -> str:
    """The private words of a step with the reason that was given in another way: reopening forgets the coded one.

    A plain change of state alone has it: other lines keep names of pictures there (asides).
    """
    said = [private_text]
    if moved.closing:
        said.append(_("Motif : %(why)s.") % {"why": moved.get_closing_display()})
    if moved.get_status() is Status.PLANNED:
        said.append(_("Prévu le %(day)s.") % {"day": date_format(moved.planned_on, "j F Y")})
    if given.photos:
        said.append(_("Une photo le montre."))
    return " ".join(filter(None, said)) or ("" if given.words else _("Pris en main."))


def reroute(signalement: Signalement) -> str:
    """Once its place or its category has changed: who has it now, in French; empty when the same service keeps it."""
    return send_again(signalement)

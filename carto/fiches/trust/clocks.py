"""The clocks that forget: what each one erases, when it last ran and when it runs next, read from the worker's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from croniter import croniter
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinatePeriodicDefer

# Named as the worker knows them: what stands on this room is named by strings alone.
CLOCKS: Final[dict[str, str | Promise]] = {
    "carto.fiches.tasks.forget_people": _("adresses laissées, passages, liens secrets"),
    "carto.fiches.tasks.forget_marks_of_voices": _("quel navigateur a fait un geste"),
    "carto.fiches.tasks.drop_forgotten_photos": _("photos jamais envoyées"),
    "carto.fiches.moderation.tasks.drop_originals": _("photos d’avant le floutage"),
    "carto.alertes.tasks.forget": _("messages envoyés, suivis finis"),
    "projets.idees.inbox.tasks.forget_senders": _("numéros et adresses des messages reçus"),
    "projets.idees.tasks.seal_campagnes": _("qui a répondu à une campagne finie"),
    "projets.idees.spoken.tasks.drop_forgotten_voices": _("voix jamais envoyées"),
    "projets.opportunites.gates.tasks.forget_offers": _("adresses laissées avec une offre"),
    "projets.opportunites.choosing.tasks.settle_consultations": _("qui s’est exprimé dans une consultation finie"),
}


@dataclass(frozen=True)
class Clock:
    """One of them; `ran_at` is None as long as the worker has not run it here."""

    erases: str | Promise
    ran_at: datetime | None
    runs_at: datetime


def clocks() -> Iterator[Clock]:
    """Those that the worker keeps; one query."""
    ran = dict(
        ProcrastinatePeriodicDefer.objects.order_by("defer_timestamp").values_list("task_name", "defer_timestamp")
    )
    now = timezone.localtime()
    for each in app.periodic_registry.periodic_tasks.values():
        if erases := CLOCKS.get(each.task.name):
            last = ran.get(each.task.name)
            at = datetime.fromtimestamp(last, UTC) if last else None
            yield Clock(erases, at, croniter(each.cron, now).get_next(datetime))

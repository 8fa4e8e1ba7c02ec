"""The clocks that forget: what each erases and after how long, when it last ran and runs next, as the worker has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from croniter import croniter
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinatePeriodicDefer

# Named as the worker knows them: what stands on this room is named by strings alone. Beside what each erases, how long
# that is kept, read where the code reads it (a duration, a function that gives one, a setting in days); none: at once.
CLOCKS: Final[dict[str, tuple[str | Promise, tuple[str, ...]]]] = {
    "carto.fiches.tasks.forget_people": (
        _("adresses laissées, passages, liens secrets"),
        ("carto.fiches.trust.retention.contact_kept", "carto.fiches.trust.retention.PASSAGES_KEPT",
         "carto.fiches.trust.retention.WITHDRAWN_LINKS_KEPT"),
    ),
    "carto.fiches.tasks.forget_marks_of_voices": (
        _("quel navigateur a fait un geste"), ("carto.fiches.voices.actions.MARKS_KEPT",)
    ),
    "carto.fiches.tasks.drop_forgotten_photos": (
        _("photos jamais envoyées"), ("carto.fiches.actions.DRAFT_PHOTOS_KEPT",)
    ),
    "carto.fiches.moderation.tasks.drop_originals": (
        _("photos d’avant le floutage, mots retirés d’un texte"), ("CARTO_ORIGINALS_DAYS",)
    ),
    "carto.alertes.tasks.forget": (
        _("suivis jamais confirmés, messages envoyés, suivis de fiches finies"),
        ("carto.alertes.forgetting.UNCONFIRMED_KEPT", "carto.alertes.forgetting.MESSAGES_KEPT",
         "carto.alertes.forgetting.SETTLED_KEPT"),
    ),
    "carto.comptes.tasks.forget_sessions": (_("connexions finies"), ("SESSION_COOKIE_AGE",)),
    "carto.demarches.tasks.forget_accounts": (_("comptes dont personne ne se sert"), ("CARTO_ACCOUNT_DAYS",)),
    "carto.ouvert.tasks.dump_layers": (_("copies de chaque nuit"), ("carto.ouvert.dumps.making.KEPT_FOR",)),
    "projets.idees.inbox.tasks.forget_senders": (_("numéros et adresses des messages reçus"), ("CARTO_CONTACT_DAYS",)),
    "projets.idees.tasks.seal_campagnes": (_("qui a répondu à une campagne finie"), ()),
    "projets.idees.tasks.forget_addresses_of_campagnes": (
        _("adresses laissées à une campagne, une fois la réponse partie"), ("projets.idees.campagnes.sealing.SETTLES",)
    ),
    "projets.idees.spoken.tasks.drop_forgotten_voices": (
        _("voix jamais envoyées"), ("projets.idees.spoken.keeping.KEPT",)
    ),
    "projets.idees.drafts.tasks.drop_forgotten": (
        _("brouillons que personne ne touche"), ("projets.idees.drafts.actions.KEPT",)
    ),
    "projets.idees.papers.tasks.forget_sheets": (
        _("photos de feuilles : refusées, relues, oubliées"),
        ("projets.idees.papers.actions.KEPT_REFUSED", "projets.idees.papers.actions.KEPT_CONFIRMED",
         "projets.idees.papers.actions.KEPT_READ"),
    ),
    "projets.opportunites.gates.tasks.forget_offers": (
        _("adresses laissées avec une offre"), ("CARTO_CONTACT_DAYS",)
    ),
    "projets.opportunites.choosing.tasks.settle_consultations": (
        _("qui s’est exprimé dans une consultation finie"), ()
    ),
    "projets.budgets.tasks.settle_budgets": (_("qui a voté à un budget participatif fini"), ()),
    "projets.equipements.questions.tasks.forget_addresses_of_questions": (
        _("adresses laissées avec une question restée sans réponse"), ("projets.equipements.questions.tasks.KEPT",)
    ),
    "signalements.hooks.tasks.forget_deliveries": (
        _("ce qui a été dit à d’autres logiciels"), ("signalements.hooks.sending.KEPT",)
    ),
}  # fmt: skip
HOURS_UP_TO: Final = timedelta(days=2)
SECONDS: Final = {"SESSION_COOKIE_AGE"}  # the other settings are days


@dataclass(frozen=True)
class Clock:
    """One of them; `ran_at` is None as long as the worker has not run it here."""

    erases: str | Promise
    after: str  # how long each is kept, in words; empty: none of it once it is over
    ran_at: datetime | None
    runs_at: datetime


def clocks() -> Iterator[Clock]:
    """Those that the worker keeps; one query."""
    ran = dict(
        ProcrastinatePeriodicDefer.objects.order_by("defer_timestamp").values_list("task_name", "defer_timestamp")
    )
    now = timezone.localtime()
    for each in app.periodic_registry.periodic_tasks.values():
        if each.task.name in CLOCKS:
            erases, kept = CLOCKS[each.task.name]
            last = ran.get(each.task.name)
            at = datetime.fromtimestamp(last, UTC) if last else None
            after = ", ".join(_said(_kept(name)) for name in kept)
            yield Clock(erases, after, at, croniter(each.cron, now).get_next(datetime))


def _kept(name: str) -> timedelta:
    """How long, where the code itself reads it."""
    if "." not in name:
        count = getattr(settings, name)
        return timedelta(seconds=count) if name in SECONDS else timedelta(days=count)
    found = import_string(name)
    return found() if callable(found) else found


def _said(kept: timedelta) -> str:
    """« 48 heures », « 90 jours »."""
    if kept <= HOURS_UP_TO:
        hours = int(kept.total_seconds() // 3600)
        return ngettext("%(n)d heure", "%(n)d heures", hours) % {"n": hours}
    return ngettext("%(n)d jour", "%(n)d jours", kept.days) % {"n": kept.days}

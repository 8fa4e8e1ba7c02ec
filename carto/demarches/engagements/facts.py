"""What the site itself shows of a commitment: each fact is worked out when the page is read, with where to check it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.demarches.agenda.entries import Sort, Window
from carto.demarches.agenda.reading import Asked, entries
from carto.demarches.models import State
from carto.fiches.layers import layers
from carto.fiches.models import Commentaire, CommentKind, Fiche, Visibility
from carto.fiches.trust.retention import contact_kept

YEAR: Final = timedelta(days=365)
MOST_LATE: Final = 0.1  # over a tenth of late answers, it is not kept


@dataclass(frozen=True)
class Fact:
    """A state, the figures behind it in words, and the path of ours where anybody checks them."""

    state: State
    said: str
    proof: str


def _open_data() -> Fact:
    count = len(layers())
    said = ngettext("%(n)d couche se télécharge.", "%(n)d couches se téléchargent, sans compte.", count) % {"n": count}
    return Fact(State.KEPT if count else State.NOT_YET, said, reverse("ouvert:catalogue"))


def _forgetting() -> Fact:
    days = contact_kept().days
    said = _("Les adresses laissées sont effacées %(n)d jours après la fin ; chacun emporte ou efface ses données.")
    return Fact(State.KEPT, said % {"n": days}, reverse("fiches:your_data"))


def _contributions() -> Fact:
    lately = Fiche.objects.public().filter(created_at__gte=timezone.now() - YEAR, demonstration=False).count()
    said = ngettext("%(n)d contribution cette année.", "%(n)d contributions cette année.", lately) % {"n": lately}
    return Fact(State.KEPT if lately else State.NOT_YET, said, reverse("carte:list"))


def _answers() -> Fact:
    """Of the questions whose day has come, how many have no answer."""
    replies = Commentaire.objects.filter(answers=OuterRef("pk"), visibility=Visibility.PUBLIC)
    asked = Commentaire.objects.filter(kind=CommentKind.QUESTION, visibility=Visibility.PUBLIC)
    due = asked.filter(due_at__lt=timezone.now())
    total, late = due.count(), due.filter(~Q(Exists(replies))).count()
    said = _("Questions dont le jour de réponse est passé : %(total)d. Sans réponse : %(late)d.")
    state = State.NOT_YET if not total else State.KEPT if late <= total * MOST_LATE else State.GOING
    return Fact(state, said % {"total": total, "late": late}, reverse("carte:list"))


def _anonymous() -> Fact:
    said = _("Signaler, proposer, soutenir, alerter : sans compte, sans adresse.")
    return Fact(State.KEPT, said, reverse("demarches:alert"))


def _free_software() -> Fact:
    said = _("Le logiciel est libre (AGPL) et ses données s’emportent dans des formats ouverts.")
    return Fact(State.KEPT, said, reverse("carte:about"))


def _calendar() -> Fact:
    today = localdate()
    return _on_calendar(None, Window(today, today + YEAR / 4), _("À l’agenda dans les trois mois : %(n)d."))


def _decisions() -> Fact:
    today = localdate()
    return _on_calendar(
        Sort.DECISION, Window(today - YEAR, today + YEAR), _("Décisions publiées ou annoncées : %(n)d.")
    )


def _polls() -> Fact:
    today = localdate()
    return _on_calendar(Sort.POLL, Window(today - YEAR, today), _("Consultations tenues cette année : %(n)d."))


def _on_calendar(sort: Sort | None, window: Window, said: str) -> Fact:
    asked = Asked(window.since.replace(day=1), sorts=(sort.value,) if sort else ())
    n = len(entries(asked, window))
    query = f"?sorte={sort.value}" if sort else ""
    return Fact(State.KEPT if n else State.NOT_YET, said % {"n": n}, reverse("demarches:agenda") + query)


FACTS: Final[dict[str, Callable[[], Fact]]] = {
    "open-data": _open_data,
    "forgetting": _forgetting,
    "contributions": _contributions,
    "answers": _answers,
    "anonymous": _anonymous,
    "free-software": _free_software,
    "calendar": _calendar,
    "decisions": _decisions,
    "polls": _polls,
}

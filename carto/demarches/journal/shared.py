"""What every journal reads on the ground: the history of a fiche, acts of moderation, rules that were proposed."""

from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from carto.alertes.wording import TOLD, words
from carto.demarches.journal.lines import OFFICIAL, RESIDENT, SYSTEM, Line, Sort
from carto.demarches.models import Revision
from carto.fiches.comments.actions import REPLY
from carto.fiches.models import Acte, Evenement, Fiche, What
from carto.fiches.moderation.querysets import ActeQuerySet
from carto.fiches.querysets import EvenementQuerySet

MOST: Final = 5000  # of one source: the latest
SORTS: Final = {
    What.ANSWER: Sort.ANSWERS, What.REPLIED: Sort.ANSWERS, What.ASKED: Sort.ANSWERS,
    What.COMMENT: Sort.SAID, What.SUBMITTED: Sort.SAID, What.COMPLETED: Sort.SAID, What.AMENDED: Sort.SAID,
    What.CHALLENGED: Sort.SAID, What.CORRECTED: Sort.SAID, What.TAGGED: Sort.SAID, What.MEETING: Sort.MET,
    What.MODERATED: Sort.MODERATION, What.HELD: Sort.MODERATION, What.JURY: Sort.MODERATION,
}  # fmt: skip


def history(fiche: Fiche) -> Iterator[Line]:
    """The public lines of one fiche's history; one query."""
    for line in fiche.evenements.public().order_by("-at", "-pk")[:MOST]:
        line.fiche = fiche  # known already: no query a line
        yield told(line)


def answers(lines: EvenementQuerySet) -> Iterator[Line]:
    """Lines of many fiches, each with its fiche's title and address; one query."""
    for line in lines.public().select_related("fiche").order_by("-at", "-pk")[:MOST]:
        yield told(line, of=line.fiche.title, address=line.fiche.get_absolute_url())


def told(line: Evenement, *, of: str = "", address: str = "") -> Line:
    """One line of a history; of a resident or of the site itself, which follows at once, the day alone."""
    named = line.what == What.ANSWER and line.actor_role == OFFICIAL
    said = str(TOLD[What.ANSWER].said) if named else words(line)  # who signs is on the page of what is answered
    what = f"{of} : {said}" if of else said[:1].upper() + said[1:]
    sort = Sort.ANSWERS if line.after == REPLY else SORTS.get(line.what, Sort.STEP)
    if line.what == What.CORRECTED and line.actor_role != RESIDENT:
        sort = Sort.RULES  # the opening sheet of a topic, and whatever else whoever leads it has rewritten
    at = localdate(line.at) if line.actor_role in (RESIDENT, SYSTEM) else line.at
    return Line(f"evenement-{line.pk}", at, sort, what, line.actor_role, line.public_text, address)


def acts(rows: ActeQuerySet | QuerySet[Acte]) -> Iterator[Line]:
    """Acts by which something was taken away or given back, by which rule and why; one query."""
    for act in rows.exclude(rule="").order_by("-at", "-pk")[:MOST]:
        what = _("Modération : %(act)s") % {"act": act.get_what_display()}
        text = f"{act.get_rule_display()}. {act.reason}".strip()
        address = reverse("fiches:moderation:act", args=[act.pk])
        yield Line(f"acte-{act.pk}", act.at, Sort.MODERATION, what, act.role, text, address)


def proposed(kind: str, key: str) -> Iterator[Line]:
    """Other rules that were proposed, with their answers; one query."""
    for each in Revision.objects.filter(kind=kind, key=key).exclude(taken=None)[:MOST]:
        what = _("Règle proposée, reprise") if each.taken else _("Règle proposée, pas reprise")
        text = f"« {each.text} »\n{each.answer}"
        yield Line(f"revision-{each.pk}", each.answered_at, Sort.RULES, what, each.role, text)

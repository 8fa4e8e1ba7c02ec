"""The open journal of a participatory budget: its steps, what was studied and why, the count, what was delivered."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from carto.comptes.models import RoleName
from carto.demarches.journal.lines import Journal, Line, Sort, dated
from carto.demarches.journal.shared import MOST, proposed
from projets.budgets.models import BudgetParticipatif, Jalon, Liasse, ProjetChange


def journal(key: str) -> Journal | None:
    """Of a public one; None otherwise. Five queries."""
    budget = BudgetParticipatif.objects.public().filter(slug=key).first()
    if budget is None:
        return None
    changes = ProjetChange.objects.filter(projet__enveloppe__budget=budget).select_related("projet")[:MOST]
    lines = [*_steps(budget), *map(_change, changes), *_delivered(budget), *_paper(budget), *proposed("budget", key)]
    return Journal(budget.title, budget.get_absolute_url(), lines)


def _steps(budget: BudgetParticipatif) -> Iterator[Line]:
    at, said = budget.published_at, _("Le budget et ses règles sont publiés")
    yield Line("publie", at, Sort.RULES, said, RoleName.FACILITATOR.value)
    yield from dated("propose", budget.opens_at, _("On propose"))
    yield from dated("etudie", budget.study_at, _("On étudie"))
    yield from dated("vote", budget.vote_opens_at, _("Le vote ouvre"))
    closed = _("Le vote ferme avant son terme : %(why)s") % {"why": budget.closed_why}
    yield from dated("ferme", budget.vote_closes_at, closed if budget.closed_why else _("Le vote ferme"))
    yield from dated("scelle", budget.sealed_at, _("La clé qui reconnaît qui a voté est détruite"))
    yield from dated("compte", budget.counted_at, _("Les bulletins sont comptés, et publiés"))


def _change(each: ProjetChange) -> Line:
    what = f"{each.projet.title} : {each.label}"
    told = f"« {each.before} » → « {each.after} »" if each.before else each.after
    text = "\n".join(filter(None, (told, each.why)))
    return Line(f"projet-{each.pk}", each.at, Sort.ANSWERS, what, each.role, text)


def _delivered(budget: BudgetParticipatif) -> Iterator[Line]:
    found = Jalon.objects.filter(projet__enveloppe__budget=budget, done_on__isnull=False)
    for each in found.select_related("projet")[:MOST]:
        what = _("%(project)s : %(step)s, c’est fait") % {"project": each.projet.title, "step": each.title}
        yield Line(f"etape-{each.pk}", each.done_on, Sort.STEP, what)


def _paper(budget: BudgetParticipatif) -> Iterator[Line]:
    """Paper ballots, once all is counted: before it nothing says how many took part."""
    if budget.counted_at is None:
        return
    for each in Liasse.objects.filter(budget=budget)[:MOST]:
        what = _("Bulletins papier joints : %(place)s") % {"place": each.place}
        told = _("Liasse %(number)s") % {"number": each.number}
        yield Line(f"liasse-{each.pk}", each.entered_at, Sort.STEP, what, each.role, told)

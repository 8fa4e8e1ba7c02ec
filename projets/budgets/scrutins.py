"""The vote of one envelope as `projets.votes` counts it, and its count as it is kept."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from projets.budgets.models import Bulletin, Enveloppe, Feasibility, Projet
from projets.votes.filling import Outcome, Step, Verdict
from projets.votes.rules import count
from projets.votes.scrutin import Ballot, Candidate, Rule, Scrutin, Tie
from projets.votes.standing import Standing


def on_ballot(enveloppe: Enveloppe) -> list[Projet]:
    """Its projects that one may vote for, by their number."""
    feasible = enveloppe.projets.filter(feasibility=Feasibility.FEASIBLE).select_related("theme")
    return sorted(feasible.prefetch_related("incompatible"), key=lambda projet: (len(projet.code), projet.code))


def scrutin_of(enveloppe: Enveloppe, projets: Iterable[Projet] | None = None, moved: Decimal = Decimal(0)) -> Scrutin:
    """Its vote; `moved` euros more, or less, than what was voted: for the simulator."""
    budget = enveloppe.budget
    listed = list(on_ballot(enveloppe) if projets is None else projets)
    codes = {projet.pk: projet.code for projet in listed}
    candidates = tuple(
        Candidate(
            projet.code, projet.title, projet.price,
            frozenset(codes[other.pk] for other in projet.incompatible.all() if other.pk in codes),
        )
        for projet in listed
    )  # fmt: skip
    return Scrutin(
        Rule(budget.rule), enveloppe.amount + moved, candidates, budget.choices, budget.points, budget.threshold,
        Tie(budget.tie), budget.slug,
    )  # fmt: skip


def ballots_of(enveloppe: Enveloppe) -> list[Ballot]:
    """Every ballot about it, on paper or not."""
    return list(Bulletin.objects.filter(enveloppe=enveloppe).values_list("choices", flat=True))


def counted(enveloppe: Enveloppe, moved: Decimal = Decimal(0)) -> Outcome:
    """Counted now, from the ballots."""
    return count(scrutin_of(enveloppe, moved=moved), ballots_of(enveloppe))


def keep(outcome: Outcome) -> list[dict[str, Any]]:
    """Its steps for the database; money as text."""
    return [
        {
            "code": step.code, "score": step.standing.score, "voices": step.standing.voices, "cost": str(step.cost),
            "before": str(step.before), "verdict": step.verdict.value, "tied": list(step.tied), "against": step.against,
        }
        for step in outcome.steps
    ]  # fmt: skip


def kept(enveloppe: Enveloppe) -> list[Step]:
    """The steps as they were published."""
    return [
        Step(
            rank, Standing(told["code"], None, told["score"], told["voices"]), Decimal(told["cost"]),
            Decimal(told["before"]), Verdict(told["verdict"]), tuple(told["tied"]), told["against"],
        )
        for rank, told in enumerate(enveloppe.steps, start=1)
    ]  # fmt: skip

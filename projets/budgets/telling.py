"""What the pages of a participatory budget say: its phases, its projects, its results with their steps."""

from dataclasses import dataclass
from random import Random
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from carto.carte.ordering import visit_seed
from projets.budgets.models import BudgetParticipatif, Enveloppe, Feasibility, Phase, Projet
from projets.budgets.scrutins import kept, scrutin_of
from projets.votes.filling import Step
from projets.votes.scrutin import Rule, Tie
from projets.votes.way import Stop
from projets.votes.way import stops as told_from
from projets.votes.wording import RULES, TIES, scored, why

AROUND: Final = 0.001  # degrees around the outermost projects


@dataclass(frozen=True)
class Told:
    """One step of the count in words."""

    step: Step
    projet: Projet | None
    score: str
    why: str


def stops(budget: BudgetParticipatif) -> list[Stop]:
    """The five dates, in order."""
    way = (
        (Phase.PROPOSING, _("On propose"), budget.opens_at),
        (Phase.STUDYING, _("On étudie et on chiffre"), budget.study_at),
        (Phase.VOTING, _("On vote"), budget.vote_opens_at),
        (Phase.COUNTING, _("Le vote ferme"), budget.vote_closes_at),
        (Phase.DONE, _("Résultats"), budget.counts_at),
    )
    return told_from(way, budget.phase)


def rules_told(budget: BudgetParticipatif) -> dict[str, Any]:
    """The rule and the ties, as people read them."""
    name, about = RULES[Rule(budget.rule)]
    return {"rule_name": name, "rule_about": about, "tie_about": TIES[Tie(budget.tie)]}


def shelves(budget: BudgetParticipatif, request: HttpRequest) -> list[dict[str, Any]]:
    """Each envelope with its projects: feasible, to study, set aside; each list in an order drawn for the visitor."""
    seed, found = visit_seed(request), []
    every = Projet.objects.filter(enveloppe__budget=budget).select_related("theme", "enveloppe", "fiche", "equipement")
    listed = list(every.prefetch_related("incompatible", "changes").order_by("pk"))
    Random(f"{seed}:{budget.pk}").shuffle(listed)
    for enveloppe in budget.enveloppes.select_related("territoire"):
        own = [projet for projet in listed if projet.enveloppe_id == enveloppe.pk]
        by_study = {kind: [each for each in own if each.feasibility == kind] for kind in Feasibility}
        found.append(
            {
                "enveloppe": enveloppe,
                "feasible": by_study[Feasibility.FEASIBLE],
                "studied": by_study[Feasibility.STUDY],
                "refused": by_study[Feasibility.REFUSED],
            }
        )
    return found


def placed(shown: list[dict[str, Any]]) -> dict[str, Any]:
    """`pins`, `[longitude, latitude, number, title]` of each project, and their `box` in degrees (SRID 4326)."""
    projets = [projet for shelf in shown for projet in (*shelf["feasible"], *shelf["studied"])]
    pins = [[round(each.geom.x, 6), round(each.geom.y, 6), each.code, each.title] for each in projets]
    if not pins:
        return {"pins": []}
    longitudes, latitudes = [pin[0] for pin in pins], [pin[1] for pin in pins]
    edges = (min(longitudes), min(latitudes), max(longitudes), max(latitudes))
    around = (-AROUND, -AROUND, AROUND, AROUND)
    box = ",".join(f"{edge + more:.6f}" for edge, more in zip(edges, around, strict=True))
    return {"pins": pins, "box": box}


def results(budget: BudgetParticipatif) -> list[dict[str, Any]]:
    """Each envelope with its count, as it was published."""
    return [_result(budget, enveloppe) for enveloppe in budget.enveloppes.select_related("territoire")]


def _result(budget: BudgetParticipatif, enveloppe: Enveloppe) -> dict[str, Any]:
    enveloppe.budget = budget
    projets = list(
        enveloppe.projets.filter(feasibility=Feasibility.FEASIBLE)
        .select_related("theme", "fiche", "equipement")
        .prefetch_related("incompatible", "jalons")
    )
    scrutin, by_code = scrutin_of(enveloppe, projets), {projet.code: projet for projet in projets}
    steps = kept(enveloppe)
    told = [Told(step, by_code.get(step.code), scored(scrutin, step), why(scrutin, step)) for step in steps]
    left = steps[-1].after if steps else enveloppe.amount
    return {
        "enveloppe": enveloppe,
        "steps": told,
        "won": [each for each in told if each.step.won],
        "left": left,
        "spent": enveloppe.amount - left,
    }

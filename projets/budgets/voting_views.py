"""The ballot: filled, read over, then cast for good. Nothing here needs JavaScript."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from carto.carte.ordering import keep_seed, visit_seed
from projets.budgets.actions import cast
from projets.budgets.balloting import CHOSEN, NAMES, Section, checked, sections
from projets.budgets.models import BudgetParticipatif, Phase
from projets.budgets.roll import has_voted
from projets.budgets.telling import rules_told
from projets.budgets.views import UNPROCESSABLE, found, to_page
from projets.votes.scrutin import Rule

CONFLICT: Final = 409


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    """`voter/`: the ballot, its reading over, and the vote itself; each person once."""
    budget = found(request, slug)
    if budget.phase != Phase.VOTING or has_voted(budget, request.user):
        refused = _("Vous avez déjà voté.") if budget.phase == Phase.VOTING else _("On ne vote pas en ce moment.")
        messages.info(request, refused)
        return to_page(budget)
    if request.method != "POST":
        return _ballot(request, budget)
    filled = sections(budget, visit_seed(request), request.POST)
    if "changer" in request.POST:
        return _ballot(request, budget, filled)
    if not checked(filled):
        return _ballot(request, budget, filled, status=UNPROCESSABLE)
    if "confirmer" not in request.POST:
        return render(request, "budgets/review.html", _told(budget) | {"sections": filled})
    try:
        cast(budget, {each.enveloppe: each.ballot for each in filled if each.ballot}, person=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0], "bad")
        return _ballot(request, budget, filled, status=CONFLICT)
    return redirect("budgets:thanks", slug=budget.slug)


def _ballot(
    request: HttpRequest, budget: BudgetParticipatif, filled: list[Section] | None = None, status: int = 200
) -> HttpResponse:
    seed = visit_seed(request)
    shown = sections(budget, seed) if filled is None else filled
    context = _told(budget) | {
        "sections": shown,
        "empty": not any(section.ballot for section in shown),
        "wrong": status == UNPROCESSABLE,
        "said": filled is not None,
    }
    return keep_seed(render(request, "budgets/vote.html", context, status=status), request, seed)


def _told(budget: BudgetParticipatif) -> dict[str, object]:
    rule = Rule(budget.rule)
    return {"budget": budget, "rule": rule.value, "name": NAMES.get(rule, CHOSEN)} | rules_told(budget)


@never_cache
@login_required
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """`voter/merci/`: it is done; what it said is told nowhere, not even here."""
    budget = found(request, slug)
    if not has_voted(budget, request.user):
        return to_page(budget)
    return render(request, "budgets/thanks.html", {"budget": budget})

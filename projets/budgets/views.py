"""Participatory budgets as everybody reads them: list, page, results, ballot file, simulator."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from carto.carte.ordering import keep_seed, visit_seed
from projets.budgets.actions import settle
from projets.budgets.models import BudgetParticipatif, Enveloppe, Phase
from projets.budgets.roll import has_voted
from projets.budgets.scrutins import ballots_of, counted, scrutin_of
from projets.budgets.simulating import MoveForm
from projets.budgets.telling import placed, results, rules_told, shelves, stops
from projets.idees.rights import animation_roles
from projets.votes.pabulib.writing import write_pb
from projets.votes.rules import count

UNPROCESSABLE: Final = 422


def found(request: HttpRequest, slug: str, *, over: bool = False) -> BudgetParticipatif:
    """That budget, with what its clock says is due done; 404 for a draft (but to those who animate), and when `over`
    is asked for and its results are not published.
    """
    budget = get_object_or_404(BudgetParticipatif, slug=slug)
    if budget.published_at is None and not animation_roles(request.user):
        raise Http404
    settle(budget)
    if over and budget.phase != Phase.DONE:
        raise Http404
    return budget


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/budgets-participatifs/`: those on their way, and those that were voted."""
    budgets = list(BudgetParticipatif.objects.public().voting_first().prefetch_related("enveloppes")[:200])
    context = {
        "now": [each for each in budgets if each.phase != Phase.DONE],
        "past": [each for each in budgets if each.phase == Phase.DONE],
        "animates": bool(animation_roles(request.user)),
    }
    return render(request, "budgets/index.html", context)


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them: where it stands, its money, its projects at equal size in an order drawn for each visitor."""
    budget = found(request, slug)
    shown = shelves(budget, request)
    signed = request.user.is_authenticated and has_voted(budget, request.user)
    context = {
        "budget": budget,
        "phase": budget.phase,
        "stops": stops(budget),
        "shelves": shown,
        "voted": signed,
        "animates": bool(animation_roles(request.user)),
    }
    response = render(request, "budgets/page.html", context | placed(shown) | rules_told(budget))
    return keep_seed(response, request, visit_seed(request))


@require_safe
def outcome(request: HttpRequest, slug: str) -> HttpResponse:
    """`resultats/`: who won, each step with its reason; `?recompter=1` counts again from the ballots, now."""
    budget = found(request, slug, over=True)
    shelves_of = results(budget)
    again = None
    if request.GET.get("recompter"):
        again = all(
            counted(each["enveloppe"]).winners == tuple(told.step.code for told in each["won"]) for each in shelves_of
        )
    context = {"budget": budget, "results": shelves_of, "again": again, "animates": bool(animation_roles(request.user))}
    return render(request, "budgets/results.html", context | rules_told(budget))


@require_safe
def ballot_file(request: HttpRequest, slug: str, enveloppe: int) -> HttpResponse:
    """`bulletins-12.pb`: the ballots of one envelope with its projects and rule, in Pabulib's format."""
    budget = found(request, slug, over=True)
    own = get_object_or_404(Enveloppe.objects.select_related("budget"), pk=enveloppe, budget=budget)
    scrutin, ballots = scrutin_of(own), ballots_of(own)
    told = {"description": budget.title, "unit": own.name, "instance": str(budget.counts_at.year)}
    text = write_pb(scrutin, ballots, count(scrutin, ballots), told)
    headers = {"Content-Disposition": f'attachment; filename="bulletins-{budget.slug}-{own.pk}.pb"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


@require_safe
def simulate(request: HttpRequest, slug: str) -> HttpResponse:
    """`simuler/?de=&vers=&montant=`: which projects would have won with the money elsewhere."""
    budget = found(request, slug, over=True)
    form = MoveForm(budget, request.GET) if "montant" in request.GET else MoveForm(budget)
    moved = form.moved() if form.is_valid() else []
    status = UNPROCESSABLE if form.is_bound and not form.is_valid() else 200
    return render(request, "budgets/simulate.html", {"budget": budget, "form": form, "moved": moved}, status=status)


def to_page(budget: BudgetParticipatif) -> HttpResponse:
    """Back to its page."""
    return redirect(budget.get_absolute_url())

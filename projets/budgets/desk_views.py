"""Where participatory budgets are prepared: those who animate write, publish, join paper, close and count."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projets.budgets import actions
from projets.budgets.forms import BudgetForm, CloseForm, EnveloppeForm
from projets.budgets.models import BudgetParticipatif, Enveloppe, Projet
from projets.budgets.studying import may_change
from projets.idees.rights import for_facilitators

UNPROCESSABLE, CONFLICT = 422, 409
TAGS: Final = {"good": messages.SUCCESS, "bad": messages.ERROR}


@require_safe
@for_facilitators
def desk(request: HttpRequest) -> HttpResponse:
    """`/budgets-participatifs/animer/`: every one of them, drafts first."""
    budgets = BudgetParticipatif.objects.order_by("published_at", "-vote_opens_at", "-pk")[:200]
    drafts_first = sorted(budgets, key=lambda each: each.published_at is not None)
    return render(request, "budgets/desk/index.html", {"budgets": drafts_first})


@for_facilitators
def new(request: HttpRequest) -> HttpResponse:
    """Prepare a new one; three months to propose and to study, two weeks to vote."""
    at = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    days = {"opens_at": 0, "study_at": 45, "vote_opens_at": 90, "vote_closes_at": 105, "counts_at": 112}
    initial = {name: at + timedelta(days=ahead) for name, ahead in days.items()}
    return _write(request, BudgetParticipatif(created_by=request.user), initial)


@for_facilitators
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them: its dates and rules, its money, its projects."""
    budget = get_object_or_404(BudgetParticipatif, slug=slug)
    actions.settle(budget)
    return _write(request, budget)


def _write(request: HttpRequest, budget: BudgetParticipatif, initial: dict[str, object] | None = None) -> HttpResponse:
    form = BudgetForm(request.POST if request.method == "POST" else None, instance=budget, initial=initial)
    if form.is_valid():
        kept = form.save()
        messages.success(request, _("C’est enregistré."), "good")
        return redirect("budgets:edit", slug=kept.slug)
    stored = BudgetParticipatif.objects.filter(pk=budget.pk).first() if budget.pk else None
    return _desk_page(request, form, stored, UNPROCESSABLE if form.is_bound else 200)


def _desk_page(
    request: HttpRequest, form: BudgetForm, budget: BudgetParticipatif | None, status: int, money: object = None
) -> HttpResponse:
    context = {"form": form, "budget": budget, "closing": CloseForm(auto_id="fermer_%s")}
    if budget is not None:
        projets = (
            Projet.objects.filter(enveloppe__budget=budget).select_related("enveloppe").order_by("enveloppe", "pk")
        )
        context |= {
            "phase": budget.phase,
            "missing": actions.missing(budget),
            "enveloppes": budget.enveloppes.select_related("territoire"),
            "projets": projets,
            "may_change": may_change(budget),
            "liasses": budget.liasses.all(),
            "money": money or EnveloppeForm(instance=Enveloppe(budget=budget), auto_id="enveloppe_%s"),
        }
    return render(request, "budgets/desk/form.html", context, status=status)


@require_POST
@for_facilitators
def add_envelope(request: HttpRequest, slug: str) -> HttpResponse:
    """One more envelope, while it is a draft."""
    budget = get_object_or_404(BudgetParticipatif, slug=slug)
    if budget.published_at is not None:
        return _after(request, budget, _("Les enveloppes ne changent plus une fois publiées."), "bad")
    form = EnveloppeForm(request.POST, instance=Enveloppe(budget=budget), auto_id="enveloppe_%s")
    if not form.is_valid():
        return _desk_page(request, BudgetForm(instance=budget), budget, UNPROCESSABLE, form)
    form.save()
    return _after(request, budget, _("L’enveloppe est là."), "good")


@require_POST
@for_facilitators
def remove_envelope(request: HttpRequest, slug: str, enveloppe: int) -> HttpResponse:
    """Take away an envelope of a draft, when no project is in it."""
    budget = get_object_or_404(BudgetParticipatif, slug=slug)
    own = get_object_or_404(Enveloppe, pk=enveloppe, budget=budget)
    if budget.published_at is not None or own.projets.exists():
        return _after(request, budget, _("Cette enveloppe a des projets, ou est publiée : elle reste."), "bad")
    own.delete()
    return _after(request, budget, _("L’enveloppe est enlevée."), "good")


@require_POST
@for_facilitators
def publish_it(request: HttpRequest, slug: str) -> HttpResponse:
    """Show it to everybody; refused in words while something is owed."""
    return _do(request, slug, actions.publish, _("C’est publié : les dates et les règles ne changent plus."))


@require_POST
@for_facilitators
def close_it(request: HttpRequest, slug: str) -> HttpResponse:
    """End the vote before its time, with the reason that everybody reads."""
    form = CloseForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    return _do(
        request, slug, lambda budget: actions.close_early(budget, why), _("Le vote est fermé, la page dit pourquoi.")
    )


@require_POST
@for_facilitators
def count_it(request: HttpRequest, slug: str) -> HttpResponse:
    """All the paper is in: count."""
    return _do(request, slug, actions.count_now, _("C’est compté : les résultats sont publiés."))


def _do(request: HttpRequest, slug: str, act: Callable[[BudgetParticipatif], None], done: str) -> HttpResponse:
    budget = get_object_or_404(BudgetParticipatif, slug=slug)
    try:
        act(budget)
    except ValidationError as error:
        return _after(request, budget, " ".join(error.messages), "bad")
    return _after(request, budget, done, "good")


def _after(request: HttpRequest, budget: BudgetParticipatif, said: str, tag: str) -> HttpResponse:
    messages.add_message(request, TAGS[tag], said, tag)
    return redirect("budgets:edit", slug=budget.slug)

"""The projects of a ballot, their milestones, and the paper ballots: one page each, for those who animate."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from projets.budgets.actions import enter_paper
from projets.budgets.balloting import read_papers, sections
from projets.budgets.forms import JalonFormSet, PaperForm, ProjetForm
from projets.budgets.models import BudgetParticipatif, Liasse, Phase, Projet
from projets.budgets.studying import keep_milestones, may_change, store
from projets.idees.rights import for_facilitators
from projets.votes.scrutin import Rule

UNPROCESSABLE, CONFLICT = 422, 409


def _role(request: HttpRequest) -> str:
    """As what this person acts: the first of the roles that open these pages."""
    return request.animation_roles[0].name


@for_facilitators
def new_project(request: HttpRequest, slug: str) -> HttpResponse:
    """One more project."""
    budget = get_object_or_404(BudgetParticipatif, slug=slug)
    return _project(request, budget, Projet())


@for_facilitators
def project(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One project: its study, its price; once chosen, its milestones."""
    budget = get_object_or_404(BudgetParticipatif, slug=slug)
    found = Projet.objects.select_related("enveloppe__budget", "fiche", "equipement")
    return _project(request, budget, get_object_or_404(found, pk=pk, enveloppe__budget=budget))


def _project(request: HttpRequest, budget: BudgetParticipatif, projet: Projet) -> HttpResponse:
    form = ProjetForm(budget, request.POST if request.method == "POST" else None, instance=projet)
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_bound and not may_change(budget):
        messages.error(request, _("Le vote a commencé : le bulletin ne change plus."), "bad")
        return redirect("budgets:edit", slug=budget.slug)
    if form.is_valid():
        try:
            store(
                form.instance,
                person=request.user,
                role=_role(request),
                incompatible=list(form.cleaned_data["incompatible"]),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("C’est enregistré."), "good")
            return redirect("budgets:edit", slug=budget.slug)
    stored = Projet.objects.select_related("equipement").filter(pk=projet.pk).first() if projet.pk else None
    context = {
        "budget": budget, "projet": stored, "form": form, "may_change": may_change(budget),
        "changes": stored.changes.all() if stored else (),
        "steps": JalonFormSet(instance=stored, prefix="etapes") if stored and stored.won else None,
    }  # fmt: skip
    return render(request, "budgets/desk/project.html", context, status=status)


@require_POST
@for_facilitators
def milestones(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The steps of a project that was chosen."""
    found = Projet.objects.select_related("enveloppe__budget", "equipement")
    projet = get_object_or_404(found, pk=pk, enveloppe__budget__slug=slug)
    steps = JalonFormSet(request.POST, instance=projet, prefix="etapes")
    try:
        if not steps.is_valid():
            raise ValidationError(_("Chaque étape a un titre et une date prévue."))
        keep_milestones(steps, projet, person=request.user, role=_role(request))
    except ValidationError as error:
        messages.error(request, error.messages[0], "bad")
        form = ProjetForm(projet.enveloppe.budget, instance=projet)
        context = {
            "budget": projet.enveloppe.budget,
            "projet": projet,
            "form": form,
            "steps": steps if projet.won else None,
        }
        return render(request, "budgets/desk/project.html", context, status=UNPROCESSABLE)
    messages.success(request, _("Les étapes sont sur la page du projet."), "good")
    return redirect("budgets:project", slug=slug, pk=pk)


@for_facilitators
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """A bundle of paper ballots, typed one a line."""
    budget = get_object_or_404(BudgetParticipatif, slug=slug)
    form, status = PaperForm(request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        told = form.cleaned_data
        try:
            papers = read_papers(budget, told["lines"])
            liasse = enter_paper(
                budget, told["number"], told["place"], papers, person=request.user, role=_role(request)
            )
        except ValidationError as error:
            form.add_error("number" if error.code == "entered" else "lines", error)
            status = CONFLICT if error.code in ("entered", "closed") else UNPROCESSABLE
        else:
            messages.success(request, _("%(n)d bulletins sont joints.") % {"n": liasse.ballots}, "good")
            return redirect("budgets:paper", slug=slug)
    elif form.is_bound:
        status = UNPROCESSABLE
    rule = Rule(budget.rule)
    context = {
        "budget": budget, "form": form, "liasses": budget.liasses.all(), "sections": sections(budget, 0),
        "valued": rule in (Rule.POINTS, Rule.JUDGEMENT), "ranked": rule == Rule.RANKING,
        "open": budget.phase in (Phase.VOTING, Phase.COUNTING),
    }  # fmt: skip
    return render(request, "budgets/desk/paper.html", context, status=status)


@require_POST
@for_facilitators
def remove_paper(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back a bundle entered wrongly, before the count."""
    liasse = get_object_or_404(Liasse.objects.select_related("budget"), pk=pk, budget__slug=slug)
    if liasse.budget.phase not in (Phase.VOTING, Phase.COUNTING):
        messages.error(request, _("C’est compté : cette liasse reste."), "bad")
    else:
        liasse.delete()
        messages.success(request, _("La liasse est retirée : saisissez-la de nouveau."), "good")
    return redirect("budgets:paper", slug=slug)

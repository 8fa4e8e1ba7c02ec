"""`/bureau/regles/`: the rules in their order; a change is tried on the last reports before it is stored."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carto.comptes.models import RoleName
from carto.fiches.views import UNPROCESSABLE
from signalements.desk.pages import OFFICE
from signalements.desk.rights import for_regulators, for_services
from signalements.models import DeadlinePolicy, Priority, RoutingRule
from signalements.routing.changes import Change, Changed, edited, moved, settle, switched
from signalements.routing.dry_run import TRIED, try_out
from signalements.routing.forms import RuleForm
from signalements.routing.problems import new_problems, problems
from signalements.routing.rules import line_of, ordered, version
from signalements.routing.wording import Words, conditions

CONFLICT = 409
LINES_A_PAGE = 50
UP, DOWN = "monter", "descendre"


@for_services
def rules(request: HttpRequest) -> HttpResponse:
    """The rules in their order, what each looks at, and what is wrong with it today."""
    office(request)
    words, found = Words(), list(ordered())
    wrong: dict[int, list[str]] = {}
    for problem in problems([line_of(rule) for rule in found]):
        wrong.setdefault(problem.rule, []).append(problem.text)
    lines = [
        {
            "rule": rule,
            "conditions": conditions(line_of(rule), words),
            "target": words.target(rule.service_id, rule.crew_id),
            "priority": Priority(rule.priority).label if rule.priority is not None else "",
            "wrong": wrong.get(rule.pk, []),
        }
        for rule in found
    ]
    return render(request, "signalements/routing/rules.html", {"lines": lines, "may_change": _regulates(request)})


def office(request: HttpRequest) -> None:
    """Crews have their round; the rules are read in offices."""
    if not {role.name for role in request.desk_roles} & OFFICE:
        raise PermissionDenied


def _regulates(request: HttpRequest) -> bool:
    return request.desk_roles[0].name == RoleName.REGULATOR


@for_services
def rule(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One rule, or a new one: its form; `do=essayer` shows what would follow, `do=enregistrer` stores it."""
    office(request)
    if not _regulates(request):
        raise PermissionDenied
    stored = get_object_or_404(ordered(), pk=pk) if pk else None
    form = RuleForm(request.POST if request.method == "POST" else None, rule=stored)
    doing = request.POST.get("do", "")
    if request.method != "POST" or doing in ("questions", "reprendre"):
        form.errors.clear() if form.is_bound else None
        return _form(request, form, stored)
    if not form.is_valid():
        return _form(request, form, stored, UNPROCESSABLE)
    change = edited(stored, form.cleaned_data)
    if wrong := new_problems(change.before, change.after, change.rule):
        return _form(request, form, stored, UNPROCESSABLE, said(wrong, change))
    return _proposed(request, change, stored)


def _form(
    request: HttpRequest, form: RuleForm, stored: RoutingRule | None, status: int = 200, wrong: list[str] | None = None
) -> HttpResponse:
    context = {"form": form, "rule": stored, "wrong": wrong or []}
    return render(request, "signalements/routing/rule.html", context, status=status)


def said(wrong: list[Any], change: Change) -> list[str]:
    """What is wrong, in words; another rule than the one that changes is named."""
    names = {line.pk: line.name for line in change.after}
    own = [problem.text for problem in wrong if problem.rule == change.rule]
    others = [
        _("Avec ce changement, « %(name)s » serait à revoir. %(why)s") % {"name": names[each.rule], "why": each.text}
        for each in wrong
        if each.rule != change.rule
    ]
    return own + others


@require_POST
@for_regulators
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One rank up or down."""
    stored = get_object_or_404(ordered(), pk=pk)
    steps = {UP: -1, DOWN: 1}.get(request.POST.get("vers", ""), 0)
    change = moved(stored, steps) if steps else None
    return _straight(request, change, stored) if change else redirect("signalements:routing:rules")


@require_POST
@for_regulators
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Active or not."""
    stored = get_object_or_404(ordered(), pk=pk)
    return _straight(request, switched(stored), stored)


def _straight(request: HttpRequest, change: Change, stored: RoutingRule) -> HttpResponse:
    """A change without a form: refused with the reason, stored at once when it changes nothing for the last reports."""
    if wrong := new_problems(change.before, change.after, change.rule):
        for sentence in said(wrong, change):
            messages.error(request, sentence)
        return redirect("signalements:routing:rules")
    return _proposed(request, change, stored, straight=True)


def _proposed(request: HttpRequest, change: Change, stored: RoutingRule | None, straight: bool = False) -> HttpResponse:
    """What would follow; then, once seen, the change itself. 409 when the rules have changed in between."""
    now, confirmed = version(), request.POST.get("do") == "enregistrer"
    tried = None if confirmed and request.POST.get("vu") == now else try_out(change.before, change.after)
    if tried is None or (straight and not confirmed and not tried.changes):
        try:
            settle(change, seen=now, by=request.user)
        except Changed:
            confirmed = True
            now, tried = version(), try_out(change.before, change.after)
        else:
            messages.success(request, _("C’est enregistré : les prochains signalements suivront cette règle."))
            return redirect("signalements:routing:rules")
    kept = [(name, value) for name, values in request.POST.lists() for value in values if name not in _OWN]
    context = {
        "change": change, "rule": stored, "tried": tried, "most": TRIED, "kept": kept, "seen": now, "late": confirmed,
        "straight": straight,
    }  # fmt: skip
    return render(request, "signalements/routing/proposed.html", context, status=CONFLICT if confirmed else 200)


_OWN = frozenset({"csrfmiddlewaretoken", "do", "vu"})


@for_services
def history(request: HttpRequest) -> HttpResponse:
    """Who changed what, and when: the rules and the deadlines."""
    office(request)
    kinds = ContentType.objects.get_for_models(RoutingRule, DeadlinePolicy).values()
    lines = LogEntry.objects.filter(content_type__in=kinds).select_related("user").order_by("-action_time", "-pk")
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "signalements/routing/history.html", {"page": page})

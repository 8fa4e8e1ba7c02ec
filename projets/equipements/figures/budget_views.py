"""The budget: `/argent/budget/`, its lines and their file."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.problems import problem
from projets.equipements.figures.budget_asked import COLUMNS, SECTIONS, WAYS, Asked, known_budgets, read_asked, usual
from projets.equipements.figures.budget_told import told
from projets.equipements.figures.exports import BUDGET, csv_of
from projets.equipements.figures.keyed import Key, page_by_pk
from projets.equipements.figures.tell_views import told_of
from projets.equipements.figures.telling import Subject

BAD: Final = 400


@require_safe
def budget(request: HttpRequest) -> HttpResponse:
    """Drawn, in a table to the cent, over the years, told. A wrong parameter answers 400 in words; the usual holds."""
    known = known_budgets()
    if not known:
        return render(request, "equipements/figures/budget_none.html")
    asked, errors = asked_of(request, known)
    try:
        key = Key.read(request.GET.get("apres", ""))
    except ValidationError as error:
        key, errors = None, errors + error.messages
    found = told(asked)
    context: dict[str, Any] = {
        "told": found, "asked": asked, "errors": errors, **_choices(asked), **told_of(request, Subject(asked.chart)),
        "page": page_by_pk(asked.branch().select_related("ligne"), key) if asked.nature else None,
    }  # fmt: skip
    return render(request, "equipements/figures/budget.html", context, status=BAD if errors else 200)


@require_safe
def budget_csv(request: HttpRequest) -> HttpResponseBase:
    """`/argent/budget.csv`: the lines behind a drawing, every one."""
    known = known_budgets()
    if not known:
        raise Http404
    asked, errors = asked_of(request, known)
    if errors:
        return problem(BAD, _("Certains choix ne conviennent pas."), errors=errors)
    return csv_of(asked.branch().order_by("ligne_id"), BUDGET, f"budget-{asked.budget.year}")


def asked_of(request: HttpRequest, known: list[Any]) -> tuple[Asked, list[str]]:
    """The view that an address names; what is wrong with it in words, and then the usual one."""
    try:
        return read_asked(request.GET, known), []
    except ValidationError as error:
        return usual(known), error.messages


def _choices(asked: Asked) -> dict[str, Any]:
    """What the form offers: budgets, years and documents that exist, and the ways to look at one."""
    here = asked.budget
    own = [one for one in asked.known if one.whose == here.whose]
    return {
        "entities": list({one.whose: one.entity or one.siret for one in asked.known}.items()),
        "years": sorted({one.year for one in own}, reverse=True),
        "documents": list({one.paper: one.document for one in own if one.year == here.year}.items()),
        "sections": [(code or "toutes", label) for code, label in SECTIONS.items()],
        "section": asked.section or "toutes",
        "ways": WAYS.items(),
        "columns": COLUMNS.items(),
        "shown": (SECTIONS[asked.section], WAYS[asked.way], COLUMNS[asked.column]),
    }

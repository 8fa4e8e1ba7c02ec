"""`/argent/budget/deplacer/`: money moved between the branches or the lines of a budget, for the sake of seeing."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projets.equipements.figures.budget_asked import COLUMNS, SECTIONS, Asked, known_budgets
from projets.equipements.figures.budget_told import Told, told
from projets.equipements.figures.budget_views import BAD, asked_of
from projets.equipements.figures.moving import MoveForm, Pot, line_pots, pots_of

UNPROCESSABLE: Final = 422


@require_safe
def move(request: HttpRequest) -> HttpResponse:
    """The view of the budget that the address names, `?combien=&de=&vers=`; refused, what was typed stays (422)."""
    known = known_budgets()
    if not known:
        return render(request, "equipements/figures/budget_none.html")
    asked, errors = asked_of(request, known)
    asked = replace(asked, way="depenses", order=False)  # what comes in is not ours to move
    found = told(asked)
    pots = _pots(asked, found)
    form = MoveForm(pots, request.GET) if "combien" in request.GET else MoveForm(pots)
    moved = form.moved(_whole(pots), found.people) if form.is_valid() else []
    wrong = form.is_bound and not form.is_valid()
    context = {
        "told": found, "asked": asked, "errors": errors, "form": form, "moved": moved, "whole": _whole(pots),
        "enough": len(pots) > 1, "shown": (SECTIONS[asked.section], COLUMNS[asked.column]),
    }  # fmt: skip
    status = BAD if errors else UNPROCESSABLE if wrong else 200
    return render(request, "equipements/figures/move.html", context, status=status)


def _pots(asked: Asked, found: Told) -> list[Pot]:
    return line_pots(asked) if asked.nature else pots_of(line.branch for line in found.lines)


def _whole(pots: list[Pot]) -> Decimal:
    """What can be moved about: amounts under zero are in no pot."""
    return sum((pot.total for pot in pots), Decimal(0))

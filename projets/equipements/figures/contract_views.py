"""One contract, one grant, and contracts on a line of time."""

from collections import Counter
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from projets.equipements.figures.forms import SOON
from projets.equipements.figures.querysets import STANDING, running_then
from projets.equipements.figures.tell_views import told_of
from projets.equipements.figures.telling import Subject
from projets.equipements.figures.timeline import timelines
from projets.equipements.models import Ligne, Marche, Rattachement, RattachementState, Subvention

MOST: Final = 40  # of the contracts that a line of time shows
ROW: Final = ("ligne__source__organisme", "ligne__last_import")


@require_safe
def contract(request: HttpRequest, pk: int) -> HttpResponse:
    """Who holds it, what changed, year by year when it is a concession, its places, why, and its row."""
    rows = Marche.objects.select_related(*ROW).prefetch_related("titulaires", "avenants", "executions")
    found = get_object_or_404(rows, pk=pk)
    people = list(found.titulaires.all())
    context = {
        "marche": found, "today": timezone.localdate(), "holders": [one for one in people if not one.under],
        "under": [one for one in people if one.under], **_around(request, "marche", found),
        "amendments": _numbered(found),
    }  # fmt: skip
    return render(request, "equipements/figures/contract.html", context)


@require_safe
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was helped, by how much, what for, and what it made possible."""
    found = get_object_or_404(Subvention.objects.select_related(*ROW), pk=pk)
    return render(request, "equipements/figures/grant.html", {"grant": found, **_around(request, "subvention", found)})


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """`/argent/marches/frise/`: concessions that hold, contracts that end within a year, and in which months."""
    today = timezone.localdate()
    running = Marche.objects.filter(STANDING, running_then(today)).order_by("ends_on", "ligne_id")
    ends = list(running.filter(ends_on__lte=today + SOON).values_list("ends_on", flat=True))
    concessions = running.filter(concession=True)
    soon = list(running.filter(concession=False, ends_on__lte=today + SOON).defer("reason")[:MOST])
    long = list(concessions.defer("reason")[:MOST])
    context: dict[str, Any] = {
        "concessions": long, "concessions_count": concessions.count(), "concession_lines": timelines(long, today),
        "soon": soon, "soon_count": len(ends), "soon_lines": timelines(soon, today), "months": _by_month(ends),
    }  # fmt: skip
    return render(request, "equipements/figures/timeline.html", context)


def _by_month(ends: list[date]) -> list[tuple[date, int]]:
    """How many contracts end in each month that sees any."""
    return sorted(Counter(day.replace(day=1) for day in ends).items())


def _around(request: HttpRequest, what: str, row: Marche | Subvention) -> dict[str, Any]:
    """Its row, the places that a person tied it to, and what is told of it."""
    return {
        "ligne": row.ligne, "ties": _ties(row.ligne), **told_of(request, Subject(f"{what}:{row.pk}", row=row)),
    }  # fmt: skip


def _ties(ligne: Ligne) -> list[Rattachement]:
    ties = Rattachement.objects.filter(ligne=ligne, state=RattachementState.CONFIRMED)
    return list(ties.filter(equipement__visibility="public").select_related("equipement").order_by("-share", "pk"))


def _numbered(marche: Marche) -> list[dict[str, Any]]:
    """Each change with what the amount was before it."""
    before, told = marche.amount, []
    for change in marche.avenants.all():
        told.append({"change": change, "before": before})
        before = change.amount if change.amount is not None else before
    return told

"""One candidate: « pourquoi ici ? », its rows one click away, and another beside it."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projets.opportunites.candidats.lines import Full, Line, best, fulls, line_of
from projets.opportunites.candidats.pieces import drawn
from projets.opportunites.candidats.querysets import ranks, weighed, with_sleep
from projets.opportunites.candidats.rows import Row, behind, placed, rows_of
from projets.opportunites.candidats.telling import EVERYWHERE, READINGS, Bar, address_of
from projets.opportunites.candidats.weighing import Weights
from projets.opportunites.models import SIGNALS, Candidat, Formule, Opportunite, Scale

FIRST_ROWS: Final = 12
BESIDE: Final = 5
TO_COMPARE: Final = 20


@dataclass(frozen=True)
class Explained:
    """One signal: its number, what it adds, its rank within the scale, and the first of its rows."""

    bar: Bar
    about: Any
    rank: tuple[int, int] | None
    rows: list[Row]
    address: str


@dataclass(frozen=True)
class Reading:
    """A candidate as this reader weighs it."""

    line: Line
    full: Full
    weights: Weights
    formule: Formule
    errors: tuple[str, ...]


def read(request: HttpRequest, scale: str, place: str, theme: str) -> Reading:
    """The candidate of an address, weighed as `?poids_…` says. Raises Http404."""
    formule = Formule.objects.first()
    if formule is None:
        raise Http404
    weights, errors = Weights.read(formule, request.GET)
    full = fulls(formule)
    candidat = found(scale, place, theme, full, weights)
    return Reading(line_of(candidat, full, weights, _rank(candidat, full, weights)), full, weights, formule, (*errors,))


def found(scale: str, place: str, theme: str, full: Full, weights: Weights) -> Candidat:
    """By its stable address. Raises Http404."""
    if scale not in Scale.values or "\x00" in place + theme:
        raise Http404(_("Rien n’est compté à cette échelle."))
    known = Candidat.objects.filter(scale=scale, theme__code=theme).select_related("theme", "rue", "territoire")
    if scale == Scale.RUE:
        known = known.filter(rue__code=place)
    else:
        known = known.filter(territoire=None) if place == EVERYWHERE else known.filter(territoire__code=place)
    # Borders that changed leave an older territory of the same code: the last one counted is meant.
    known = with_sleep(known.select_related("opportunite"))
    candidat = weighed(known, full[scale], weights).order_by("-pk").first()
    if candidat is None:
        raise Http404(_("Rien n’est compté ici sur ce thème, ou plus rien."))
    return candidat


def _rank(candidat: Candidat, full: Full, weights: Weights) -> int:
    """Among all of its scale."""
    ahead = Q(points__gt=candidat.points) | Q(points=candidat.points, pk__lt=candidat.pk)
    every = Candidat.objects.filter(scale=candidat.scale)
    return weighed(every, full[candidat.scale], weights).filter(ahead).count() + 1


@require_safe
def page(request: HttpRequest, scale: str, place: str, theme: str) -> HttpResponse:
    """Everything that is known of it; `?avec=rue/<place>/<theme>` puts another beside it."""
    reading = read(request, scale, place, theme)
    if asked := request.GET.get("avec", ""):
        return _compared(request, reading, asked)
    candidat, line = reading.line.candidat, reading.line
    context = told_of(reading) | {
        "near": _near(reading),
        "topics": _topics(candidat),
        "others": [other for other in best(scale, reading.full, reading.weights, TO_COMPARE) if other.key != line.key],
        "actions": drawn(request, candidat),
        "moved": reading.weights.moved,
    }
    return render(request, "opportunites/candidats/page.html", context, status=400 if reading.errors else 200)


def told_of(reading: Reading, most: int = FIRST_ROWS) -> dict[str, Any]:
    """What the page, the dossier and the sheet say of it."""
    candidat = reading.line.candidat
    placed, rows = ranks(candidat), behind(candidat, most)
    explained = [
        Explained(
            bar, SIGNALS[bar.signal], placed.get(bar.signal), rows.get(bar.signal, []),
            address_of(candidat, "rows", bar.signal),
        )
        for bar in reading.line.bars
    ]  # fmt: skip
    return {
        "candidat": candidat,
        "line": reading.line,
        "formule": reading.formule,
        "errors": reading.errors,
        "explained": explained,
        "count": Candidat.objects.filter(scale=candidat.scale).count(),
        "one_more": _one_more(reading),
        "extent": ",".join(f"{edge:.5f}" for edge in extent(candidat)),
        "pins": [[row.point.x, row.point.y, row.title] for some in rows.values() for row in some if row.point],
    }


def _one_more(reading: Reading) -> float:
    """By how much the score rises with one more person, as long as these do not give all the points."""
    full, value = reading.full[reading.line.candidat.scale].get("people"), reading.line.candidat.people
    if not full or value is None or value + 1 > full or not reading.weights.total:
        return 0.0
    return 100.0 * reading.weights.own.get("people", 0.0) / full / reading.weights.total


def extent(candidat: Candidat) -> tuple[float, float, float, float]:
    """West, south, east, north of its place (SRID 4326), never smaller than a few houses."""
    place = candidat.rue or candidat.territoire
    west, south, east, north = place.geom.extent if place else (*candidat.spot, *candidat.spot)
    wide, high = max(0.0, 0.0012 - (east - west)) / 2, max(0.0, 0.0008 - (north - south)) / 2
    return west - wide, south - high, east + wide, north + high


def _near(reading: Reading) -> list[tuple[str, list[Line]]]:
    """Other themes at the same place; the same theme around it."""
    candidat = reading.line.candidat
    here = {"rue": candidat.rue} if candidat.rue_id else {"territoire": candidat.territoire}
    groups = [(_("Au même endroit"), best(candidat.scale, reading.full, reading.weights, BESIDE + 1, **here))]
    same = {"theme": candidat.theme}
    if candidat.scale == Scale.METROPOLE:
        groups.append(
            (_("Le même thème, par quartier"), best(Scale.QUARTIER, reading.full, reading.weights, BESIDE, **same))
        )
    elif candidat.territoire_id:
        around = same | {"territoire": candidat.territoire}
        groups.append(
            (_("Le même thème, dans les rues du quartier"),
             best(Scale.RUE, reading.full, reading.weights, BESIDE + 1, **around))
        )  # fmt: skip
        if candidat.rue_id:
            groups.append(
                (_("À l’échelle du quartier"), best(Scale.QUARTIER, reading.full, reading.weights, 1, **around))
            )
    kept = [(label, [line for line in some if line.candidat.pk != candidat.pk][:BESIDE]) for label, some in groups]
    return [(label, some) for label, some in kept if some]


def _topics(candidat: Candidat) -> list[Opportunite]:
    """The topics that run there already, whatever their theme."""
    if candidat.territoire_id is None:
        return []
    there = Q(quartier=candidat.territoire_id) | Q(commune=candidat.territoire_id)
    return list(
        Opportunite.objects.public().filter(there).exclude(stage="set_aside").order_by("-created_at", "pk")[:BESIDE]
    )


def _compared(request: HttpRequest, reading: Reading, asked: str) -> HttpResponse:
    """Two places side by side, signal by signal. 404 for another that is not counted."""
    parts = asked[:400].split("/")
    if len(parts) != 3:
        raise Http404(_("Cette candidate n’est pas comptée."))
    candidat = found(*parts, reading.full, reading.weights)
    rank = _rank(candidat, reading.full, reading.weights)
    other = line_of(candidat, reading.full, reading.weights, rank)
    both = (reading.line, other)
    context = {
        "both": [(line, ",".join(f"{edge:.5f}" for edge in extent(line.candidat))) for line in both],
        "rows": [(SIGNALS[pair[0].signal], pair) for pair in zip(*(line.bars for line in both), strict=True)],
        "formule": reading.formule,
        "errors": reading.errors,
    }
    return render(request, "opportunites/candidats/compare.html", context, status=400 if reading.errors else 200)


@require_safe
def rows(request: HttpRequest, scale: str, place: str, theme: str, signal: str) -> HttpResponse:
    """All that one number was counted from. 404 for no such signal."""
    if signal not in SIGNALS:
        raise Http404
    reading = read(request, scale, place, theme)
    candidat, number = reading.line.candidat, _number(request.GET.get("page", "1"))
    known = getattr(candidat, signal) is not None
    found = rows_of(candidat, signal, number) if known else None
    context = {
        "line": reading.line,
        "reading": READINGS[signal],
        "about": SIGNALS[signal],
        "said": READINGS[signal].said(getattr(candidat, signal)) if known else _("pas de donnée"),
        "rows": placed({signal: found.rows})[signal] if found else [],
        "number": number,
        "pages": found.pages if found else 1,
        "before": number - 1,
        "after": number + 1 if found and number < found.pages else 0,
    }
    return render(request, "opportunites/candidats/rows.html", context)


def _number(text: str) -> int:
    """Of a page; the first one for what is none."""
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1

"""Where figures and places come from, as everybody reads it: the sources, their readings, their rows."""

import csv
from collections.abc import Iterator
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from carto.text import safe_cell
from projets.equipements.imports.listing import listed, rows, swapped, told, visible, waiting
from projets.equipements.imports.naming import names_facilities
from projets.equipements.imports.reports import said_counts, said_drift
from projets.equipements.models import Correction, Import, ImportState, Ligne, LigneVersion, RattachementState, Source
from projets.equipements.rights import publishing

A_PAGE: Final = 50
READINGS: Final = 10
VERSIONS: Final = 20


class _Echo:
    """What csv writes, given back."""

    def write(self, text: str) -> str:
        return text


def _source(request: HttpRequest, code: str) -> Source:
    return get_object_or_404(visible(publishing(request.user)).select_related("organisme").distinct(), code=code)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/argent/sources/`: every source, who makes it, how, under which licence, and when it was last read."""
    who = publishing(request.user)
    return render(request, "equipements/imports/index.html", {"told": listed(who), "may": bool(who)})


@require_safe
def source(request: HttpRequest, code: str) -> HttpResponse:
    """One source: its label, its last report, its readings and its rows."""
    found = _source(request, code)
    page = Paginator(rows(found), A_PAGE).get_page(request.GET.get("page"))
    context = {"told": told(found), "source": found, "page": page, "columns": found.columns[:6]}
    return render(request, "equipements/imports/source.html", context | _readings(request, found))


def _readings(request: HttpRequest, found: Source) -> dict[str, Any]:
    owns = publishing(request.user).owns(found) if publishing(request.user) else False
    readings = found.imports.select_related("by").exclude(state=ImportState.DROPPED)
    last = found.imports.filter(state=ImportState.DONE).order_by("-at", "-pk").first()
    return {
        "owns": owns,
        "readings": [each for each in readings[:READINGS] if owns or each.state == ImportState.DONE],
        "counts": said_counts(last.report) if last else [],
        "drift": said_drift(last.report) if last else [],
        "reasons": last.report.get("reasons", []) if last else [],
        "waiting": waiting(found).count(),
        "names": owns and names_facilities(found),
        "swapped": swapped(found) if owns else 0,
    }


@require_safe
def ligne(request: HttpRequest, pk: int) -> HttpResponse:
    """A row, untouched, with its label, what it said before, and what it is tied to."""
    related = ("source__organisme", "first_import", "last_import", "equipement")
    row = get_object_or_404(Ligne.objects.select_related(*related), pk=pk)
    if not visible(publishing(request.user)).filter(pk=row.source_id).exists():
        raise Http404
    versions = list(row.versions.select_related("until")[:VERSIONS])
    mended = _mended(row)
    context = {
        "mended": mended,
        "mended_cells": _differing(mended.rejet.data, row.data) if mended else [],
        "ligne": row,
        "source": row.source,
        "cells": cells(row),
        "versions": [(version, _differing(version.data, after)) for version, after in _pairs(row, versions)],
        "ties": row.rattachements.filter(state=RattachementState.CONFIRMED).select_related("equipement"),
        "couts": row.couts.select_related("equipement"),
    }
    return render(request, "equipements/imports/ligne.html", context)


def cells(row: Ligne) -> list[tuple[str, Any]]:
    """(column, value) in the order of the file."""
    order = {name: position for position, name in enumerate(row.source.columns)}
    return sorted(row.data.items(), key=lambda pair: order.get(pair[0], len(order)))


def _pairs(row: Ligne, versions: list[LigneVersion]) -> Iterator[tuple[LigneVersion, dict[str, Any]]]:
    """Each earlier content with the one that followed it, the latest first."""
    after = row.data
    for version in versions:
        yield version, after
        after = version.data


def _mended(row: Ligne) -> Correction | None:
    """The correction that the row is made of, unless its source has published it otherwise since."""
    last = row.corrections.select_related("by", "rejet").first()
    return last if last and last.data == row.data else None


def _differing(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    names = [*before, *(name for name in after if name not in before)]
    return [(n, before.get(n), after.get(n)) for n in names if before.get(n) != after.get(n)]


@require_safe
def file(request: HttpRequest, code: str) -> FileResponse:
    """The last file that was taken, as it came."""
    last: Import | None = told(_source(request, code)).last
    if last is None or not last.file:
        raise Http404
    try:
        return FileResponse(last.file.open("rb"), as_attachment=True, filename=last.name)
    except FileNotFoundError as error:
        raise Http404 from error


@require_safe
def rejects(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """The rows that the last reading could not take, with the reasons, as CSV."""
    found = _source(request, code)
    refused = waiting(found).values_list("number", "reasons", "data")
    names = list(dict.fromkeys(name for _n, _r, data in refused[:500] for name in data)) or found.columns
    lines = csv.writer(_Echo(), delimiter=";")
    head = ["\ufeff" + lines.writerow(["ligne", "raisons", *names])]
    body = (
        lines.writerow([number, " ".join(reasons), *(safe_cell(data.get(name)) for name in names)])
        for number, reasons, data in refused.iterator(chunk_size=2000)
    )
    response = StreamingHttpResponse((line for part in (head, body) for line in part), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="rejets-{found.code}.csv"'
    return response

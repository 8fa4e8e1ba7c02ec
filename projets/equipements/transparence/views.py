"""`/transparence/`: one page from which everything that is published of a quartier is one step away, and its lists."""

from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from projets.equipements.transparence.facilities import as_facility, facilities_of, totals, with_costs
from projets.equipements.transparence.here import told
from projets.equipements.transparence.places import Asked, choices, read_place
from projets.equipements.transparence.rows import SORTS, as_rows, rows_of

PER_PAGE: Final = 50
BAD: Final = 400
UNKNOWN: Final = 404


@require_safe
def here(request: HttpRequest) -> HttpResponse:
    """`?territoire=44109001`, else the whole city; an address or a position leads to the quartier that holds it, so
    that the address of the page never says where somebody stood.
    """
    asked = read_place(request.GET)
    if asked.moved:
        return redirect(f"{reverse('equipements:transparence:here')}?{urlencode({'territoire': asked.code})}")
    context = {"asked": asked, "place": asked.place, "choices": choices(), **told(asked.place)}
    return render(request, "equipements/transparence/page.html", context, status=_status(request, asked))


def _status(request: HttpRequest, asked: Asked) -> int:
    if not asked.errors:
        return 200
    return UNKNOWN if request.GET.get("territoire") and not asked.words else BAD


@require_safe
def rows(request: HttpRequest, name: str) -> HttpResponse:
    """`/transparence/contrats/?territoire=`: every row tied to a facility there; `?lie=non`: those tied to none."""
    if name not in SORTS:
        raise Http404
    asked, sort = _listed(request), SORTS[name]
    loose = asked.place is None and request.GET.get("lie") == "non"
    page = _page(request, rows_of(sort, None if loose else facilities_of(asked.code)))
    context = {
        "sort": sort, "place": asked.place, "loose": loose, "page": page, "query": _query(request),
        "rows": as_rows((sort, ligne) for ligne in page), "whole": reverse(f"equipements:{sort.whole}"),
    }  # fmt: skip
    return render(request, "equipements/transparence/rows.html", context)


@require_safe
def facilities(request: HttpRequest) -> HttpResponse:
    """`/transparence/equipements/?territoire=`: each facility there, with what is published of its costs."""
    asked = _listed(request)
    there = facilities_of(asked.code)
    page = _page(request, with_costs(there))
    context = {
        "place": asked.place, "page": page, "query": _query(request), "totals": totals(there),
        "facilities": [as_facility(each) for each in page],
    }  # fmt: skip
    return render(request, "equipements/transparence/facilities.html", context)


def _listed(request: HttpRequest) -> Asked:
    """The place of a list; Http404 for one that does not exist."""
    asked = read_place(request.GET)
    if asked.errors or asked.moved or asked.hits:
        raise Http404
    return asked


def _page(request: HttpRequest, found: Any) -> Page:
    asked = request.GET.get("page", "")
    return Paginator(found, PER_PAGE).get_page(asked if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1)


def _query(request: HttpRequest) -> str:
    """What the address asks, without its page."""
    params = request.GET.copy()
    params.pop("page", None)
    return params.urlencode()

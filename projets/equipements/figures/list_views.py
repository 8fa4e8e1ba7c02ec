"""Lists of public money: contracts, grants, planned purchases; each by pages and as a file."""

from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.problems import problem
from projets.equipements.figures.exports import CONTRACTS, GRANTS, PURCHASES, csv_of
from projets.equipements.figures.forms import Choice, ContractChoice, GrantChoice, PurchaseChoice
from projets.equipements.figures.keyed import Key, page_by_date
from projets.equipements.figures.querysets import tied

BAD: Final = 400


@dataclass(frozen=True)
class Listed:
    """One of the lists: its form, the date that orders it, its columns, its template and the name of its file."""

    form: type[Choice]
    dated: str
    columns: dict[str, str]
    name: str
    latest_first: bool = True
    prefetched: tuple[str, ...] = ()


LISTS: Final = {
    "contracts": Listed(ContractChoice, "notified_on", CONTRACTS, "marches", prefetched=("titulaires",)),
    "grants": Listed(GrantChoice, "on", GRANTS, "subventions"),
    "purchases": Listed(PurchaseChoice, "expected_on", PURCHASES, "achats-prevus", latest_first=False),
}


@require_safe
def listing(request: HttpRequest, what: str) -> HttpResponse:
    """A page of a list; what was asked wrongly is told (400), and the rest is kept."""
    listed = LISTS[what]
    form = listed.form(request.GET)
    errors = [] if form.is_valid() else [message for messages in form.errors.values() for message in messages]
    try:
        key = Key.read(request.GET.get("apres", ""))
    except ValidationError as error:
        key, errors = None, errors + error.messages
    rows = form.rows()
    shown = rows.alias().annotate(is_tied=tied()).prefetch_related(*listed.prefetched)
    context: dict[str, Any] = {
        "form": form, "errors": errors, "today": timezone.localdate(), "query": _query(request), "count": rows.count(),
        "page": page_by_date(shown, listed.dated, key, latest_first=listed.latest_first),
    }  # fmt: skip
    return render(request, f"equipements/figures/{what}.html", context, status=BAD if errors else 200)


@require_safe
def listing_csv(request: HttpRequest, what: str) -> HttpResponseBase:
    """The rows of the list, every one, streamed."""
    listed = LISTS[what]
    form = listed.form(request.GET)
    if not form.is_valid():
        return problem(BAD, _("Certains choix ne conviennent pas."), errors=form.errors)
    return csv_of(form.rows().order_by(f"-{listed.dated}", "ligne_id"), listed.columns, listed.name)


def _query(request: HttpRequest) -> str:
    """What the address asks, without its page."""
    params = request.GET.copy()
    params.pop("apres", None)
    return params.urlencode()

"""The figures over HTTP: a page for everybody, the same as JSON, and the rows behind them."""

from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.problems import problem
from signalements.figures.asked import Asked, places, read_asked, usual
from signalements.figures.caveats import CAVEATS
from signalements.figures.documents import as_json
from signalements.figures.drawing import caption, charts
from signalements.figures.querysets import listed
from signalements.figures.report import Line, Report, report
from signalements.figures.wording import counted_at, told
from signalements.models import Categorie

BAD_REQUEST: Final = 400


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`/signalements/chiffres/`: told, drawn and in tables; a wrong parameter answers 400 in words, the usual holds."""
    errors: list[str] = []
    try:
        asked = read_asked(request.GET)
    except ValidationError as error:
        asked, errors = usual(), error.messages
    found = report(asked)
    return render(
        request, "signalements/figures/page.html", _shown(found, errors), status=BAD_REQUEST if errors else 200
    )


def _shown(found: Report, errors: list[str]) -> dict[str, Any]:
    asked = found.asked
    return {
        "report": found, "asked": asked, "errors": errors, "told": told(found), "counted_at": counted_at(found),
        "caveats": CAVEATS, "charts": charts(found), "caption": caption(found), "periods": _periods(asked),
        "categories": Categorie.objects.all(), "places": places(),
        "tables": _tables(found),
    }  # fmt: skip


def _tables(found: Report) -> list[tuple[str, str, Sequence[Line], Sequence[str]]]:
    """By category, by quartier, by commune, unless the address has narrowed to one of them."""
    tables = [] if found.asked.categorie else [("categorie", _("Par catégorie"), found.categories, ())]
    if not found.asked.place:
        tables.append(("quartier", _("Par quartier"), found.quartiers.lines, found.quartiers.without))
        tables.append(("commune", _("Par commune"), found.communes.lines, found.communes.without))
    return [table for table in tables if table[2]]


def _periods(asked: Asked) -> list[tuple[str, str, bool]]:
    """The usual periods: a word, the address, and whether it is the one that is shown."""
    today = localdate()
    year = int(asked.periode[:4]) if asked.periode else today.year
    named = [(_("12 derniers mois"), ""), *((str(one), str(one)) for one in range(today.year, today.year - 3, -1))]
    quarters = [(_("%(n)de trimestre %(year)d") % {"n": n, "year": year}, f"{year}-T{n}") for n in (2, 3, 4)]
    first = (_("1er trimestre %(year)d") % {"year": year}, f"{year}-T1")
    return [
        (label, asked.query(periode=code), asked.usual if not code else asked.periode == code)
        for label, code in [*named, first, *quarters]
    ]


@require_safe
def figures_json(request: HttpRequest) -> HttpResponse:
    """`/signalements/chiffres.json`: the same numbers; a wrong parameter answers 400, by name."""
    try:
        asked = read_asked(request.GET)
    except ValidationError as error:
        return problem(BAD_REQUEST, _("Certains choix ne conviennent pas."), errors=error.message_dict)
    answer = JsonResponse(as_json(report(asked)), json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def rows_csv(request: HttpRequest) -> HttpResponse:
    """`/signalements/chiffres.csv`: the rows behind a figure; of fewer than five treated, none says when."""
    try:
        asked = read_asked(request.GET)
    except ValidationError as error:
        return problem(BAD_REQUEST, _("Certains choix ne conviennent pas."), errors=error.message_dict)
    delays = report(asked).delays_told
    rows = listed(asked.since, asked.until, **asked.ids, delays=delays)
    answer = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    named = f"signalements-{asked.since.isoformat()}-{asked.until.isoformat()}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{named}"'
    return answer

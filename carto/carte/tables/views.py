"""`/tableaux/`: a table and a chart of any view, as a page, as files, and inside somebody else's page."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.carte.embedding.views import CACHE, FRAME
from carto.carte.tables.asked import PLACES, Asked
from carto.carte.tables.chart import Chart, chart_of
from carto.carte.tables.files import as_csv, as_xlsx
from carto.carte.tables.table import Table, table_of
from carto.carte.tables.words import EXAMPLES, kept_of, source_of, title_of
from carto.declared import GRAVEUR
from carto.policy import framable
from carto.problems import problem

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RATIO: Final = 2.5  # pixels of the picture for one of the drawing: 1200 across
TOLD: Final = 12  # rows that the words of a drawing tell
TALL: Final = 640  # pixels of the frame in somebody's page


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The choices, the table, its drawing, and the ways to take them; what is wrong answers 400, in words."""
    asked = Asked.read(request.GET)
    context = _told(asked) | {
        "panel": asked.filter_panel(),
        "errors": asked.errors,
        "examples": EXAMPLES,
        "on_map": asked.filters.query(mesure=asked.mesure.code) if asked.rows.code in PLACES else "",
        "frame": format_html(FRAME, _frame_address(request, asked), title_of(asked), TALL),
        "address": request.build_absolute_uri(f"{reverse('carte:table')}?{asked.query()}"),
    }
    return render(request, "carte/tables/table.html", context, status=400 if asked.errors else 200)


def _told(asked: Asked) -> dict[str, Any]:
    table = table_of(asked)
    chart = chart_of(table)
    return {
        "asked": asked, "table": table, "chart": chart, "drawn": _drawn(table, chart) if chart else "",
        "title": title_of(asked), "kept": kept_of(asked), "source": source_of(), "query": asked.query(),
        "list_query": asked.filters.query(), "heads": _heads(asked, table),
    }  # fmt: skip


def _drawn(table: Table, chart: Chart) -> str:
    described = " ; ".join(f"{line.group.label} : {line.total.said}" for line in table.lines[:TOLD])
    return render_to_string("carte/tables/chart.svg", {"chart": chart, "described": described})


def _heads(asked: Asked, table: Table) -> dict[str, Any]:
    """Each heading: how the table is sorted by it now, and the address that sorts it the other way."""
    names = ["nom", *(f"c:{column.key}" for column in table.columns if column.key is not None), "total"]
    return {name: _head(asked, name) for name in names}


def _head(asked: Asked, name: str) -> dict[str, str]:
    now = asked.order.removeprefix("-") == name
    down = asked.order.startswith("-")
    first = "nom" if name == "nom" else f"-{name}"
    other = (name if down else f"-{name}") if now else first
    return {"now": ("descending" if down else "ascending") if now else "", "query": asked.query(tri=other)}


def _frame_address(request: HttpRequest, asked: Asked) -> str:
    return request.build_absolute_uri(f"{reverse('carte:table_frame')}?{asked.query()}")


def _read(request: HttpRequest) -> Asked | HttpResponse:
    """What is asked for, or why a program's address is wrong."""
    asked = Asked.read(request.GET)
    if asked.errors:
        return problem(400, _("Certains choix ne conviennent pas."), errors={"choix": list(asked.errors)})
    return asked


@require_safe
def table_file(request: HttpRequest, extension: str) -> HttpResponse:
    """The table for a spreadsheet."""
    asked = _read(request)
    if isinstance(asked, HttpResponse):
        return asked
    table = table_of(asked)
    if extension == "csv":
        return _saved(as_csv(table), "text/csv; charset=utf-8", "tableau.csv")
    return _saved(as_xlsx(table), XLSX, "tableau.xlsx")


@require_safe
def chart_file(request: HttpRequest, extension: str) -> HttpResponse:
    """The drawing, with its title, its source and its day."""
    asked = _read(request)
    if isinstance(asked, HttpResponse):
        return asked
    table = table_of(asked)
    chart = chart_of(table, framed=True)
    if chart is None:
        raise Http404(_("Il n’y a rien à dessiner : aucune fiche ne passe ces filtres."))
    drawn = _drawn(table, chart)
    if extension == "svg":
        return _saved(drawn, "image/svg+xml; charset=utf-8", "graphique.svg")
    return _saved(import_string(GRAVEUR)(drawn.encode(), RATIO), "image/png", "graphique.png")


def _saved(content: str | bytes, kind: str, name: str) -> HttpResponse:
    stem, _dot, extension = name.partition(".")
    response = HttpResponse(content, content_type=kind)
    saved = f"carte-commune-{stem}-{timezone.localdate().isoformat()}.{extension}"
    response["Content-Disposition"] = f'{"inline" if stem == "graphique" else "attachment"}; filename="{saved}"'
    return response


@require_safe
@framable
def frame(request: HttpRequest) -> HttpResponse:
    """The drawing and its table in somebody else's page: no account, no cookie, nothing from another host.

    It is rendered without the request's context, which would ask the session who is there.
    """
    asked = Asked.read(request.GET)
    context = _told(asked) | {"errors": asked.errors, "language": translation.get_language(), "request": request}
    page = render_to_string("carte/tables/frame.html", context | {"site": request.build_absolute_uri("/").rstrip("/")})
    headers = {"Cache-Control": CACHE, "Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(page, status=400 if asked.errors else 200, headers=headers)

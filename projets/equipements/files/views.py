"""`/equipements/fichiers/`: the open files of facilities and of what they cost, and what each is."""

from collections.abc import Callable, Iterator
from typing import Final

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from projets.equipements.files import exports, schemas

CSV: Final = "text/csv; charset=utf-8"
GPKG: Final = "application/geopackage+sqlite3"
FILES: Final[dict[str, Callable[[], Iterator[str]]]] = {
    "equipements-scdl.csv": exports.scdl_csv,
    "equipement-couts.csv": exports.costs_csv,
    "couts.csv": exports.fiscal_csv,
}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What can be taken, in which form, and how one reads it."""
    return render(request, "equipements/files/page.html")


@require_safe
def table(request: HttpRequest, name: str) -> StreamingHttpResponse:
    """One of the tables, row by row."""
    if name not in FILES:
        raise Http404
    response = StreamingHttpResponse(FILES[name](), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def costs_schema(request: HttpRequest) -> JsonResponse:
    """`equipement-couts.schema.json`: the Table Schema of the costs."""
    return _json(schemas.table_schema(request.build_absolute_uri(reverse("equipements:files:page"))))


@require_safe
def data_package(request: HttpRequest) -> JsonResponse:
    """`datapackage.json`: the Fiscal Data Package, whose data are beside it."""
    return _json(schemas.data_package(settings.CARTO_PLACE, "couts.csv"))


def _json(told: dict[str, object]) -> JsonResponse:
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})


@require_safe
def geopackage(request: HttpRequest) -> FileResponse:
    """`equipements.gpkg`."""
    return FileResponse(exports.as_gpkg(), content_type=GPKG, as_attachment=True, filename="equipements.gpkg")

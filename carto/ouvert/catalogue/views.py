"""`/donnees/…`: a page a data set, its schema, the catalogue for programs, the dumps, and what has changed."""

from datetime import date, timedelta
from itertools import groupby

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.fiches.filters import Filters
from carto.ouvert.catalogue import dcat
from carto.ouvert.catalogue.datasets import Dataset, dataset_named, table_schema
from carto.ouvert.dumps import reading
from carto.ouvert.dumps.changes import changes
from carto.ouvert.files.formats import FORMATS, FRENCH
from carto.problems import problem

WEEK = timedelta(days=7)
LD = "application/ld+json"


def _dataset(name: str) -> Dataset:
    if (found := dataset_named(name)) is None:
        raise Http404
    return found


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One data set, and every way to take it with the filters of the address."""
    found = _dataset(name)
    params = request.GET.copy()
    params["couches"] = name
    errors: list[str] = []
    try:
        filters = Filters.read(params)
    except ValidationError as error:
        errors, filters = error.messages, Filters(couches=(name,), raw=(("couches", name),))
    dumps = [dump for dump in reading.latest() if dump.layer == name]
    context = {
        "dataset": found, "layer": found.layer, "errors": errors, "query": filters.query(),
        "count": filters.counted_by_kind().get(found.layer.kind.value, 0), "filtered": len(filters.raw) > 1,
        "formats": FORMATS.values(), "french": FRENCH, "dumps": dumps, "readings": found.readings(),
    }  # fmt: skip
    return render(request, "ouvert/dataset.html", context, status=400 if errors else 200)


@require_safe
def schema(request: HttpRequest, name: str) -> JsonResponse:
    """Its Table Schema."""
    homepage = request.build_absolute_uri(reverse("ouvert:dataset", args=[name]))
    return _open(table_schema(_dataset(name), homepage), "application/json")


@require_safe
def catalogue(request: HttpRequest) -> JsonResponse:
    """`catalogue.jsonld`, for portals that harvest."""
    return _open(dcat.catalogue(request.build_absolute_uri("/").rstrip("/")), LD)


def _open(told: dict[str, object], kind: str) -> JsonResponse:
    response = JsonResponse(told, content_type=kind, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def dumps(request: HttpRequest) -> HttpResponse:
    """What each night has kept."""
    files = [dump for night in reading.nights() for dump in reading.dumps_of(night)]
    nights = [(day, list(group)) for day, group in groupby(files, key=lambda dump: dump.day)]
    week_ago = timezone.localdate() - WEEK
    return render(request, "ouvert/dumps.html", {"nights": nights, "week_ago": week_ago.isoformat()})


@require_safe
def dump(request: HttpRequest, day: str, name: str) -> FileResponse:
    """One file of one night."""
    path = reading.file_of(day, name)
    if path is None:
        raise Http404
    kind = FORMATS[path.suffix.removeprefix(".")].media_type
    return FileResponse(path.open("rb"), content_type=kind, as_attachment=True, filename=f"{day}-{name}")


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """`changements.jsonl?depuis=2026-11-01`: what was created, changed or left since; for a week when nothing says."""
    asked = request.GET.get("depuis", "")
    try:
        since = date.fromisoformat(asked) if asked else timezone.localdate() - WEEK
    except ValueError:
        since = None
    if since is None or not 1900 <= since.year <= 2200:
        return problem(400, _("Date illisible : année-mois-jour est attendu, comme 2026-01-31."))
    return StreamingHttpResponse(changes(since), content_type="application/x-ndjson; charset=utf-8")

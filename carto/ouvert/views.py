"""Open data for people: the catalogue, the downloads; and for machines, the state of health."""

from collections.abc import Callable, Iterator

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from carto.fiches.filters import Filters
from carto.fiches.layers import layers
from carto.fiches.models import Fiche
from carto.ouvert import exports, health
from carto.problems import problem

FORMATS: dict[str, tuple[str, Callable[[QuerySet[Fiche]], Iterator[str]]]] = {
    "csv": ("text/csv; charset=utf-8", exports.as_csv),
    "geojson": ("application/geo+json; charset=utf-8", exports.as_geojson),
}


def catalogue(request: HttpRequest) -> HttpResponse:
    """What can be downloaded, for the filters of the address, with the same counts as the map and the list."""
    try:
        filters = Filters.read(request.GET)
    except ValidationError as error:
        context = {"errors": error.messages, "filters": Filters(), "layers": []}
        return render(request, "ouvert/catalogue.html", context, status=400)
    counts = filters.counted_by_kind()
    told = [(layer, counts.get(layer.kind.value, 0), filters.query(couches=layer.name)) for layer in layers()]
    context = {"layers": told, "total": sum(counts.values()), "query": filters.query()}
    return render(request, "ouvert/catalogue.html", context)


def download(request: HttpRequest, extension: str) -> HttpResponse:
    """The fiches of a view as a file; its number of rows is also in `X-Total-Count`."""
    try:
        fiches = Filters.read(request.GET).fiches().order_by("pk")
    except ValidationError as error:
        return problem(400, _("Certaines valeurs ne conviennent pas."), errors=error.message_dict)
    media_type, stream = FORMATS[extension]
    response = StreamingHttpResponse(stream(fiches), content_type=media_type)
    name = f"carte-commune-{timezone.localdate().isoformat()}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Total-Count"] = str(fiches.count())
    return response


@never_cache
def sante(_request: HttpRequest) -> HttpResponse:
    """200 when everything answers, 503 with what is wrong otherwise."""
    parts = health.report()
    well = all(state == health.OK for state in parts.values())
    return JsonResponse({"ok": well, **parts}, status=200 if well else 503)

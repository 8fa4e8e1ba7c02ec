"""Open data for people: the catalogue, the downloads; and for machines, the state of health."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from carto.fiches.filters import Filters
from carto.fiches.layers import layers
from carto.ouvert import health
from carto.ouvert.files.columns import view_of
from carto.ouvert.files.formats import FORMATS, FRENCH
from carto.problems import problem


def catalogue(request: HttpRequest) -> HttpResponse:
    """What can be downloaded, for the filters of the address, with the same counts as the map and the list."""
    try:
        filters = Filters.read(request.GET)
    except ValidationError as error:
        context = {"errors": error.messages, "filters": Filters(), "layers": []}
        return render(request, "ouvert/catalogue.html", context, status=400)
    counts = filters.counted_by_kind()
    told = [(layer, counts.get(layer.kind.value, 0), filters.query(couches=layer.name)) for layer in layers()]
    context = {
        "layers": told, "total": sum(counts.values()), "query": filters.query(), "formats": FORMATS.values(),
        "french": FRENCH,
    }  # fmt: skip
    return render(request, "ouvert/catalogue.html", context)


@require_safe
def download(request: HttpRequest, extension: str) -> HttpResponse:
    """The fiches of a view as a file; its number of rows is also in `X-Total-Count`. `?excel=1`: for French Excel."""
    try:
        view = view_of(Filters.read(request.GET))
    except ValidationError as error:
        return problem(400, _("Certaines valeurs ne conviennent pas."), errors=error.message_dict)
    made = FRENCH if extension == "csv" and request.GET.get("excel") == "1" else FORMATS[extension]
    count = view.fiches.count()
    if made.most is not None and count > made.most:
        told = _("Ce format ne tient pas plus de %(most)s lignes : prenez le GeoPackage, ou filtrez la vue.")
        return problem(422, told % {"most": intcomma(made.most)})
    response = StreamingHttpResponse(made.pieces(view), content_type=made.media_type)
    kind = "" if view.name == "fiches" else f"-{view.name}"
    name = f"carte-commune{kind}-{timezone.localdate().isoformat()}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Total-Count"] = str(count)
    return response


@never_cache
def sante(_request: HttpRequest) -> HttpResponse:
    """200 when everything answers, 503 with what is wrong otherwise."""
    parts = health.report()
    well = all(state == health.OK for state in parts.values())
    return JsonResponse({"ok": well, **parts}, status=200 if well else 503)

"""The desk's main page: the queue and its map, the files of a view, and the views that people keep."""

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carto.problems import problem
from signalements.desk import exports
from signalements.desk.filters import DeskFilters
from signalements.desk.forms import RenameForm, SavedViewForm
from signalements.desk.querysets import count_each, pins
from signalements.desk.queue import MOST, MOST_IN_TABS, MOST_PINS, Desk, exists
from signalements.desk.rights import for_services
from signalements.desk.saved import DOWN, UP, changed_by, move_view, save_view, services_of, views_of

BAD, UNPROCESSABLE = 400, 422
MOST_IN_GPKG: Final = (
    200_000  # rows: beyond, a file of tables is the better one, and this one would keep a process busy
)
# Pages of other rooms that take a selection, where they exist: `?choisis=uuid,uuid`, or `?vue=` a query.
TAKERS: Final = {"lots": "/bureau/lots/nouveau/", "tournee": "/bureau/tournees/nouvelle/"}


@for_services
def queue(request: HttpRequest) -> HttpResponse:
    """`/bureau/`: the list beside the map, of one query. A wrong filter answers 400, in words, and the others hold."""
    desk = Desk(request)
    context = _context(desk) | {"save_form": SavedViewForm(services=services_of(desk.roles))}
    return render(request, "signalements/desk/queue.html", context, status=BAD if desk.errors else 200)


def _context(desk: Desk) -> dict[str, Any]:
    filters = desk.filters
    return {
        "desk": desk,
        "filters": filters,
        "rows": desk.rows,
        "most": MOST,
        "most_in_tabs": MOST_IN_TABS,
        "query": filters.query(),
        "without_frame": filters.query(cadre=""),
        "everywhere": filters.query(file="tout") if filters.q and filters.open_only else "",
        "choices": desk.choices(),
        "kept": dict(filters.raw),
        "views": views_of(desk.user, desk.roles),
        **{name: address if exists(address) else "" for name, address in TAKERS.items()},
    }


@for_services
def choose(request: HttpRequest) -> HttpResponse:
    """`/bureau/choisir/?choisis=…&choisis=…&vers=lots`: to the page that takes them, which reads them as one word."""
    address = TAKERS.get(request.GET.get("vers", ""), "")
    if not exists(address):
        raise Http404
    chosen = ",".join(part for part in request.GET.getlist("choisis") if part)
    if not chosen:
        messages.error(request, _("Cochez d’abord ce qui va ensemble."))
        return redirect("signalements:desk:queue")
    return redirect(f"{address}?{urlencode({'choisis': chosen}, safe=',')}")


@for_services
def map_data(request: HttpRequest) -> HttpResponse:
    """`/bureau/carte.geojson`: the pins of the list, the first of its order; `capped` says when there are more."""
    desk = Desk(request)
    if desk.errors:
        return problem(BAD, _("Certaines valeurs ne conviennent pas."), errors=desk.errors)
    told = exports.as_geojson(pins(desk.pinned(), desk.at), MOST_PINS)
    return HttpResponse("".join(told), content_type="application/geo+json")


@for_services
def counts(request: HttpRequest) -> HttpResponse:
    """`/bureau/comptes.json`: how many wait in each queue and in each view of theirs; `most + 1` means « more »."""
    desk = Desk(request)
    views = list(views_of(desk.user, desk.roles))
    read = [DeskFilters.read(QueryDict(view.query)) for view in views]
    known = [(view, filters) for view, (filters, errors) in zip(views, read, strict=True) if not errors]
    found = count_each([desk.keep(filters).order_by() for _view, filters in known], MOST_IN_TABS)
    told = {str(view.pk): count for (view, _filters), count in zip(known, found, strict=True)}
    files = {tab.queue.code: tab.count for tab in desk.tabs}
    return JsonResponse({"most": MOST_IN_TABS, "files": files, "views": told})


@for_services
def download_csv(request: HttpRequest) -> HttpResponse:
    """`/bureau/vue.csv`: every row of the view, streamed."""
    desk = Desk(request)
    if desk.errors:
        return problem(BAD, _("Certaines valeurs ne conviennent pas."), errors=desk.errors)
    told = exports.as_csv(desk.filters.order.sorted(desk.kept))
    return _named(StreamingHttpResponse(told, content_type="text/csv; charset=utf-8"), "csv")


@for_services
def download_gpkg(request: HttpRequest) -> HttpResponse:
    """`/bureau/vue.gpkg`: the same as points, for QGIS; a view too large for it is told so (413)."""
    desk = Desk(request)
    if desk.errors:
        return problem(BAD, _("Certaines valeurs ne conviennent pas."), errors=desk.errors)
    if count_each([desk.kept.order_by()], MOST_IN_GPKG)[0] > MOST_IN_GPKG:
        told = _("Cette vue est trop grande pour un GeoPackage : filtrez-la, ou prenez le CSV, qui n’a pas de limite.")
        return problem(413, told)
    file = exports.as_gpkg(desk.filters.order.sorted(desk.kept))
    return _named(FileResponse(file, content_type="application/geopackage+sqlite3"), "gpkg")


def _named(response: Any, extension: str) -> Any:
    name = f"bureau-{timezone.localdate().isoformat()}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@for_services
def saved_views(request: HttpRequest) -> HttpResponse:
    """`/bureau/vues/`: the views that this person may change; POST keeps a new one."""
    services = services_of(request.desk_roles)
    form = SavedViewForm(request.POST or None, services=services)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            view = save_view(request.user, told["name"], told["query"], form.service_chosen())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("La vue « %(name)s » est gardée.") % {"name": view.name})
            return redirect(f"{reverse('signalements:desk:queue')}?{view.query}")
    views = changed_by(request.user, request.desk_roles)
    status = UNPROCESSABLE if form.errors else 200
    context = {"views": views, "form": form if form.is_bound else None, "up": UP, "down": DOWN}
    return render(request, "signalements/desk/views.html", context, status=status)


@require_POST
@for_services
def change_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename, move or delete a view (`do`); 404 for somebody else's."""
    view = get_object_or_404(changed_by(request.user, request.desk_roles), pk=pk)
    doing = request.POST.get("do", "")
    if doing == "enlever":
        view.delete()
        messages.success(request, _("La vue « %(name)s » est enlevée.") % {"name": view.name})
    elif doing in (UP, DOWN):
        move_view(view, doing)
    elif (form := RenameForm(request.POST)).is_valid():
        view.name = form.cleaned_data["name"]
        view.save(update_fields=["name"])
        messages.success(request, _("C’est noté."))
    else:
        views = changed_by(request.user, request.desk_roles)
        context = {"views": views, "form": form, "up": UP, "down": DOWN}
        return render(request, "signalements/desk/views.html", context, status=UNPROCESSABLE)
    return redirect("signalements:desk:views")

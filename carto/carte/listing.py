"""The list of fiches: the map's full equal. Any page of a kind may reuse `listing`."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from carto.carte.panel import Panel
from carto.fiches.layers import Layer, layer_of
from carto.fiches.models import Fiche, Stage
from carto.fiches.querysets import FicheQuerySet
from carto.geometry import read_point

PER_PAGE: Final = 50
PER_FRAGMENT: Final = 30  # beside the map, where the rest is one zoom away


@dataclass(frozen=True)
class Line:
    """One fiche as a list shows it."""

    fiche: Fiche
    layer: Layer

    @property
    def staged(self) -> bool:
        """Whether its stage says something: that an open facility is « fait » does not."""
        return self.fiche.stage != Stage.DONE or Stage.DONE in self.layer.over

    @property
    def at(self) -> str:
        """Where its pin stands: `longitude,latitude` in degrees."""
        point = self.fiche.geom.point_on_surface
        return f"{point.x:.6f},{point.y:.6f}"


def lines(fiches: FicheQuerySet) -> list[Line]:
    """The fiches as lines, in the same order."""
    return [Line(fiche, layer_of(fiche.kind)) for fiche in fiches]


def listing(
    request: HttpRequest,
    *,
    couches: tuple[str, ...] = (),
    title: str | Promise | None = None,
    extra: dict[str, Any] | None = None,
    template: str = "carte/list.html",
) -> HttpResponse:
    """A page of fiches with the map's own filters, limited to the layers `couches` (all when empty).

    `?lat=&lon=` puts the nearest first and says how far. `fragment` in the address gives the lines alone. A wrong
    parameter answers 400, in words, and keeps the others.
    """
    panel = Panel.read(request.GET, couches)
    point, errors = _point(request)
    fiches = panel.fiches().nearest_first(point) if point else panel.fiches()
    fragment = "fragment" in request.GET
    page = _Counted(fiches, PER_FRAGMENT if fragment else PER_PAGE, panel.total).get_page(request.GET.get("page"))
    context = {
        "panel": panel,
        "title": title,
        "point": point,
        "errors": [*panel.errors, *errors],
        "page": page,
        "lines": lines(page.object_list.for_cards()),  # joined only once they are few
        "query": _query(panel, point),
        "map_query": _map_query(panel),
    }
    template = "carte/_lines.html" if fragment else template
    return render(request, template, context | (extra or {}), status=400 if context["errors"] else 200)


class _Counted(Paginator):
    """Pages whose number of fiches is already known from the panel."""

    def __init__(self, fiches: FicheQuerySet, per_page: int, count: int) -> None:
        super().__init__(fiches, per_page)
        self.count = count


def _point(request: HttpRequest) -> tuple[Point | None, list[str]]:
    """The person's position, or why it does not fit."""
    longitude, latitude = request.GET.get("lon", ""), request.GET.get("lat", "")
    if not (longitude or latitude):
        return None, []
    try:
        return read_point(longitude, latitude), []
    except ValidationError as error:
        return None, error.messages


def _query(panel: Panel, point: Point | None) -> str:
    """The page's own address, but for the page number: `?…`."""
    changes = {"lat": f"{point.y:.6f}", "lon": f"{point.x:.6f}"} if point else {}
    return panel.filters.query(**changes)


def _map_query(panel: Panel) -> str:
    """The same choice as an address of the map, where a page's own layers have to be said."""
    return panel.filters.query(couches=",".join(panel.kept.couches))

"""The list of fiches: the map's full equal. Any page of a kind may reuse `listing`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from carto.carte.ordering import DRAWN, Order
from carto.carte.panel import Panel
from carto.fiches.layers import Layer, layer_of, layers
from carto.fiches.models import Fiche, Stage
from carto.fiches.querysets import FicheQuerySet
from carto.geometry import read_point
from carto.territoires.geocoding import geocode

PER_PAGE: Final = 50
PER_FRAGMENT: Final = 30  # beside the map, where the rest is one zoom away


@dataclass(frozen=True)
class Line:
    """One fiche as a list shows it."""

    fiche: Fiche
    layer: Layer
    note: str = ""  # what the kind says besides: a promise that has passed
    state: str = ""  # what the kind says in the place of the stage: that it is but a dream

    @property
    def staged(self) -> bool:
        """Whether its stage says something: that an open facility is « fait » does not."""
        return self.fiche.stage != Stage.DONE or Stage.DONE in self.layer.over

    @property
    def stage(self) -> str:
        """Where it stands, as people read it."""
        return self.state or self.fiche.get_stage_display()

    @property
    def at(self) -> str:
        """Where its pin stands: `longitude,latitude` in degrees."""
        point = self.fiche.told_place.point_on_surface
        return f"{point.x:.6f},{point.y:.6f}"


def lines(fiches: FicheQuerySet) -> list[Line]:
    """The fiches as lines, in the same order."""
    values = {_value(layer, rank): F(path) for layer in layers() for rank, path in enumerate(layer.noted)}
    return [
        Line(fiche, layer, _told(fiche, layer, layer.note), _told(fiche, layer, layer.staged))
        for fiche in fiches.annotate(**values)
        for layer in [layer_of(fiche.kind)]
    ]


def _value(layer: Layer, rank: int) -> str:
    return f"noted_{layer.name}_{rank}"


def _told(fiche: Fiche, layer: Layer, say: Callable[..., str] | None) -> str:
    """What the layer says of one of its fiches; the values came with it."""
    if say is None:
        return ""
    return say(*(getattr(fiche, _value(layer, rank)) for rank in range(len(layer.noted))))


def listing(
    request: HttpRequest,
    *,
    couches: tuple[str, ...] = (),
    title: str | Promise | None = None,
    extra: dict[str, Any] | None = None,
    template: str = "carte/list.html",
    params: QueryDict | None = None,
    drawn: bool = False,
) -> HttpResponse:
    """A page of fiches with the map's own filters, limited to the layers `couches` (all when empty).

    `?lat=&lon=`, or an address in `pres`, puts the nearest first and says how far; `drawn` offers three orders, and
    draws at random unless another is asked for. `fragment` in the address gives the lines alone. A wrong parameter
    answers 400, in words, and keeps the others. `params`: what the page's own address adds to the filters.
    """
    panel = Panel.read(request.GET if params is None else params, couches)
    point, errors = _point(request)
    order = Order.read(request, point, drawn=drawn)
    fragment = "fragment" in request.GET
    page = _page(panel, order, request.GET.get("page"), PER_FRAGMENT if fragment else PER_PAGE)
    context = {
        "panel": panel,
        "title": title,
        "point": point,
        "errors": [*panel.errors, *errors, *order.errors],
        "page": page,
        "lines": lines(page.object_list.for_cards()),  # joined only once they are few
        "query": panel.filters.query(**order.asked),
        "map_query": _map_query(panel),
        "order": order,
        "orders": [each | {"query": _ordered(panel, order, each)} for each in order.choices()] if drawn else [],
    }
    template = "carte/_lines.html" if fragment else template
    answer = render(request, template, context | (extra or {}), status=400 if context["errors"] else 200)
    return order.keep(answer, request)


def _ordered(panel: Panel, order: Order, choice: dict[str, Any]) -> str:
    """The address of the same view in another order."""
    return panel.filters.query(**(order.asked | choice["changes"]))


def _page(panel: Panel, order: Order, number: str | None, per_page: int) -> Page:
    """One page of the view: its fiches by their ids, found before any of them is read."""
    page = _Counted(order.apply(panel.fiches()), per_page, panel.total).get_page(number)
    if order.name == DRAWN:
        ids = list(page.object_list.values_list("pk", flat=True))
        page.object_list = order.apply(Fiche.objects.filter(pk__in=ids))
    return page


class _Counted(Paginator):
    """Pages whose number of fiches is already known from the panel."""

    def __init__(self, fiches: FicheQuerySet, per_page: int, count: int) -> None:
        super().__init__(fiches, per_page)
        self.count = count


def _point(request: HttpRequest) -> tuple[Point | None, list[str]]:
    """The person's position, or where the words of `pres` are; or why that does not fit."""
    longitude, latitude = request.GET.get("lon", ""), request.GET.get("lat", "")
    if not (longitude or latitude):
        return _named(request.GET.get("pres", ""))
    try:
        return read_point(longitude, latitude), []
    except ValidationError as error:
        return None, error.messages


def _named(words: str) -> tuple[Point | None, list[str]]:
    """The place that the words say, the best of several."""
    words = words.replace("\x00", "").strip()[:200]
    if not words:
        return None, []
    hits = geocode(words, limit=1)
    return (hits[0].point, []) if hits else (None, [_("Nous n’avons pas trouvé ce lieu. Essayez une rue.")])


def _map_query(panel: Panel) -> str:
    """The same choice as an address of the map, where a page's own layers have to be said."""
    return panel.filters.query(couches=",".join(panel.kept.couches))

"""The page of a commune, quartier, IRIS or street: who lives there, and what is said of it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from carto.carte.listing import lines
from carto.fiches.filters import Filters
from carto.fiches.layers import Layer, layers
from carto.fiches.models import Stage
from carto.fiches.querysets import FicheQuerySet
from carto.territoires.ages import age_bands
from carto.territoires.models import Population, Rue, Territoire

LATEST = 10
LONGEST_CODE = 160
ZOOMS = {1: 10, 2: 12, 3: 13, 4: 15}  # of the map that shows a territory of that level
STREET_ZOOM = 16


@dataclass(frozen=True)
class Figures:
    """How many fiches of one layer stand at each stage, in the order of `Stage`."""

    layer: Layer
    stages: tuple[int, ...]

    @property
    def total(self) -> int:
        """All stages together."""
        return sum(self.stages)


def territoire_page(request: HttpRequest, code: str) -> HttpResponse:
    """A territory in force, else the street of that code, else the territory that bore it last; 404 otherwise."""
    place = _find(code)
    fiches = Filters(territoire=code).fiches()
    context = {
        "territoire": place,
        "fiches": fiches,
        "stages": Stage,
        "figures": _figures(fiches),
        "lines": lines(fiches.for_cards()[:LATEST]),
        "map_at": _map_at(place),
        **(_about_street(place) if isinstance(place, Rue) else _about_territoire(place)),
    }
    return render(request, "carte/territoire.html", context)


def _find(code: str) -> Territoire | Rue:
    if "\x00" in code or len(code) > LONGEST_CODE:
        raise Http404(_("Ce territoire n’existe pas."))
    known = Territoire.objects.filter(code=code).select_related("parent").defer("parent__geom").order_by("level", "-pk")
    found = known.filter(valid_to=None).first() or Rue.objects.filter(code=code).select_related("commune").first()
    if found := found or known.first():
        return found
    raise Http404(_("Ce territoire n’existe pas."))


def _figures(fiches: FicheQuerySet) -> list[Figures]:
    """One line per layer, in one query."""
    rows = fiches.order_by().values_list("kind", "stage").annotate(n=Count("pk"))
    counted = {(kind, stage): n for kind, stage, n in rows}
    return [Figures(one, tuple(counted.get((one.kind, stage), 0) for stage in Stage)) for one in layers()]


def _about_territoire(place: Territoire) -> dict[str, Any]:
    counts = list(place.populations.order_by("-year", "age_from"))
    counts = [one for one in counts if one.year == counts[0].year]
    inhabitants = next((one for one in counts if one.age_from is None and one.age_to is None), None)
    return {
        "nature": place.get_level_display(),
        "parent": place.parent,
        "children": place.children.filter(valid_to=None).defer("geom").order_by("level", "name"),
        "inhabitants": inhabitants,
        "population": round(inhabitants.count) if inhabitants else 0,
        "bands": [(band, _share(band, inhabitants)) for band in age_bands(counts)],
        "closed": place.valid_to,
    }


def _about_street(rue: Rue) -> dict[str, Any]:
    return {"nature": _("rue"), "parent": rue.commune, "children": Territoire.objects.none()}


def _share(band: Population, inhabitants: Population | None) -> int | None:
    """Per cent of the inhabitants, rounded."""
    return round(100 * band.count / inhabitants.count) if inhabitants and inhabitants.count else None


def _map_at(place: Territoire | Rue) -> str:
    """The end of the map's address that shows the place: `#zoom/latitude/longitude`."""
    centre = place.geom.point_on_surface
    zoom = ZOOMS[place.level] if isinstance(place, Territoire) else STREET_ZOOM
    return f"#{zoom}/{centre.y:.5f}/{centre.x:.5f}"

"""The dossier of a candidate: one file with its map, its evidence and its charts, that opens without any network."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

import folium
from django.contrib.gis.geos import Polygon
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from carto.fiches.models import Kind
from carto.territoires.models import Level, Rue, Territoire
from carto.territoires.overview import inert, offline_map
from projets.opportunites.candidats.querysets import weighed
from projets.opportunites.models import Candidat, Scale

STREETS: Final = 400  # drawn around it
AROUND: Final = 0.003  # degrees: a few streets further
TOLERANCE: Final = 0.00005  # degrees: five metres, unseen on a screen
GROUND: Final = {"color": "#b9b4a8", "weight": 2, "fillOpacity": 0}
PLACE: Final = {"color": "#1d7448", "weight": 6, "fillOpacity": 0.08}
COLOURS: Final = {Kind.SIGNALEMENT: "#c2391f", Kind.IDEE: "#84389b", Kind.EQUIPEMENT: "#1d5f8a"}
BINS: Final = 10
TALL: Final = 40  # of the chart, in its own units


def dossier(told: dict[str, Any], box: tuple[float, float, float, float]) -> str:
    """The page. `box`: west, south, east, north of what the map shows (SRID 4326)."""
    candidat: Candidat = told["candidat"]
    page = offline_map(f"{told['line'].place} · {candidat.theme}")
    for shape, words in _ground(candidat, box):
        _add(page, shape, words, GROUND)
    if place := candidat.rue or candidat.territoire:
        _add(page, place.geom, place.name, PLACE)
    for one in told["explained"]:
        for row in one.rows:
            if row.point:
                _pin(page, row)
    west, south, east, north = box
    page.fit_bounds([[south, west], [north, east]])
    figure = page.get_root()
    figure.render()
    drawn = {
        "leaflet": SafeString(figure.header.render()),
        "map": SafeString(figure.html.render()),
        "script": SafeString(f"<script>{figure.script.render()}</script>"),
    }
    return render_to_string("opportunites/candidats/dossier.html", told | drawn | {"chart": chart(told)})


def _ground(candidat: Candidat, box: tuple[float, float, float, float]) -> Iterator[tuple[Any, str]]:
    """What lies around: streets, or at the largest scale the quartiers."""
    west, south, east, north = box
    wide, high = max(AROUND, (east - west) / 2), max(AROUND, (north - south) / 2)
    window = Polygon.from_bbox((west - wide, south - high, east + wide, north + high))
    window.srid = 4326
    if candidat.scale == Scale.METROPOLE:
        found: Iterable[Any] = Territoire.objects.filter(level=Level.QUARTIER, valid_to=None, geom__bboverlaps=window)
    else:
        found = Rue.objects.filter(geom__bboverlaps=window).exclude(pk=candidat.rue_id).defer("geom_metres")[:STREETS]
    for one in found:
        yield one.geom, one.name


def _add(page: folium.Map, shape: Any, words: str, style: dict[str, Any]) -> None:
    """A shape with its name, escaped."""
    simple = shape.simplify(TOLERANCE, preserve_topology=True)
    layer = folium.GeoJson(simple.json, style_function=lambda _feature, style=style: style)
    layer.add_child(folium.Tooltip(inert(words)))
    layer.add_to(page)


def _pin(page: folium.Map, row: Any) -> None:
    """One row at its place; what it is called shows under the pointer, its address stands in the list."""
    colour = COLOURS.get(row.kind, "#1d7448")
    folium.CircleMarker(
        [row.point.y, row.point.x], radius=7, color="#ffffff", weight=2, fill=True, fill_color=colour, fill_opacity=1,
        tooltip=folium.Tooltip(inert(row.title)),
    ).add_to(page)  # fmt: skip


def chart(told: dict[str, Any]) -> list[dict[str, Any]]:
    """How many candidates of its scale have how high a score, and in which column this one is; SVG numbers."""
    line, reading = told["line"], told["reading"]
    every = weighed(
        Candidat.objects.filter(scale=line.candidat.scale), reading.full[line.candidat.scale], reading.weights
    )
    counted = Counter(_bin(points) for points in every.order_by().values_list("points", flat=True))
    most = max(counted.values(), default=1)
    return [
        {
            "x": f"{rank * 10 + 0.5:g}",
            "y": f"{TALL - TALL * counted[rank] / most:.2f}",
            "height": f"{TALL * counted[rank] / most:.2f}",
            "own": rank == _bin(line.score),
            "n": counted[rank],
            "from": rank * 10,
            "to": rank * 10 + 10,
        }
        for rank in range(BINS)
    ]


def _bin(points: float) -> int:
    return min(BINS - 1, int(points // 10))

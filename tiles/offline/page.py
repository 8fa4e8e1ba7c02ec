"""The page itself: folium's map with our ground, our fiches and what is said of them, everything inside."""

import json
import re
from typing import Any, Final

import folium
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from carto.carte.kept import kept_in_words
from carto.fiches.filters import Filters
from carto.fiches.layers import layers
from carto.fiches.models import Fiche
from carto.territoires.overview import inert, offline_map
from tiles.image.drawing import Picture, picture_style
from tiles.image.furniture import credits_of
from tiles.image.sheet import address_of
from tiles.image.view import View
from tiles.offline.ground import Ground, Name

MOST_FICHES: Final = 1500
HEAVIEST: Final = 8_000_000  # bytes: a mail still takes it, a phone still opens it
VIEWPORT: Final = re.compile(r'<meta name="viewport".*?>', re.DOTALL)  # folium's forbids to enlarge the page
TOLERANCE: Final = 0.00005  # degrees: five metres


class TooMuch(Exception):
    """The file would be too large; its text (in the reader's language) says what to do."""


def offline_page(picture: Picture, filters: Filters, root: str) -> str:
    """The file's text. `filters` are cut to the view; `root` is the site's address with its slash.

    Raises TooMuch, TooManyTiles, and whatever a base map that cannot be read does.
    """
    fiches = list(filters.fiches().select_related("theme", "rue", "quartier", "commune")[: MOST_FICHES + 1])
    if len(fiches) > MOST_FICHES:
        raise TooMuch(
            _("Plus de %(n)d fiches dans cette vue : approchez la carte, ou choisissez un thème ou une couche.")
            % {"n": MOST_FICHES}
        )
    ground = Ground(picture)
    page = offline_map(_("Carte commune"))
    for painted in ground.painted():
        _add(page, painted.geometries, painted.options)
    for name in ground.names():
        _write(page, name)
    for layer in layers():
        _pins(page, [fiche for fiche in fiches if fiche.kind == layer.kind], layer.colour[0], root)
    _open(page, picture.view)
    told = _told(picture, fiches, root) | {"paper": ground.paper, "view": picture.view}
    text = render_to_string("tiles/offline.html", told | _parts(page))
    if len(text.encode()) > HEAVIEST:
        raise TooMuch(_("Ce fichier serait trop lourd : approchez la carte, ou réduisez la fenêtre."))
    return text


def _parts(page: folium.Map) -> dict[str, Any]:
    """What folium makes: the head with Leaflet in it, the map's own element, its script."""
    figure = page.get_root()
    figure.render()
    return {
        "leaflet": SafeString(VIEWPORT.sub("", figure.header.render())),
        "map": SafeString(figure.html.render()),
        "script": SafeString(f"<script>{figure.script.render()}</script>"),
    }


def _told(picture: Picture, fiches: list[Fiche], root: str) -> dict[str, Any]:
    counted = [(layer, sum(fiche.kind == layer.kind for fiche in fiches)) for layer in layers()]
    return {
        "title": picture.title or _("Carte commune de %(place)s") % {"place": settings.CARTO_PLACE},
        "kept": kept_in_words(picture.filters),
        "date": timezone.localtime(),
        "signs": [(layer.label, layer.colour[0], n) for layer, n in counted if n],
        "fiches": fiches,
        "root": root.rstrip("/"),
        "address": address_of(picture, picture.view, root),
        "credits": credits_of(picture_style(picture)["sources"]),
        "language": get_language(),
    }


def _open(page: folium.Map, view: View) -> None:
    """At the view's own scale, whatever the screen, and no further than what is drawn."""
    box = view.box
    page.location = [view.latitude, view.longitude]
    bounds = [[box.south, box.west], [box.north, box.east]]
    page.options |= {"zoom": round(view.zoom + 1, 2), "zoomSnap": 0, "zoomDelta": 1, "maxBounds": bounds}


def _add(page: folium.Map, geometries: list[dict[str, Any]], options: dict[str, Any]) -> None:
    features = [{"type": "Feature", "properties": {}, "geometry": geometry} for geometry in geometries]
    told = options | {"interactive": False}
    data = {"type": "FeatureCollection", "features": features}
    folium.GeoJson(data, style_function=lambda _feature: told, interactive=False, smooth_factor=0.8).add_to(page)


def _write(page: folium.Map, name: Name) -> None:
    """A name over its place: a tooltip that stays, as Leaflet's markers ask for a picture that is not there."""
    ink = f"color:{name.colour};font-size:{name.size:.1f}px;font-weight:{name.weight};--halo:{name.halo}"
    options = {"sticky": False, "permanent": True, "direction": "center", "class_name": "nom"}
    written = folium.Tooltip(inert(name.text), style=ink, **options)
    point = folium.CircleMarker([name.at[1], name.at[0]], radius=0, stroke=False, interactive=False, tooltip=written)
    point.add_to(page)


def _pins(page: folium.Map, fiches: list[Fiche], colour: str, root: str) -> None:
    """One layer's fiches: a disc for a point, its own shape otherwise; a touch says what it is."""
    if not fiches:
        return
    features = [
        {"type": "Feature", "properties": {"dit": _said(fiche, root)}, "geometry": _shape(fiche)} for fiche in fiches
    ]
    style = {"fill": True, "color": "#ffffff", "weight": 2, "fillColor": colour, "fillOpacity": 1}
    area = style | {"color": colour, "weight": 3, "fillOpacity": 0.2}
    line = {"color": colour, "weight": 4, "fill": False}
    looks = {"Point": style, "Polygon": area, "MultiPolygon": area}
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: looks.get(feature["geometry"]["type"], line),
        marker=folium.CircleMarker(radius=8, fill=True),
        popup=folium.GeoJsonPopup(fields=["dit"], labels=False),
    ).add_to(page)


def _said(fiche: Fiche, root: str) -> str:
    """Title, state and theme, and where one reads the rest: HTML, every word of it escaped."""
    state = inert(f"{fiche.get_stage_display()} · {fiche.theme}")
    link = inert(f"{root.rstrip('/')}/fiches/{fiche.uuid}/")
    return f'<strong>{inert(fiche.title)}</strong><br>{state}<br><a href="{link}">{inert(fiche.number)}</a>'


def _shape(fiche: Fiche) -> dict[str, Any]:
    geom = fiche.told_place
    if geom.geom_type != "Point":
        geom = geom.simplify(TOLERANCE, preserve_topology=True)
    return json.loads(geom.json)

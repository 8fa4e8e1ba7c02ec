"""A page that shows what an import took in and what it refused; it opens without network, from a folder or a mail."""

import html
import re
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import folium
import numpy as np
import shapely
from branca.element import Element
from django.conf import settings
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from carto.territoires.sources.borders import Borders

LEAFLET: Final = settings.BASE_DIR / "node_modules" / "leaflet" / "dist"
TAKEN: Final = {"color": "#0b6e4f", "weight": 1.5, "fillOpacity": 0.15}
REFUSED: Final = {"color": "#b3261e", "weight": 3, "fillOpacity": 0.35, "dashArray": "6 4"}

LIVE: Final = frozenset("{}$`\\")  # what begins code in Jinja, or in a script's template string

LEGEND_STYLE: Final = """
.bilan { position: fixed; z-index: 1000; inset: auto 0 0; max-height: 40vh; overflow: auto; padding: .75rem 1rem;
         background: #fffe; font: 1rem/1.5 system-ui, sans-serif }
.bilan ul { margin: .25rem 0 0; padding-left: 1.25rem }
"""


def write_overview(borders: Borders, target: Path, *, title: str) -> None:
    """Write the map of `borders` as one HTML file, Leaflet within and no other host named."""
    page = offline_map(title, LEGEND_STYLE)
    page.get_root().html.add_child(Element(_legend(borders, title)))
    bounds = [
        *_draw(page, TAKEN, ((b.geom, f"{b.name} ({b.code})") for b in borders.good)),
        *_draw(page, REFUSED, _refused(borders)),
    ]
    if bounds:
        west, south, east, north = shapely.total_bounds(np.array(bounds))
        page.fit_bounds([[south, west], [north, east]])
    page.save(str(target))


def inert(text: str) -> str:
    """A text as HTML for folium, which renders what it is given as a Jinja template, into a script's template string.

    Whatever opens an expression there (`{{`, `${`, a backquote) is written as a character reference: a stranger's
    title runs neither on this machine nor in the page.
    """
    return "".join(f"&#{ord(sign)};" if sign in LIVE else sign for sign in html.escape(text))


def offline_map(title: str, style: str = "") -> folium.Map:
    """An empty map whose page holds Leaflet and `style` (CSS) within itself."""
    page = folium.Map(tiles=None, control_scale=True, attributionControl=False, prefer_canvas=True)
    page.default_js, page.default_css = [], []  # folium's own come from a CDN
    head = page.get_root().header
    head.add_child(Element(f"<title>{inert(title)}</title>"))
    head.add_child(Element(f"<style>{_stylesheet()}{style}</style>"))
    head.add_child(Element(f"<script>{(LEAFLET / 'leaflet.js').read_text(encoding='utf-8')}</script>"))
    return page


def _refused(borders: Borders) -> Iterator[tuple[BaseGeometry, str]]:
    for remark in borders.refused:
        shape = borders.shapes.get(remark.line)
        if shape is not None and np.isfinite(shapely.get_coordinates(shape)).all():
            yield shape, str(remark)


def _draw(page: folium.Map, style: dict[str, Any], shapes: Iterator[tuple[BaseGeometry, str]]) -> list[BaseGeometry]:
    """Add the shapes with their words, escaped: a name in a stranger's file is not HTML."""
    drawn = []
    for shape, words in shapes:
        layer = folium.GeoJson(shape.__geo_interface__, style_function=lambda _feature, style=style: style)
        layer.add_child(folium.Tooltip(inert(words)))
        layer.add_to(page)
        drawn.append(shape)
    return drawn


def _stylesheet() -> str:
    """Leaflet's sheet with its few images inside."""

    def inlined(match: re.Match[str]) -> str:
        image = b64encode((LEAFLET / match.group(1)).read_bytes()).decode()
        return f"url(data:image/png;base64,{image})"

    return re.sub(r"url\((images/[\w.-]+\.png)\)", inlined, (LEAFLET / "leaflet.css").read_text(encoding="utf-8"))


def _legend(borders: Borders, title: str) -> str:
    counted = _("%(good)d territoires entrés (vert), %(refused)d lignes refusées (rouge).") % {
        "good": len(borders.good),
        "refused": len(borders.refused),
    }
    told = "".join(f"<li>{inert(str(remark))}</li>" for remark in [*borders.refused, *borders.repaired])
    return f'<section class="bilan"><strong>{inert(title)}</strong> — {counted}<ul>{told}</ul></section>'

"""The base map's style for MapLibre: a calm plan of the city, by day and by night.

No glyph server (text is drawn from the page's fonts), no sprite (the page may add icons): nothing here makes a browser
ask another host for anything.
"""

from typing import Any

from django.utils.translation import gettext as _

from tiles.basemap.build import MAXZOOM, Basemap
from tiles.basemap.drawing import SOURCE, Json
from tiles.basemap.ground import canopy_layers, ground_layers
from tiles.basemap.labels import label_layers
from tiles.basemap.palette import PALETTES, Theme
from tiles.basemap.ways import border_layers, way_layers

MINZOOM = 6  # as in tilemaker/config.json


def base_style(theme: Theme, *, tiles_url: str, meta: Basemap | None) -> Json:
    """The style of the base map in `theme` ("light" or "dark").

    `tiles_url` is the absolute address of a tile, with {z}, {x} and {y}. `meta` describes the base map in use (None:
    not built yet, the paper alone is drawn). Layer ids begin with `fond-`; data layers go under the first symbol or on
    top. Raises KeyError on another theme.
    """
    colours = PALETTES[theme]
    is_plan = meta is not None and meta.kind == "plan"
    layers = [
        *ground_layers(colours, is_plan=is_plan),
        *way_layers(colours, is_plan=is_plan),
        *canopy_layers(colours),
        *border_layers(colours),
        *label_layers(colours, is_plan=is_plan),
    ]
    style: Json = {"version": 8, "name": f"Carte commune ({theme})", "sources": {}, "layers": layers[:1]}
    # What the page paints the badges of the points of interest with (images `maki:<icon>`, see labels.py).
    badge = {"disc": colours.badge, "edge": colours.badge_edge, "ink": colours.badge_ink}
    style["metadata"] = {"carte:badge": badge, "carte:base": {"kind": meta.kind if meta else None}}
    if meta:
        style |= {"center": list(meta.centre), "zoom": 12}
        style["sources"] = {SOURCE: _source(tiles_url, meta)}
        style["layers"] = layers
    return style


def attribution(meta: Basemap) -> str:
    """What the map owes to whom, as HTML; and that the plan is a plan."""
    credits = [
        _link("https://www.openstreetmap.org/copyright", _("© contributeurs OpenStreetMap")),
        _link("https://openmaptiles.org/", "© OpenMapTiles"),
    ]
    if meta.kind == "plan":
        credits.insert(0, _("plan schématique"))
    return " · ".join(credits)


def _source(tiles_url: str, meta: Basemap) -> dict[str, Any]:
    version = f"?v={meta.fingerprint[:12]}"  # a new map has new addresses, so browsers may keep the former for long
    return {
        "type": "vector",
        "tiles": [tiles_url + version],
        "minzoom": MINZOOM,
        "maxzoom": min(meta.maxzoom, MAXZOOM),
        "bounds": list(meta.bbox),
        "attribution": attribution(meta),
    }


def _link(address: str, text: str) -> str:
    return f'<a href="{address}" rel="noopener" target="_blank">{text}</a>'

"""The map's MapLibre style: the base map, the territories on it, and every layer of fiches in drawing order."""

from typing import Any, Final

from carto.fiches.layers import layers
from carto.territoires.models import Level, Territoire
from tiles.basemap.build import read_basemap
from tiles.basemap.drawing import Json, by_zoom, font
from tiles.basemap.palette import PALETTES, Palette, Theme
from tiles.basemap.style import base_style
from tiles.basemap.views import archive_path
from tiles.catalogue import MAX_ZOOM, TileLayer, catalogue
from tiles.describe import attribution, tiles_url
from tiles.mesures.drawing import STREETS_FROM
from tiles.mesures.symbols import AREAS, STREETS, area_layers, street_layers
from tiles.symbols import SOURCE, point_layers, shape_layers

THEMES: Final = tuple(PALETTES)
TERRITOIRES: Final = "territoires"
# The city's own borders and names replace those of OpenStreetMap, so that nothing is drawn twice.
REPLACED: Final = {
    Level.COMMUNE: {"fond-limites-communes"},
    Level.QUARTIER: {"fond-limites-quartiers", "fond-quartiers-noms"},
}
IS_COMMUNE: Final = ["==", ["get", "level"], Level.COMMUNE.value]
IS_QUARTIER: Final = ["==", ["get", "level"], Level.QUARTIER.value]
IS_AREA: Final = ["==", ["geometry-type"], "Polygon"]
IS_POINT: Final = ["==", ["geometry-type"], "Point"]


def style(theme: Theme, root: str, query: str = "") -> Json:
    """The style in `theme`; `root` is the site's absolute address with its slash, `query` the filters of the map."""
    base = base_style(theme, tiles_url=f"{root}tuiles/fond/{{z}}/{{x}}/{{y}}.mvt", meta=read_basemap(archive_path()))
    known = set(Territoire.objects.order_by().values_list("level", flat=True).distinct())
    replaced = {name for level in known for name in REPLACED.get(level, ())}
    ground = [layer for layer in base["layers"] if layer["id"] not in replaced]
    # Territories are coloured under the water: by the rivers one sees where one is.
    first_label = next((rank for rank, layer in enumerate(ground) if layer["type"] == "symbol"), len(ground))
    water = next((rank for rank, layer in enumerate(ground) if layer["id"] == "fond-cours-d-eau"), first_label)
    shapes = [drawn for layer in layers() for drawn in shape_layers(layer, theme)]
    pins = [drawn for layer in layers() for drawn in point_layers(layer, theme)]
    colours = PALETTES[theme]
    return base | {
        "sources": base["sources"] | _sources(root, query),
        "layers": [
            *ground[:water],
            *area_layers(colours),
            *ground[water:first_label],
            *street_layers(colours),
            *_borders(colours),
            *shapes,
            *ground[first_label:],
            *_names(colours),
            *pins,
        ],
        "metadata": base.get("metadata", {}) | {"carte:layers": [layer.name for layer in layers()]},
    }


def _sources(root: str, query: str) -> dict[str, dict[str, Any]]:
    """Borders and names; the same territories and the streets again, to be coloured; and fiches."""
    found = catalogue()
    return {
        TERRITOIRES: _source([found[TERRITOIRES]], root),
        AREAS: _source([found[TERRITOIRES]], root) | {"maxzoom": STREETS_FROM - 1},
        STREETS: _source([found["rues"]], root) | {"minzoom": STREETS_FROM},
        SOURCE: _source([layer for layer in found.values() if layer.layer], root, query),
    }


def _source(chosen: list[TileLayer], root: str, query: str = "") -> dict[str, Any]:
    return {
        "type": "vector",
        "tiles": [tiles_url(chosen, root, query)],
        "minzoom": min(layer.zooms[0] for layer in chosen),
        "maxzoom": MAX_ZOOM,
        "attribution": attribution(),
    }


def _borders(colours: Palette) -> list[Json]:
    """Communes dashed, quartiers dotted, both stepping back when streets appear; an area lights up when asked to."""
    lit = ["case", ["boolean", ["feature-state", "selected"], False], 0.12, 0]
    fading = by_zoom((13, 1), (16, 0.35), base=1)
    quartiers = {
        "line-color": colours.border_fine,
        "line-width": by_zoom((11, 0.8), (14, 1.5)),
        "line-dasharray": [0.1, 2.2],
        "line-opacity": fading,
    }
    communes = {
        "line-color": colours.border,
        "line-width": by_zoom((8, 0.5), (14, 1.5)),
        "line-dasharray": [4, 2],
        "line-opacity": fading,
    }
    return [
        _layer("areas", "fill", IS_AREA, {"fill-color": colours.border, "fill-opacity": lit}),
        _layer("quartiers", "line", ["all", IS_AREA, IS_QUARTIER], quartiers, {"line-cap": "round"}) | {"minzoom": 11},
        _layer("communes", "line", ["all", IS_AREA, IS_COMMUNE], communes),
    ]


def _names(colours: Palette) -> list[Json]:
    """Quartiers by name between the scale of the city and that of the street; communes are named by the base map."""
    layout = {
        "text-field": ["get", "name"],
        "text-font": font("Semibold"),
        "text-size": by_zoom((11, 9), (13, 11.5), (15, 13.5)),
        "text-transform": "uppercase",
        "text-letter-spacing": 0.1,
        "text-max-width": 9.5,
        "text-padding": 6,
    }
    paint = {"text-color": colours.text_quartier, "text-halo-color": colours.halo, "text-halo-width": 1.4}
    named = _layer("quartiers-noms", "symbol", ["all", IS_POINT, IS_QUARTIER], paint, layout)
    return [named | {"minzoom": 11.5, "maxzoom": 15.5}]


def _layer(what: str, kind: str, where: list[Any], paint: Json, layout: Json | None = None) -> Json:
    made: Json = {
        "id": f"{TERRITOIRES}-{what}",
        "type": kind,
        "source": TERRITOIRES,
        "source-layer": TERRITOIRES,
        "filter": where,
        "paint": paint,
    }
    return made | ({"layout": layout} if layout else {})

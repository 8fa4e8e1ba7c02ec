"""What map pages need from the declarations: settings for the modules, words for people."""

import json
from typing import Any, Final

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from carto.carte.glossary import Word, word_named
from carto.fiches.layers import Layer, layers
from carto.policy import allow, allow_script

register = template.Library()
# Our map module names these; the browser is told where they are.
IMPORTS: Final = {
    "maplibre-gl": "vendor/maplibre-gl/maplibre-gl.mjs",
    "maplibre-gl/worker": "vendor/maplibre-gl/maplibre-gl-worker.mjs",
    "maki/": "vendor/maki/",
    "terra-draw": "vendor/terra-draw/terra-draw.modern.js",
    "terra-draw-maplibre-gl-adapter": "vendor/terra-draw-maplibre/terra-draw-maplibre-gl-adapter.modern.js",
}


@register.simple_tag(takes_context=True)
def import_map(context: template.Context) -> SafeString:
    """The import map, which has to stand in the page, and the page's leave for these very words."""
    words = json.dumps({"imports": {name: static(path) for name, path in IMPORTS.items()}})
    allow_script(context["request"], words)
    allow(context["request"], "img-src", "data:")  # the drawings on MapLibre's own buttons
    return SafeString(f'<script type="importmap">{words}</script>')


@register.simple_tag
def map_settings() -> dict[str, Any]:
    """For `json_script`: how pins are drawn, where the map opens, and what its controls say."""
    return {
        "layers": {layer.name: {"shape": layer.shape, "colour": list(layer.colour)} for layer in layers()},
        "bounds": list(settings.CARTO_BBOX),
        "centre": list(settings.CARTO_CENTRE),
        "locale": {
            "CooperativeGesturesHandler.WindowsHelpText": _("Ctrl et la molette pour zoomer"),
            "CooperativeGesturesHandler.MacHelpText": _("⌘ et la molette pour zoomer"),
            "CooperativeGesturesHandler.MobileHelpText": _("Deux doigts pour déplacer la carte"),
            "AttributionControl.ToggleAttribution": _("Afficher les sources de la carte"),
            "GeolocateControl.FindMyLocation": _("Ma position"),
            "GeolocateControl.LocationNotAvailable": _("Position indisponible"),
            "Map.Title": _("Carte"),
            "NavigationControl.ZoomIn": _("Zoomer"),
            "NavigationControl.ZoomOut": _("Dézoomer"),
            "Popup.Close": _("Fermer"),
            "ScaleControl.Meters": "m",
            "ScaleControl.Kilometers": "km",
        },
    }


@register.simple_tag
def map_layers() -> tuple[Layer, ...]:
    """The layers in drawing order, for legends."""
    return layers()


@register.inclusion_tag("carte/_word.html")
def word(name: str) -> dict[str, Word]:
    """A word of the trade, which explains itself when opened; KeyError for an unknown one."""
    return {"word": word_named(name)}


@register.filter
def metres(distance: float) -> str:
    """« à 120 m », « à 1,2 km »: no closer than one can tell on foot."""
    if distance < 995:
        return _("à %(n)d m") % {"n": round(distance, -1) if distance >= 10 else round(distance)}
    return _("à %(n)s km") % {"n": number_format(distance / 1000, 1)}

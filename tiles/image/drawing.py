"""A view of the map as one SVG document: the style's layers, then what a sheet needs to be read alone."""

from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.utils.translation import gettext as _

from carto.fiches.filters import Filters
from carto.fiches.layers import layer_of
from carto.fiches.models import Fiche
from tiles.basemap.palette import PALETTES, Theme
from tiles.image import paint
from tiles.image.decode import Feature
from tiles.image.expressions import Scene
from tiles.image.fonts import FAMILIES
from tiles.image.furniture import credits_of, furniture, scale_of
from tiles.image.layers import visible_layers
from tiles.image.pins import Colours
from tiles.image.sources import Pointed, Tiles
from tiles.image.symbols import Symbols
from tiles.image.view import View
from tiles.image.words import legal
from tiles.style import style

SVG: Final = "http://www.w3.org/2000/svg"
PAINTERS: Final = {"fill": paint.areas, "line": paint.lines, "circle": paint.discs}
ONE_POINT: Final = (9, 0, 0)  # as a vector tile says it: move to 0, 0


@dataclass(frozen=True)
class Picture:
    """What is drawn: a view, in a theme, filtered as the map is; a fiche to point at, and a title."""

    view: View
    theme: Theme = "light"
    filters: Filters = field(default_factory=Filters)
    fiche: Fiche | None = None  # with its `spot`: the point of its pin (SRID 4326)
    alone: bool = False  # that fiche without the others
    title: str = ""


def picture_style(picture: Picture) -> dict[str, Any]:
    """The style that the map itself would open."""
    return style(picture.theme, "/", picture.filters.query())


def draw_picture(picture: Picture) -> bytes:
    """The SVG document, in UTF-8. Raises TooManyTiles; a city without a base map is drawn on its bare paper."""
    told, view = picture_style(picture), picture.view
    selected = {picture.fiche.pk: frozenset({"selected"})} if picture.fiche else {}
    layers = visible_layers(told["layers"], Scene(view.zoom, selected))
    tiles = Tiles(told["sources"], view, picture.filters, _pointed(picture))
    symbols = Symbols(tiles, view, Colours(picture.theme, **told["metadata"]["carte:badge"]))
    cartouche, boxes = furniture(view, picture.title, credits_of(told["sources"]), PALETTES[picture.theme])
    symbols.room.take(boxes)
    named = symbols.place([layer for layer in layers if layer.kind == "symbol"])
    document = _document(picture)
    document.append(symbols.definitions())
    for layer in layers:
        if layer.kind == "background":
            paint.background(layer, view, document)
        elif layer.kind == "symbol":
            document.extend([named[layer.id]] if layer.id in named else [])
        else:
            PAINTERS[layer.kind](layer, tiles, view, document)
    document.append(cartouche)
    return tostring(document, encoding="utf-8", xml_declaration=True)


def _document(picture: Picture) -> Element:
    """The empty document; a screen reader is told what it shows and at which scale, not every name in it."""
    view = picture.view
    width, height = str(view.width), str(view.height)
    size = {"width": width, "height": height, "viewBox": f"0 0 {width} {height}"}
    told = {"role": "img", "aria-labelledby": "titre", "aria-describedby": "texte", "font-family": FAMILIES}
    document = Element("svg", {"xmlns": SVG} | size | told)
    SubElement(document, "title", id="titre").text = _title(picture)
    SubElement(document, "desc", id="texte").text = description(picture)
    return document


def _title(picture: Picture) -> str:
    if picture.title:
        return legal(picture.title)
    if picture.fiche:
        return legal(picture.fiche.title)
    return _("Carte commune de %(place)s") % {"place": legal(settings.CARTO_PLACE)}


def description(picture: Picture) -> str:
    """What the picture shows, in words."""
    view, box = picture.view, picture.view.box
    _metres, _pixels, said = scale_of(view)
    return _(
        "Plan, le nord en haut : de %(west).4f à %(east).4f de longitude, de %(south).4f à %(north).4f de latitude. "
        "La barre d’échelle mesure %(scale)s."
    ) % {"west": box.west, "east": box.east, "south": box.south, "north": box.north, "scale": said}


def _pointed(picture: Picture) -> Pointed | None:
    fiche = picture.fiche
    if fiche is None:
        return None
    layer = layer_of(fiche.kind)
    told = {"uuid": str(fiche.uuid), "kind": fiche.kind, "theme": fiche.theme.code, "icon": fiche.theme.icon}
    told |= {"stage": fiche.stage, "title": fiche.title, "demo": fiche.demonstration}
    feature = Feature(fiche.pk, "Point", told, 0, ONE_POINT)
    return Pointed(layer.name, feature, *picture.view.at(fiche.spot.x, fiche.spot.y), picture.alone)

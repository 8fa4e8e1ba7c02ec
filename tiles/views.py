"""Tiles, their descriptions, the style and the versions over HTTP: hostile addresses get a problem document."""

import gzip
from collections.abc import Callable
from functools import wraps
from typing import Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.fiches.filters import Filters
from carto.fiches.measuring import read_mesure
from carto.problems import problem
from tiles import describe
from tiles.catalogue import TileLayer, draw, layers_named
from tiles.documents import json_document
from tiles.grid import Tile
from tiles.mesures.figures import Colouring
from tiles.mvt import MEDIA_TYPE
from tiles.pyramid.entries import State, read_state
from tiles.style import THEMES, style
from tiles.versions import colour, stamp, tile_etag, versions

# A shared cache may answer for a second: with the three between two questions of a live map, a pin is seen within five.
TILE_CACHE: Final = "public, max-age=0, s-maxage=1, must-revalidate"
# An address that names the version the tile is at: at the next one, maps ask another address.
STAMPED_CACHE: Final = "public, max-age=0, s-maxage=3600, must-revalidate"
VERSIONS_CACHE: Final = "public, max-age=0, s-maxage=1, must-revalidate"
GZIP_FROM: Final = 1000  # bytes: under it a packet is a packet
GZIP_LEVEL: Final = 4

View = Callable[..., HttpResponse]


def read_layers(view: View) -> View:
    """Give the view the layers that its address names and the filters and mesure it asks for, or answer 404 or 400."""

    @require_safe
    @wraps(view)
    def read(request: HttpRequest, layers: str, **place: str) -> HttpResponse:
        try:
            chosen = layers_named(layers)
            filters, mesure = Filters.read(request.GET), read_mesure(request.GET)
        except KeyError as error:
            return problem(404, _("Couche inconnue : %(name)s.") % {"name": str(error.args[0])[:80]})
        except ValidationError as error:
            return problem(400, _("Certains filtres ne conviennent pas."), errors=error.message_dict)
        coloured = mesure and any(layer.colour for layer in chosen)
        colouring = colour(mesure, filters) if coloured else None
        return view(request, layers=chosen, filters=filters, colouring=colouring, **place)

    return read


@read_layers
def tile(
    request: HttpRequest,
    *,
    layers: list[TileLayer],
    filters: Filters,
    colouring: Colouring | None,
    **address: str,
) -> HttpResponse:
    """One vector tile; 204 where nothing is, 304 when nothing changed."""
    try:
        place = Tile.read(**address)
    except ValueError:
        return problem(404, _("Cette tuile est en dehors de la carte."))
    encoding = "gzip" if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "") else ""
    state = read_state()
    etag = tile_etag(layers, place, filters, encoding, state, colouring)
    headers = {
        "ETag": etag,
        "Cache-Control": STAMPED_CACHE if _stamped(request, filters, state) else TILE_CACHE,
        "Vary": "Accept-Encoding",
        "Access-Control-Allow-Origin": "*",
    }
    if request.META.get("HTTP_IF_NONE_MATCH") == etag:  # what nearly every question is, told without more ado
        return HttpResponseNotModified(headers=headers)
    answer = HttpResponse(content_type=MEDIA_TYPE, headers=headers)
    if (unchanged := get_conditional_response(request, etag=etag, response=answer)) is not answer:
        return unchanged
    return _filled(answer, draw(layers, place, filters, colouring, state), encoding)


def _stamped(request: HttpRequest, filters: Filters, state: State) -> bool:
    """Whether the address names the version that the tile is at; no version moves with tags or groups alone."""
    named = request.GET.get("v")
    return bool(named) and named == stamp(state) and not (filters.etiquette or filters.parmi)


def _filled(answer: HttpResponse, content: bytes, encoding: str) -> HttpResponse:
    """The answer with the tile, compressed for who can read it."""
    if encoding and len(content) >= GZIP_FROM:
        content = gzip.compress(content, compresslevel=GZIP_LEVEL, mtime=0)
        answer.headers["Content-Encoding"] = encoding
    answer.content = content
    answer.status_code = 200 if content else 204
    return answer


@read_layers
def tilejson(
    request: HttpRequest, *, layers: list[TileLayer], filters: Filters, colouring: Colouring | None
) -> HttpResponse:
    """TileJSON 3.0.0 of these layers: where their tiles are, from which zoom to which, with which fields."""
    return json_document(request, describe.tilejson(layers, request.build_absolute_uri("/"), filters, colouring))


@require_safe
def style_json(request: HttpRequest) -> HttpResponse:
    """The whole map's MapLibre style, `?theme=light` or `dark`, with the map's filters in its tiles' addresses."""
    theme = request.GET.get("theme", "light")
    if theme not in THEMES:
        return problem(400, _("Ce thème n’existe pas : light ou dark."))
    try:
        filters = Filters.read(request.GET)
    except ValidationError as error:
        return problem(400, _("Certains filtres ne conviennent pas."), errors=error.message_dict)
    return json_document(request, style(theme, request.build_absolute_uri("/"), filters.query(v=stamp())))


@require_safe
def versions_json(request: HttpRequest) -> HttpResponse:
    """Each layer's version: `{"signalements": 12, …}`. Live maps ask every three seconds."""
    return json_document(request, versions(), cache=VERSIONS_CACHE)


def not_found(request: HttpRequest, path: str) -> HttpResponse:
    """Whatever else is asked under this address."""
    return problem(404, _("Il n’y a pas de tuile à cette adresse."))

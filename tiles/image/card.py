"""`/tuiles/partage.png`: what a link to one of our pages shows where it is shared, 1200 × 630.

`?fiche=<uuid>` (alone, with its title), `?territoire=<code>` (whole, with its name), else the map's own filters. Read
by machines that come back often: the last ones drawn are kept, and told apart by their ETag.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.fiches.filters import NAMES
from carto.problems import problem
from carto.territoires.framing import box_of, place_called
from tiles.basemap.archive import ArchiveError
from tiles.image.address import LONGEST_TITLE, Asked, read_address
from tiles.image.decode import TileError
from tiles.image.drawing import draw_picture
from tiles.image.raster import to_png
from tiles.image.sources import base_etag
from tiles.image.view import TooManyTiles
from tiles.image.views import etag_of
from tiles.versions import versions

SIZE: Final[Mapping[str, str]] = {"largeur": "600", "hauteur": "315", "echelle": "2"}
CACHE: Final = "public, max-age=600, s-maxage=600"  # seconds: a fiche taken off the map is off its card so soon
KEPT: Final = 64  # cards of a hundred kilobytes, in each process
ASKED: Final = (*NAMES, "fiche", "centre", "zoom", "bbox")


@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """The picture; 404 for a fiche that is not public, 400 for an address that cannot be."""
    now = (versions(), base_etag(), timezone.localdate())
    with translation.override(settings.LANGUAGE_CODE):
        try:
            asked = _titled(read_address(_card_of(request.GET)))
        except ValidationError as error:
            gone = set(error.message_dict) == {"fiche"}
            return problem(404 if gone else 400, _("Ce plan ne peut pas être dessiné."), errors=error.message_dict)
        etag = etag_of(asked, now, "partage")
        headers = {"ETag": etag, "Cache-Control": CACHE, "X-Content-Type-Options": "nosniff"}
        answer = HttpResponse(content_type="image/png", headers=headers | {"Access-Control-Allow-Origin": "*"})
        if (unchanged := get_conditional_response(request, etag=etag, response=answer)) is not answer:
            return unchanged
        try:
            answer.content = _drawn(etag, asked)
        except (TooManyTiles, ArchiveError, TileError, OSError):
            return problem(503, _("Le fond de carte ne peut pas être lu : il faut le reconstruire."))
    return answer


@lru_cache(KEPT)
def _drawn(_etag: str, asked: Asked) -> bytes:
    return to_png(draw_picture(asked.picture), asked.ratio)


def _titled(asked: Asked) -> Asked:
    """With the name of its fiche over it: many places look alike from above."""
    picture = asked.picture
    return replace(asked, picture=replace(picture, title=picture.fiche.title)) if picture.fiche else asked


def _card_of(params: QueryDict) -> QueryDict:
    """The plan that the card is: what it is asked for, at a card's size, framed and named after its subject."""
    told = QueryDict(mutable=True)
    for name in ASKED:
        if name in params:
            told.setlist(name, params.getlist(name))
    for name, value in SIZE.items():
        told[name] = value
    if told.get("fiche"):
        told["seule"] = "1"
        told.setdefault("zoom", "15")
    code = told.get("territoire", "")
    if code and not (told.get("fiche") or told.get("centre") or told.get("bbox")) and (box := box_of(code)):
        told["bbox"] = f"{box.west:.5f},{box.south:.5f},{box.east:.5f},{box.north:.5f}"
        told["titre"] = place_called(code).name[:LONGEST_TITLE]
    return told

"""Plans over HTTP: `/tuiles/plan.svg`, `/tuiles/plan.png` and `/tuiles/plan.pdf`; `/tuiles/partage.png` for links."""

import gzip
import hashlib
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.fiches.models import Etiquetage
from carto.problems import problem
from tiles.basemap.archive import ArchiveError
from tiles.image.address import Asked, read_address
from tiles.image.decode import TileError
from tiles.image.drawing import draw_picture, picture_style
from tiles.image.paper import PAPERS, SheetError, read_paper
from tiles.image.raster import to_png
from tiles.image.sources import base_etag
from tiles.image.view import TooManyTiles
from tiles.pyramid.days import this_minute
from tiles.versions import versions

EDITION: Final = 1  # of the drawing itself: counted up when the same data are drawn otherwise
CACHE: Final = "public, max-age=0, s-maxage=3, must-revalidate"  # as tiles: a new pin is in the next plan
ALONE: Final = "default-src 'none'; sandbox"  # what people wrote is in it: opened alone, it can do nothing
MEDIA_TYPES: Final = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
GZIP_LEVEL: Final = 4


@require_safe
def plan(request: HttpRequest, kind: str) -> HttpResponse:
    """The map of an address, drawn as `kind`: svg, png or pdf. 304 when nothing it shows has changed."""
    now = (versions(), base_etag(), timezone.localdate())  # before what it stands for is read, never after
    try:
        paper = read_paper(request.GET) if kind == "pdf" else ""
        asked = read_address(request.GET, size=PAPERS[paper].pixels) if paper else read_address(request.GET)
    except ValidationError as error:
        is_gone = set(error.message_dict) == {"fiche"}
        title = _("Cette fiche n’est plus sur la carte.") if is_gone else _("Ce plan ne peut pas être dessiné.")
        return problem(404 if is_gone else 400, title, errors=error.message_dict)
    encoding = _encoding(request, kind)
    root = request.build_absolute_uri("/") if paper else ""
    with translation.override(asked.language):
        answer = _empty(kind, etag_of(asked, now, kind, paper, root, encoding))
        if (unchanged := get_conditional_response(request, etag=answer["ETag"], response=answer)) is not answer:
            return unchanged
        try:
            content = _sheet(asked, paper, root) if paper else _drawn(asked, kind)
        except TooManyTiles:
            return problem(400, _("Cette vue demande trop de tuiles : demandez une image plus petite."))
        except (ArchiveError, TileError, SheetError, OSError):
            return problem(503, _("Le fond de carte ne peut pas être lu : il faut le reconstruire."))
    if encoding:
        content = gzip.compress(content, compresslevel=GZIP_LEVEL, mtime=0)
        answer["Content-Encoding"] = encoding
    answer.content = content
    return answer


def _drawn(asked: Asked, kind: str) -> bytes:
    drawn = draw_picture(asked.picture)
    return to_png(drawn, asked.ratio) if kind == "png" else drawn


def _sheet(asked: Asked, paper: str, root: str) -> bytes:
    from tiles.image.sheet import sheet_pdf  # WeasyPrint takes a second to import, and wants Pango: only sheets pay it

    return sheet_pdf(asked, paper, root)


def _encoding(request: HttpRequest, kind: str) -> str:
    """Only SVG is text: the others are compressed already."""
    return "gzip" if kind == "svg" and "gzip" in request.headers.get("Accept-Encoding", "") else ""


def etag_of(asked: Asked, now: tuple[Any, ...], *said: str) -> str:
    """A strong ETag: it changes whenever the drawing could; with the day too, when borders come into force."""
    slug = asked.picture.filters.etiquette  # no version moves with tags alone
    bearing = Etiquetage.objects.called(slug).stamp() if slug else ()
    minute = this_minute() if asked.picture.filters.parmi else 0
    told = (EDITION, asked, now, said, bearing, minute, picture_style(asked.picture))
    return f'"{hashlib.sha256(repr(told).encode()).hexdigest()[:20]}"'


def _empty(kind: str, etag: str) -> HttpResponse:
    name = f"carte-{slugify(settings.CARTO_PLACE) or 'commune'}.{kind}"
    headers = {
        "ETag": etag,
        "Cache-Control": CACHE,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Access-Control-Allow-Origin": "*",
        "Content-Disposition": f'inline; filename="{name}"',
    }
    if kind == "svg":
        headers["Content-Security-Policy"] = ALONE
    return HttpResponse(content_type=MEDIA_TYPES[kind], headers=headers)

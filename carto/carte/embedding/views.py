"""`/integrer/`: a view of the map for somebody else's page. `/integrer/code/`: what one copies to put it there."""

from typing import Any, Final

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.carte.embedding.asking import Embed
from carto.carte.listing import lines
from carto.policy import allow, framable

LINES: Final = 40
CACHE: Final = "public, max-age=60"  # the same for whoever reads that site: it asks nobody who they are
SHORTEST: Final = 240  # pixels
TALLEST: Final = 1200
TALL: Final = 480  # when nobody says how tall
# What one copies: it is read by another site's page, so everything in it is escaped.
FRAME: Final = (
    '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" '
    'referrerpolicy="no-referrer" style="border: 0"></iframe>'
)
PICTURE: Final = '<img src="{}&amp;largeur=800&amp;hauteur=500&amp;echelle=2" alt="{}" width="800" height="500">'


@require_safe
@framable
def embed(request: HttpRequest) -> HttpResponse:
    """The view in a frame: its map and its list, without account, cookie, nor anything from another host.

    It is rendered without the request's context, which would ask the session who is there.
    """
    asked = Embed.read(request.GET)
    with translation.override(asked.said.get("langue") or translation.get_language()):
        context = _told(request, asked) | {"language": translation.get_language()}
        page = render_to_string("carte/embed.html", context)
    headers = {"Cache-Control": CACHE, "Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(page, status=400 if asked.errors else 200, headers=headers)


def _told(request: HttpRequest, asked: Embed) -> dict[str, Any]:
    panel = asked.panel
    return {
        "request": request,  # for the page's own policy
        "place": settings.CARTO_PLACE,
        "look": settings.CITY.look,
        "embed": asked,
        "lines": lines(panel.fiches().for_cards()[:LINES]) if asked.listed else [],
        "total": panel.total,
        "style_query": panel.query,
        "map_address": f"{reverse('carte:map')}?{panel.query}".rstrip("?"),
        "site": request.build_absolute_uri("/"),
    }


def read_height(text: str) -> int:
    """How tall the frame is, in pixels, within what a page can hold; what is no number is the usual."""
    known = text.isascii() and text.isdigit() and len(text) <= 5
    return min(TALLEST, max(SHORTEST, int(text))) if known else TALL


@require_safe
def embed_code(request: HttpRequest) -> HttpResponse:
    """The options, what they look like, and the lines to copy: the frame, a picture, a link."""
    asked, height = Embed.read(request.GET), read_height(request.GET.get("hauteur", ""))
    allow(request, "frame-src", SELF)
    address = f"{reverse('carte:embed')}?{asked.query}".rstrip("?")
    root, address = request.build_absolute_uri("/").rstrip("/"), f"{reverse('carte:embed')}?{asked.query}".rstrip("?")
    name = asked.title or _("Carte commune de %(place)s") % {"place": settings.CARTO_PLACE}
    context = {
        "embed": asked,
        "panel": asked.panel,
        "errors": asked.errors,
        "address": address,
        "name": name,
        "height": height,
        "shortest": SHORTEST,
        "tallest": TALLEST,
        "frame": format_html(FRAME, root + address, name, height),
        "picture": format_html(PICTURE, f"{root}{reverse('tiles:plan_png')}?{asked.plan}", name),
        "page": f"{reverse('carte:map')}?{asked.panel.query}".rstrip("?") + asked.hash,
        "kept": [(parameter, value) for parameter, value in asked.panel.filters.raw if parameter != "couches"],
        "languages": settings.LANGUAGES,
    }
    return render(request, "carte/embed_code.html", context, status=400 if asked.errors else 200)

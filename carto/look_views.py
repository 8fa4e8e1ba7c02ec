"""The city's colours and logo over HTTP."""

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

FOR_EVER: Final = "public, max-age=31536000, immutable"  # its address changes with it


@require_safe
def style_sheet(_request: HttpRequest, version: str) -> HttpResponse:
    """The city's colours; 404 for another version than today's."""
    look = settings.CITY.look
    if version != look.version:
        raise Http404
    return HttpResponse(look.sheet(), content_type="text/css; charset=utf-8", headers={"Cache-Control": FOR_EVER})


@require_safe
def logo(_request: HttpRequest, version: str) -> HttpResponse:
    """The city's logo; 404 when it has none, and for another version than today's."""
    look = settings.CITY.look
    if look.logo is None or version != look.version:
        raise Http404
    return HttpResponse(look.logo.read_bytes(), content_type="image/svg+xml", headers={"Cache-Control": FOR_EVER})

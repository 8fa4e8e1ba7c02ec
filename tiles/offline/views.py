"""`/tuiles/carte.html`: the view as one file; the same address as a plan's (`tiles.image.address`)."""

from dataclasses import replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tiles.basemap.archive import ArchiveError
from tiles.image.address import read_address
from tiles.image.decode import TileError
from tiles.image.view import TooManyTiles


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The file, to keep; 400, 422 or 503 as a page that says why there is none."""
    try:
        asked = read_address(request.GET)
    except ValidationError as error:
        return _refused(request, error.messages, 400)
    with translation.override(asked.language):
        from tiles.offline.page import TooMuch, offline_page  # folium takes a second to import: only this page pays it

        picture = asked.picture
        filters = replace(picture.filters, cadre=picture.filters.cadre or picture.view.box)
        try:
            text = offline_page(picture, filters, request.build_absolute_uri("/"))
        except TooMuch as error:
            return _refused(request, [str(error)], 422)
        except TooManyTiles:
            return _refused(request, [_("Cette vue est trop large pour un fichier : approchez la carte.")], 422)
        except (ArchiveError, TileError, OSError):
            return _refused(request, [_("Le fond de carte ne peut pas être lu : il faut le reconstruire.")], 503)
    name = f"carte-{slugify(settings.CARTO_PLACE) or 'commune'}.html"
    return HttpResponse(text, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _refused(request: HttpRequest, errors: list[str], status: int) -> HttpResponse:
    return render(request, "tiles/offline_refused.html", {"errors": errors}, status=status)

"""The base map's tiles over HTTP."""

import gzip
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from carto.problems import problem
from tiles.basemap.archive import Archive, ArchiveError

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
# The style names the map's version in every address (`?v=`), so a tile once received stays right.
CACHE = "public, max-age=604800, stale-while-revalidate=604800"


def archive_path() -> Path:
    """Where the base map in use lies: written by `build_basemap`, read by the tile view and the style."""
    return settings.CARTO_VAR / "basemap" / "base.pmtiles"


@cache
def _archive(path: Path) -> Archive:
    return Archive(path)


def _etag(request: HttpRequest, z: int, x: int, y: int) -> str | None:
    try:
        return _archive(archive_path()).etag
    except (OSError, ArchiveError):
        return None


@require_safe
@condition(etag_func=_etag)
def basemap_tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """One tile, as it is stored: already gzip'd. 204 where the map is empty, 404 beyond its zooms or the world."""
    archive = _archive(archive_path())
    try:
        if not archive.zooms[0] <= z <= archive.zooms[1]:
            return problem(404, _("Le fond de carte n’a pas de tuile à cette échelle."))
        tile = archive.tile(z, x, y)
    except ValueError:
        return problem(404, _("Cette tuile est en dehors de la carte."))
    except FileNotFoundError:
        return problem(503, _("Le fond de carte n’est pas encore construit."), detail="manage.py build_basemap")
    except ArchiveError:
        return problem(503, _("Le fond de carte ne peut pas être lu : il faut le reconstruire."))
    if tile is None:
        return HttpResponse(status=204, headers={"Cache-Control": CACHE})
    return _gzipped(request, tile)


def _gzipped(request: HttpRequest, tile: bytes) -> HttpResponse:
    """The stored bytes for whoever reads gzip (every browser), else the plain tile."""
    headers = {"Cache-Control": CACHE, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(tile, content_type=MEDIA_TYPE, headers={**headers, "Content-Encoding": "gzip"})
    return HttpResponse(gzip.decompress(tile), content_type=MEDIA_TYPE, headers=headers)

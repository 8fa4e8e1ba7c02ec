"""What a disc of the map holds: where it opens, or what lies under it when it never does."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from carto.fiches.filters import Filters
from carto.fiches.models import Fiche
from carto.problems import problem
from tiles.catalogue import TileLayer
from tiles.documents import json_document
from tiles.grid import CELL_BITS, DEEPEST, degrees_at
from tiles.mesures.figures import Colouring
from tiles.pyramid.cells import Opening, opening
from tiles.pyramid.columns import Columns
from tiles.views import read_layers

LISTED: Final = 40  # fiches under one disc that are told one by one


@read_layers
def cluster_json(
    request: HttpRequest, *, layers: list[TileLayer], filters: Filters, colouring: Colouring | None, **address: str
) -> HttpResponse:
    """`{"count", "at", "bounds", "zoom", "fiches"}` of a cluster, named by its `cell` in the tile: `<level>/<quad>`.

    `zoom`: the first at which it comes apart, null when it never does; then `fiches` tells them, up to LISTED.
    """
    (layer,) = layers if len(layers) == 1 else (None,)
    if layer is None or layer.layer is None or (place := _cell(**address)) is None:
        return problem(404, _("Il n’y a pas de groupe de fiches à cette adresse."))
    found = opening(layer.version, *place, filters)
    if not len(found.rows):
        return problem(404, _("Ce groupe n’est plus là : la carte vient de changer."))
    return json_document(request, _told(found))


def _cell(level: str, quad: str) -> tuple[int, int] | None:
    """The cell of these numbers, or None when tiles are not drawn from such a one."""
    if not all(part.isascii() and part.isdigit() and len(part) <= 14 for part in (level, quad)):
        return None
    place = int(level), int(quad)
    return place if CELL_BITS <= place[0] <= DEEPEST + CELL_BITS and place[1] < 4 ** place[0] else None


def _told(found: Opening) -> dict[str, Any]:
    rows = found.rows
    west, north = degrees_at(int(rows.x.min()), int(rows.y.min()))
    east, south = degrees_at(int(rows.x.max()), int(rows.y.max()))
    listed = found.zoom is None and len(rows) <= LISTED
    return {
        "count": len(rows),
        "at": degrees_at(float(rows.x.mean()), float(rows.y.mean())),
        "bounds": [west, south, east, north],
        "zoom": found.zoom,
        "fiches": _fiches(rows) if listed else [],
    }


def _fiches(rows: Columns) -> list[dict[str, Any]]:
    """Each with its title and the place of its pin, the latest first."""
    places = zip(rows.fiche.tolist(), rows.x.tolist(), rows.y.tolist(), strict=True)
    spots = {pk: degrees_at(x, y) for pk, x, y in places}
    told = Fiche.objects.public().filter(pk__in=spots).values("pk", "uuid", "title", "stage", "kind")
    return [{name: one[name] for name in ("uuid", "title", "stage", "kind")} | {"at": spots[one["pk"]]} for one in told]

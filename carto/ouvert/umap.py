"""What uMap reads: each layer as remote data that follows the map, and a whole view as a `.umap` file to import.

uMap asks again at each move, with the parameters that its address names: `{bbox}`, or `{west}`, `{south}`, `{east}`,
`{north}` (degrees, SRID 4326, possibly beyond the world's edge when somebody looks from far).
"""

import json
import math
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.fiches.filters import Filters
from carto.fiches.layers import Layer, layer_named, layers
from carto.fiches.models import Stage
from carto.ouvert.exports import rows
from carto.problems import problem

MOST: Final = 1000  # fiches of one answer: the latest; closer, the others come
EDGES: Final = ("west", "south", "east", "north")
HOLES: Final = "&".join(f"{edge}={{{edge}}}" for edge in EDGES)
OPEN: Final = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=60"}
LICENCE: Final = "Licence Ouverte 2.0"
COLUMNS: Final = {"uuid": F("uuid"), "number": F("number"), "title": F("title"), "stage": F("stage"),
                  "theme": F("theme__name")}  # fmt: skip


@require_safe
def remote(request: HttpRequest, name: str) -> HttpResponse:
    """One layer within the frame that uMap shows, as GeoJSON that any site may read; 404 for an unknown layer."""
    layer = layer_named(name)
    if layer is None:
        return problem(404, _("Couche inconnue : %(name)s.") % {"name": name[:80]})
    try:
        params = _asked(request.GET)
        params["couches"] = name
        fiches = Filters.read(params).fiches().order_by("-created_at", "-pk")
    except ValidationError as error:
        return problem(400, _("Certaines valeurs ne conviennent pas."), errors=error.message_dict)
    root, labels = request.build_absolute_uri("/").rstrip("/"), dict(Stage.choices)
    features = [_feature(row, root, labels) for row in rows(fiches[: MOST + 1], COLUMNS)]
    body = {"type": "FeatureCollection", "features": features[:MOST], "complet": len(features) <= MOST}
    said = {"ensure_ascii": False}
    return JsonResponse(body, json_dumps_params=said, headers=OPEN, content_type="application/geo+json")


def _feature(row: dict[str, Any], root: str, labels: dict[str, Any]) -> dict[str, Any]:
    """What uMap shows of one: its name, and a text in which it makes a link of `[[address|words]]`."""
    link = f"{root}{reverse('fiches:permalink', args=[row['uuid']])}"
    stage = str(labels[row["stage"]])
    told = {"name": row["title"], "description": f"{stage} · {row['theme']}\n[[{link}|{row['number']}]]"}
    told |= {"numero": row["number"], "theme": row["theme"], "etape": stage, "adresse": link}
    return {"type": "Feature", "id": str(row["uuid"]), "geometry": json.loads(row["geometry"]), "properties": told}


def _asked(params: QueryDict) -> QueryDict:
    """The map's own filters, with the frame however uMap was told to say it."""
    told = params.copy()
    text = params.get("bbox") or ",".join(params.get(edge, "") for edge in EDGES)
    if text.strip(","):
        told["cadre"] = _frame(text)
    return told


def _frame(text: str) -> str:
    """`west,south,east,north` within the world; raises ValidationError for what is no frame."""
    wrong = ValidationError({"bbox": _("Cadre illisible : quatre nombres sont attendus, ouest,sud,est,nord.")})
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        raise wrong from None
    if len(numbers) != len(EDGES) or not all(map(math.isfinite, numbers)):
        raise wrong
    west, south, east, north = numbers
    return ",".join(f"{value:.6f}" for value in (max(-180, west), max(-90, south), min(180, east), min(90, north)))


@require_safe
def umap(request: HttpRequest) -> HttpResponse:
    """The view as a file for uMap's « Importer »: its layers as remote data, its middle and its zoom."""
    try:
        filters = Filters.read(request.GET)
    except ValidationError as error:
        return problem(400, _("Certaines valeurs ne conviennent pas."), errors=error.message_dict)
    kept = [layer for layer in layers() if not filters.couches or layer.name in filters.couches]
    root = request.build_absolute_uri("/").rstrip("/")
    (longitude, latitude), zoom = _view(request.GET)
    body = {
        "type": "umap",
        "uri": f"{root}{reverse('carte:map')}?{filters.query()}".rstrip("?"),
        "properties": _properties(zoom),
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "layers": [_layer(layer, filters, root) for layer in reversed(kept)],
    }
    name = f"carte-{slugify(settings.CARTO_PLACE) or 'commune'}.umap"
    headers = OPEN | {"Content-Disposition": f'attachment; filename="{name}"'}
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 1}, headers=headers)


def _properties(zoom: int) -> dict[str, Any]:
    return {
        "name": _("Carte commune de %(place)s") % {"place": settings.CARTO_PLACE},
        "zoom": zoom,
        "easing": False,
        "licence": {"name": LICENCE, "url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"},
        "shortCredit": _("Carte commune de %(place)s, ses habitants") % {"place": settings.CARTO_PLACE},
    }


def _layer(layer: Layer, filters: Filters, root: str) -> dict[str, Any]:
    """A layer of uMap's that asks us for its data each time the map moves."""
    query = filters.query(couches="", cadre="")
    address = f"{root}{reverse('ouvert:umap_layer', args=[layer.name])}?" + "&".join(filter(None, (query, HOLES)))
    remote_data = {"url": address, "format": "geojson", "dynamic": True, "proxy": False, "licence": LICENCE}
    options = {
        "name": str(layer.label),
        "description": str(layer.about),
        "displayOnLoad": True,
        "browsable": True,
        "color": layer.colour[0],
        "remoteData": remote_data,
    }
    return {"type": "FeatureCollection", "features": [], "_umap_options": options}


def _view(params: QueryDict) -> tuple[tuple[float, float], int]:
    """Where the view is, from `centre` and `zoom` as plans have them; what cannot be is the city's middle."""
    longitude, _comma, latitude = params.get("centre", "").partition(",")
    try:
        at = (float(longitude), float(latitude))
        zoom = float(params.get("zoom", "13"))
        if not (abs(at[0]) <= 180 and abs(at[1]) <= 85 and 0 <= zoom <= 22):
            raise ValueError
    except ValueError:
        return tuple(settings.CARTO_CENTRE), 12
    return at, round(zoom) + 1  # uMap's zooms count tiles of 256 pixels, ours of 512

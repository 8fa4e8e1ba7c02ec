"""`/api/v1/recherche/`: the search, for the map page and for anybody's program."""

import math
from typing import Any

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from carto.carte.querysets import search
from carto.geometry import STORED
from carto.territoires.geocoding import Hit

MOST_HITS = 20
ASKED = "an address, a place, a fiche, who is in charge, a figure, what was voted or decided; typos are forgiven"


class HitSerializer(serializers.Serializer):
    """One answer; positions in degrees (SRID 4326), null for what has no place."""

    kind = serializers.CharField(
        help_text="adresse, rue, lieu, territoire, fiche, or what rooms add: chiffre, decision, deliberation, marche, "
        "organisme, page, personne, subvention"
    )
    group = serializers.CharField(help_text="the plain word for what it is; those of one group stand together")
    label = serializers.CharField()
    detail = serializers.CharField()
    longitude = serializers.FloatField(source="point.x", allow_null=True)
    latitude = serializers.FloatField(source="point.y", allow_null=True)
    bbox = serializers.SerializerMethodField(help_text="west, south, east, north; null for a point")
    url = serializers.CharField(allow_null=True)

    def get_bbox(self, hit: Hit) -> list[float] | None:
        """The frame of what is larger than a point."""
        return [hit.bbox.west, hit.bbox.south, hit.bbox.east, hit.bbox.north] if hit.bbox else None


class AnswerSerializer(serializers.Serializer):
    """The answers, best first."""

    resultats = HitSerializer(many=True)


@extend_schema(
    operation_id="recherche",
    parameters=[
        OpenApiParameter("q", str, description=ASKED),
        OpenApiParameter("lat", float, description="latitude near which equals are preferred"),
        OpenApiParameter("lon", float, description="longitude"),
        OpenApiParameter("limite", int, description="how many answers, 8 unless told, 20 at most"),
    ],
    responses=AnswerSerializer,
)
@api_view(["GET"])
def recherche(request: Request) -> Response:
    """Places, territories and public fiches that answer to `q`."""
    params = request.query_params
    limit = _number(params, "limite", 1, MOST_HITS)
    hits = search(params.get("q", ""), near=_near(params), limit=int(limit) if limit else 8)
    return Response(AnswerSerializer({"resultats": hits}).data)


def _near(params: Any) -> Point | None:
    """The position to prefer; half of one is none."""
    longitude, latitude = _number(params, "lon", -180, 180), _number(params, "lat", -90, 90)
    return None if longitude is None or latitude is None else Point(longitude, latitude, srid=STORED)


def _number(params: Any, name: str, low: float, high: float) -> float | None:
    """A parameter as a number between two bounds; None when absent, a 400 that names it when it is anything else."""
    text = params.get(name, "")
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if low <= number <= high:
        return number
    raise ValidationError({name: [_("Un nombre entre %(low)g et %(high)g est attendu.") % {"low": low, "high": high}]})

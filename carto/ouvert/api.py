"""The JSON API: one collection of all fiches, one per kind, and the places. Filters are those of the map."""

from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils.module_loading import import_string
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.routers import DefaultRouter

from carto.fiches.filters import Filters
from carto.fiches.layers import Layer, layers
from carto.fiches.models import Fiche, Theme
from carto.ouvert.exports import as_geojson
from carto.ouvert.serializers import FicheSerializer, TerritoireSerializer, ThemeSerializer
from carto.territoires.models import Territoire

FILTERS = [
    OpenApiParameter("couches", str, description="layers, comma-separated: signalements, idees…"),
    OpenApiParameter("themes", str, description="codes of themes, comma-separated"),
    OpenApiParameter("etapes", str, description="new, in_progress, done, set_aside"),
    OpenApiParameter("depuis", str, description="created on that day or later (ISO 8601)"),
    OpenApiParameter("jusqua", str, description="created on that day or before"),
    OpenApiParameter("cadre", str, description="west,south,east,north in degrees: what overlaps it"),
    OpenApiParameter("territoire", str, description="code of a commune, quartier, IRIS or street"),
    OpenApiParameter("etiquette", str, description="code of a free tag"),
    OpenApiParameter("parmi", str, description="groups, comma-separated: jour:1, signalements.etat:treated…"),
]


def read_filters(request: Request) -> Filters:
    """The map's filters from a request; a 400 problem document names each wrong parameter."""
    try:
        return Filters.read(request.query_params)
    except DjangoValidationError as error:
        raise ValidationError(error.message_dict) from error


@extend_schema_view(list=extend_schema(parameters=FILTERS))
class FicheViewSet(viewsets.ReadOnlyModelViewSet):
    """Every public fiche, of every kind: the same ones as on the map and in the list."""

    serializer_class = FicheSerializer
    lookup_field = "uuid"
    lookup_value_converter = "uuid"
    queryset = Fiche.objects.none()

    def get_queryset(self) -> QuerySet[Fiche]:
        """The view's filters over the public fiches, newest first."""
        return read_filters(self.request).apply(Fiche.objects.public().for_cards())


class GeoJSONRenderer(JSONRenderer):
    """So that whoever asks for GeoJSON by `Accept` is given it."""

    media_type = "application/geo+json"
    format = "geojson"


class KindViewSet(FicheViewSet):
    """One layer's public objects, with what only they have."""

    layer: Layer

    def get_queryset(self) -> QuerySet[Fiche]:
        """The view's filters over the layer's own objects."""
        return read_filters(self.request).apply(self.layer.objects().public())

    @extend_schema(
        parameters=FILTERS,
        responses={(200, GeoJSONRenderer.media_type): OpenApiTypes.OBJECT},
        description="All of them in one stream, without pages: a FeatureCollection with one feature a line.",
    )
    @action(
        detail=False, url_path="tout", pagination_class=None, filter_backends=[],
        renderer_classes=[GeoJSONRenderer, JSONRenderer],
    )  # fmt: skip
    def tout(self, request: Request) -> StreamingHttpResponse:
        """The view's objects as PostGIS writes them (ST_AsGeoJSON), however many there are."""
        fiches = read_filters(request).apply(self.layer.rows().public()).order_by("pk")
        stream = as_geojson(fiches, self.layer.columns)
        return StreamingHttpResponse(stream, content_type=f"{GeoJSONRenderer.media_type}; charset=utf-8")


class ThemeViewSet(viewsets.ReadOnlyModelViewSet):
    """What fiches are about."""

    serializer_class = ThemeSerializer
    queryset = Theme.objects.all()
    lookup_field = "code"
    lookup_value_converter = "slug"
    pagination_class = None


class TerritoireViewSet(viewsets.ReadOnlyModelViewSet):
    """Communes, quartiers and IRIS in force."""

    serializer_class = TerritoireSerializer
    queryset = Territoire.objects.filter(valid_to=None).select_related("parent").defer("geom", "parent__geom")
    lookup_field = "code"
    lookup_value_converter = "slug"


def collection(layer: Layer) -> Any:
    """The view set of one layer, named after it in the schema; it also receives when the layer says how."""
    attributes = {"layer": layer, "serializer_class": import_string(layer.serializer), "__doc__": str(layer.about)}
    bases = (import_string(layer.receiving), KindViewSet) if layer.receiving else (KindViewSet,)
    return type(f"{layer.kind.value.capitalize()}ViewSet", bases, attributes)


def make_router() -> DefaultRouter:
    """One address per collection, all listed at the root; those of the layers follow the setting COUCHES."""
    router = DefaultRouter(use_regex_path=False)
    router.include_format_suffixes = False
    router.register("fiches", FicheViewSet, basename="fiches")
    for layer in layers():
        router.register(layer.name, collection(layer), basename=f"api-{layer.name}")
    router.register("themes", ThemeViewSet, basename="themes")
    router.register("territoires", TerritoireViewSet, basename="api-territoires")
    return router

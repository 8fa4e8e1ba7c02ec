"""Fiches as GeoJSON: what every kind shares; each app adds what only its kind has (`Layer.serializer`)."""

from typing import Any

from rest_framework import serializers
from rest_framework_gis.fields import GeoJsonDict
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from carto.fiches.models import Fiche, Theme
from carto.fiches.models.shown import day_of
from carto.territoires.models import Territoire


class FicheSerializer(GeoFeatureModelSerializer):
    """A fiche as a GeoJSON feature; its id is the uuid, never the row's number."""

    theme = serializers.SlugRelatedField("code", read_only=True, help_text="code of the theme")
    rue = serializers.StringRelatedField(allow_null=True)
    quartier = serializers.StringRelatedField(allow_null=True)
    commune = serializers.StringRelatedField(allow_null=True)
    author = serializers.SerializerMethodField(help_text="name of who signed, or null")
    url = serializers.SerializerMethodField(help_text="the fiche's page")

    class Meta:
        model = Fiche
        geo_field = "geom"
        id_field = "uuid"
        fields = (
            "uuid", "kind", "number", "title", "text", "feeling", "temporality", "theme", "stage", "rue", "quartier",
            "commune", "precision", "osm_id", "origin", "demonstration", "author", "created_at", "updated_at", "url",
        )  # fmt: skip

    def to_representation(self, fiche: Fiche) -> dict[str, Any]:
        """Where and when everybody is told that it is: its day and ten metres when nobody signed it."""
        told = super().to_representation(fiche)
        if fiche.is_anonymous:
            told["geometry"] = GeoJsonDict(fiche.told_place.json)
            moments = [field for field in self._readable_fields if isinstance(field, serializers.DateTimeField)]
            for field in moments:
                if at := field.get_attribute(fiche):
                    told["properties"][field.field_name] = field.to_representation(day_of(at))
        return told

    def get_author(self, fiche: Fiche) -> str | None:
        """Only who chose to sign is named."""
        return str(fiche.author) if fiche.author else None

    def get_url(self, fiche: Fiche) -> str:
        """Absolute, so that an extract still leads back here."""
        return self.context["request"].build_absolute_uri(fiche.get_absolute_url())


class ThemeSerializer(serializers.ModelSerializer):
    """A theme."""

    class Meta:
        model = Theme
        fields = ("code", "name", "icon")


class TerritoireSerializer(serializers.ModelSerializer):
    """A territory without its borders: those are in the tiles and downloads."""

    level = serializers.CharField(source="get_level_display")
    parent = serializers.SlugRelatedField("code", read_only=True, allow_null=True)

    class Meta:
        model = Territoire
        fields = ("code", "name", "level", "parent", "valid_from", "valid_to", "source")

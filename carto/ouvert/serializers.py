"""Fiches as GeoJSON: what every kind shares; each app adds what only its kind has (`Layer.serializer`)."""

from rest_framework import serializers
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from carto.fiches.models import Fiche, Theme
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

"""An idea as a GeoJSON feature, for the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from carto.ouvert.serializers import FicheSerializer
from projets.idees.models import Idee


class PoseSerializer(serializers.Serializer):
    """One sticker as it was laid (SRID 4326)."""

    code = serializers.CharField(help_text="code of the sticker")
    name = serializers.CharField()
    longitude = serializers.FloatField()
    latitude = serializers.FloatField()
    angle = serializers.IntegerField(help_text="degrees, clockwise")
    size = serializers.IntegerField(help_text="percent of its usual size")


class IdeeSerializer(FicheSerializer):
    """The fiche, the sticker that says it, and all of its stickers as they lie."""

    autocollant = serializers.SlugRelatedField("code", read_only=True, help_text="code of the sticker")
    autocollant_nom = serializers.CharField(source="autocollant.name")
    icone = serializers.CharField(source="autocollant.icon", help_text="name of a Maki icon")
    etat = serializers.CharField(source="status")
    poses = serializers.SerializerMethodField(help_text="its stickers, from the bottom of the pile to its top")

    service = serializers.StringRelatedField(allow_null=True, help_text="who answers")
    reponse_promise_le = serializers.DateTimeField(source="answer_due_at", allow_null=True)
    repondu_le = serializers.DateTimeField(source="answered_at", allow_null=True)

    class Meta(FicheSerializer.Meta):
        model = Idee
        fields = (
            *FicheSerializer.Meta.fields, "autocollant", "autocollant_nom", "icone", "etat", "poses",
            "service", "reponse_promise_le", "repondu_le",
        )  # fmt: skip

    @extend_schema_field(PoseSerializer(many=True))
    def get_poses(self, idee: Idee) -> list[dict[str, Any]]:
        """As the queryset brings them (`for_cards`); an object that came another way is asked for them."""
        laid = idee.laid if hasattr(idee, "laid") else Idee.objects.for_cards().get(pk=idee.pk).laid
        if not idee.is_anonymous or idee.geom.dims:
            return laid
        # They stand around its place, and are told around where it is shown.
        told, exact = idee.told_place.centroid, idee.geom.centroid
        east, north = told.x - exact.x, told.y - exact.y
        return [pose | {"longitude": pose["longitude"] + east, "latitude": pose["latitude"] + north} for pose in laid]

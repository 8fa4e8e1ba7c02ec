"""An idea as a GeoJSON feature, for the API."""

from rest_framework import serializers

from carto.ouvert.serializers import FicheSerializer
from projets.idees.models import Idee


class IdeeSerializer(FicheSerializer):
    """The fiche, and the sticker that says it."""

    autocollant = serializers.SlugRelatedField("code", read_only=True, help_text="code of the sticker")
    autocollant_nom = serializers.CharField(source="autocollant.name")
    icone = serializers.CharField(source="autocollant.icon", help_text="name of a Maki icon")
    etat = serializers.CharField(source="status")

    service = serializers.StringRelatedField(allow_null=True, help_text="who answers")
    reponse_promise_le = serializers.DateTimeField(source="answer_due_at", allow_null=True)
    repondu_le = serializers.DateTimeField(source="answered_at", allow_null=True)

    class Meta(FicheSerializer.Meta):
        model = Idee
        fields = (
            *FicheSerializer.Meta.fields, "autocollant", "autocollant_nom", "icone", "etat",
            "service", "reponse_promise_le", "repondu_le",
        )  # fmt: skip

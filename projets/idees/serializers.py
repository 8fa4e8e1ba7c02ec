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

    class Meta(FicheSerializer.Meta):
        model = Idee
        fields = (*FicheSerializer.Meta.fields, "autocollant", "autocollant_nom", "icone", "etat")

"""An opportunity as a GeoJSON feature, for the API."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from carto.ouvert.serializers import FicheSerializer
from projets.opportunites.layers import lines
from projets.opportunites.models import Opportunite

TEXTS = serializers.ListField(child=serializers.CharField())


class OpportuniteSerializer(FicheSerializer):
    """The fiche, its scale, its question, and what is open to decision or not."""

    echelle = serializers.CharField(source="scale")
    etat = serializers.CharField(source="status")
    ouvert = serializers.SerializerMethodField(help_text="what may be decided together")
    ferme = serializers.SerializerMethodField(help_text="what is settled already")
    porte_par = serializers.CharField(source="referent")
    phase_debut = serializers.DateField(source="phase_starts", allow_null=True)
    phase_fin = serializers.DateField(source="phase_ends", allow_null=True)

    class Meta(FicheSerializer.Meta):
        model = Opportunite
        fields = (
            *FicheSerializer.Meta.fields, "echelle", "etat", "question", "ouvert", "ferme", "porte_par", "phase_debut",
            "phase_fin",
        )  # fmt: skip

    @extend_schema_field(TEXTS)
    def get_ouvert(self, opportunite: Opportunite) -> list[str]:
        """One point a line."""
        return lines(opportunite.open_to_decision)

    @extend_schema_field(TEXTS)
    def get_ferme(self, opportunite: Opportunite) -> list[str]:
        """One point a line."""
        return lines(opportunite.closed_to_decision)

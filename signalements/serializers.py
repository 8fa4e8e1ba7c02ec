"""A signalement as a GeoJSON feature, for the API."""

from rest_framework import serializers

from carto.ouvert.serializers import FicheSerializer
from signalements.models import Signalement


class SignalementSerializer(FicheSerializer):
    """The fiche, what is known of the problem and what the service does; codes, so that programs can rely on them."""

    categorie = serializers.SlugRelatedField("code", read_only=True, help_text="code of the category")
    categorie_nom = serializers.CharField(source="categorie.name")
    etat = serializers.CharField(source="status", help_text="received, accepted, planned… (`signalements/workflow.py`)")
    service = serializers.SlugRelatedField("code", read_only=True, help_text="code of the service that answers")
    signale_le = serializers.DateTimeField(source="reported_at")
    attendu_le = serializers.DateTimeField(source="due_at", allow_null=True, help_text="promised for")
    traite_le = serializers.DateTimeField(source="treated_at", allow_null=True)
    motif = serializers.CharField(source="closing", help_text="why it is closed; empty while it is open")
    reouvertures = serializers.IntegerField(source="reopenings")

    class Meta(FicheSerializer.Meta):
        model = Signalement
        fields = (
            *FicheSerializer.Meta.fields, "categorie", "categorie_nom", "etat", "service", "signale_le", "attendu_le",
            "traite_le", "motif", "reouvertures",
        )  # fmt: skip

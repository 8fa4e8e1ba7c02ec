"""A facility as a GeoJSON feature, for the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from carto.ouvert.serializers import FicheSerializer
from projets.equipements.costs import as_json
from projets.equipements.models import Equipement


class CoutSerializer(serializers.Serializer):
    """One cost; never to be added to one of another kind, year or tax basis."""

    nature = serializers.CharField(help_text="estimated, voted, notified, paid, realised, running")
    pour = serializers.CharField(help_text="study, construction, renovation, equipment, running")
    montant = serializers.CharField(allow_null=True, help_text="euros, a decimal; null when nothing was published")
    publie = serializers.BooleanField()
    annee = serializers.IntegerField(allow_null=True)
    derniere_annee = serializers.IntegerField(allow_null=True, help_text="where the amount covers several years")
    taxe = serializers.CharField(allow_null=True, help_text="ht or ttc")
    objet = serializers.CharField(help_text="what exactly it is the cost of")
    source = serializers.CharField()
    source_url = serializers.CharField()
    methode = serializers.CharField(help_text="published, linked, apportioned")
    confiance = serializers.CharField(help_text="high, medium, low")
    etat = serializers.CharField(help_text="proposed, confirmed, contested, superseded")


class EquipementSerializer(FicheSerializer):
    """The fiche, who runs it, and what it is known to cost."""

    etat = serializers.CharField(source="status")
    type = serializers.CharField(source="type.code", default=None, allow_null=True, help_text="what it compares by")
    proprietaire = serializers.CharField(source="owner.name", default=None, allow_null=True)
    publie_par = serializers.CharField(
        source="publisher.name", default=None, allow_null=True, help_text="null: the city"
    )
    horaires = serializers.CharField(source="hours", help_text="as OpenStreetMap writes opening_hours")
    capacite = serializers.IntegerField(source="capacity", allow_null=True)
    gestionnaire = serializers.CharField(source="operator")
    mise_en_service = serializers.IntegerField(source="opened", allow_null=True)
    adresse = serializers.CharField(source="address")
    site_web = serializers.CharField(source="website")
    couts = serializers.SerializerMethodField()

    class Meta(FicheSerializer.Meta):
        model = Equipement
        fields = (
            *FicheSerializer.Meta.fields, "nature", "etat", "type", "proprietaire", "publie_par", "horaires",
            "capacite", "gestionnaire", "mise_en_service", "adresse", "site_web",
            "couts",
        )  # fmt: skip

    @extend_schema_field(CoutSerializer(many=True))
    def get_couts(self, equipement: Equipement) -> list[dict[str, Any]]:
        """Each line apart."""
        return [as_json(cout) for cout in equipement.couts.all()]

"""Addresses of what comes after: the label, the way from the first words, what was learnt."""

from django.urls import path

from projets.opportunites.after import directory_views, experience_views, views, works_views

urlpatterns = [
    path("label/", views.rule, name="label_rule"),
    path("experiences/", experience_views.experiences, name="experiences"),
    path("experiences/exemple/", experience_views.example, name="example_new"),
    path("initiatives/", directory_views.initiatives, name="initiatives"),
    path("initiatives/proposer/", directory_views.propose, name="initiative_propose"),
    path("initiatives/<int:pk>/", directory_views.settle, name="initiative_settle"),
    path("talents/moi/", directory_views.talent, name="talent"),
    path("<uuid:uuid>/label/", views.label, name="label"),
    path("<uuid:uuid>/label.json", views.label_json, name="label_json"),
    path("<uuid:uuid>/filiation/", views.lineage, name="lineage"),
    path("<uuid:uuid>/filiation/relier/", works_views.tie, name="lineage_tie"),
    path("<uuid:uuid>/bilan/", experience_views.experience, name="experience"),
    path("<uuid:uuid>/bilan/ecrire/", experience_views.edit, name="experience_edit"),
]

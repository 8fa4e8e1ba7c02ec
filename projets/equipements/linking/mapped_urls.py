"""Addresses of « Quelle part de l’argent est sur la carte ? »."""

from django.urls import path

from projets.equipements.linking import mapped_views

app_name = "mapped"
urlpatterns = [
    path("", mapped_views.page, name="page"),
    path("lignes/", mapped_views.rows, name="rows"),
    path("argent-sur-la-carte.csv", mapped_views.as_csv, name="csv"),
]

"""Addresses of the perception layer."""

from django.urls import path

from carto.fiches.ressentis import views

app_name = "ressentis"
urlpatterns = [
    path("", views.GiveView.as_view(), name="give"),
    path("carte/", views.layer, name="layer"),
    path("carte/cases.geojson", views.cells, name="cells"),
    path("carte/ressentis.csv", views.download, name="download"),
]

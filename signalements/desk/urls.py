"""Addresses of the room; included by those of the signalements."""

from django.urls import path

from signalements.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("carte.geojson", views.map_data, name="map_data"),
    path("comptes.json", views.counts, name="counts"),
    path("vue.csv", views.download_csv, name="csv"),
    path("vue.gpkg", views.download_gpkg, name="gpkg"),
    path("choisir/", views.choose, name="choose"),
    path("vues/", views.saved_views, name="views"),
    path("vues/<int:pk>/", views.change_view, name="view"),
]

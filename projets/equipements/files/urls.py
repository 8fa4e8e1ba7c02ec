"""Addresses of this room."""

from django.urls import path

from projets.equipements.files import views

app_name = "files"
urlpatterns = [
    path("", views.page, name="page"),
    path("equipement-couts.schema.json", views.costs_schema, name="costs_schema"),
    path("datapackage.json", views.data_package, name="data_package"),
    path("equipements.gpkg", views.geopackage, name="geopackage"),
    path("<str:name>", views.table, name="table"),
]

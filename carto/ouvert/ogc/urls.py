"""Included under `/ogc/` (DESIGN 10). The standard's own names, without a slash at the end: clients build them."""

from django.urls import path

from carto.ouvert.ogc import views

app_name = "ogc"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("conformance", views.conformance, name="conformance"),
    path("api", views.api, name="api"),
    path("collections", views.collection_list, name="collections"),
    path("collections/<slug:name>", views.collection_page, name="collection"),
    path("collections/<slug:name>/queryables", views.queryables, name="queryables"),
    path("collections/<slug:name>/tiles", views.tilesets, name="tilesets"),
    path("collections/<slug:name>/tiles/WebMercatorQuad", views.tileset, name="tileset"),
    path("collections/<slug:name>/items", views.items, name="items"),
    path("collections/<slug:name>/items/<str:key>", views.item, name="item"),
]

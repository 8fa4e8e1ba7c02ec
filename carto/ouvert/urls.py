"""Open data, the API and the state of health."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView

from carto.ouvert import umap, views
from carto.ouvert.api import make_router

app_name = "ouvert"
urlpatterns = [
    path("donnees/", views.catalogue, name="catalogue"),
    re_path(r"^donnees/fiches\.(?P<extension>csv|geojson)$", views.download, name="download"),
    path("donnees/umap/vue.umap", umap.umap, name="umap"),
    path("donnees/umap/<slug:name>.geojson", umap.remote, name="umap_layer"),
    path("sante/", views.sante, name="health"),
    path("ogc/", include("carto.ouvert.ogc.urls")),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/", include(make_router().urls)),
]

"""Open data, the API and the state of health."""

import re

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView

from carto.ouvert import umap, views
from carto.ouvert.api import make_router
from carto.ouvert.catalogue import views as catalogue
from carto.ouvert.files.formats import FORMATS

app_name = "ouvert"
EXTENSIONS = "|".join(map(re.escape, FORMATS))
urlpatterns = [
    path("donnees/", views.catalogue, name="catalogue"),
    re_path(rf"^donnees/fiches\.(?P<extension>{EXTENSIONS})$", views.download, name="download"),
    path("donnees/umap/vue.umap", umap.umap, name="umap"),
    path("donnees/umap/<slug:name>.geojson", umap.remote, name="umap_layer"),
    path("donnees/catalogue.jsonld", catalogue.catalogue, name="dcat"),
    path("donnees/changements.jsonl", catalogue.feed, name="changes"),
    path("donnees/instantanes/", catalogue.dumps, name="dumps"),
    path("donnees/instantanes/<str:day>/<str:name>", catalogue.dump, name="dump"),
    path("donnees/<slug:name>/", catalogue.page, name="dataset"),
    path("donnees/<slug:name>/schema.json", catalogue.schema, name="table_schema"),
    path("sante/", views.sante, name="health"),
    path("ogc/", include("carto.ouvert.ogc.urls")),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/", include(make_router().urls)),
]

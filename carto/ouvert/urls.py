"""Open data, the API and the state of health."""

import re

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView

from carto.ouvert import views
from carto.ouvert.api import make_router
from carto.ouvert.files.formats import FORMATS

app_name = "ouvert"
EXTENSIONS = "|".join(map(re.escape, FORMATS))
urlpatterns = [
    path("donnees/", views.catalogue, name="catalogue"),
    re_path(rf"^donnees/fiches\.(?P<extension>{EXTENSIONS})$", views.download, name="download"),
    path("sante/", views.sante, name="health"),
    path("ogc/", include("carto.ouvert.ogc.urls")),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/", include(make_router().urls)),
]

"""Included under `/tuiles/`. The addresses are a contract (DESIGN 10): QGIS and other clients rely on them."""

from django.urls import include, path

from tiles import views
from tiles.mesures.views import mesure_json

app_name = "tiles"
urlpatterns = [
    path("style.json", views.style_json, name="style"),
    path("versions.json", views.versions_json, name="versions"),
    path("fond/", include("tiles.basemap.urls")),
    path("mesure.json", mesure_json, name="mesure"),
    path("<str:layers>.json", views.tilejson, name="tilejson"),
    path("<str:layers>/<str:z>/<str:x>/<str:y>.mvt", views.tile, name="tile"),
    # GDAL asks for these two names by itself: `ogrinfo MVT:https://…/tuiles/signalements/12`.
    path("<str:layers>/metadata.json", views.tilejson),
    path("<str:layers>/<str:z>/<str:x>/<str:y>.pbf", views.tile),
    path("<path:path>", views.not_found),
]

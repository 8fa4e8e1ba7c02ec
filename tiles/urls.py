"""Included under `/tuiles/`. The addresses are a contract (DESIGN 10): QGIS and other clients rely on them."""

from django.urls import include, path

from tiles import clusters, views
from tiles.image.card import card
from tiles.image.views import plan
from tiles.mesures.views import mesure_json
from tiles.offline.views import offline

app_name = "tiles"
urlpatterns = [
    path("fond/", include("tiles.basemap.urls")),
    path("<str:layers>/<str:z>/<str:x>/<str:y>.mvt", views.tile, name="tile"),  # the one that is asked for most
    path("style.json", views.style_json, name="style"),
    path("versions.json", views.versions_json, name="versions"),
    path("mesure.json", mesure_json, name="mesure"),
    path("<str:layers>/grappe/<str:level>/<str:quad>.json", clusters.cluster_json, name="cluster"),
    *(path(f"plan.{kind}", plan, {"kind": kind}, name=f"plan_{kind}") for kind in ("svg", "png", "pdf")),
    path("partage.png", card, name="card"),
    path("carte.html", offline, name="offline"),
    path("<str:layers>.json", views.tilejson, name="tilejson"),
    # GDAL asks for these two names by itself: `ogrinfo MVT:https://…/tuiles/signalements/12`.
    path("<str:layers>/metadata.json", views.tilejson),
    path("<str:layers>/<str:z>/<str:x>/<str:y>.pbf", views.tile),
    path("<path:path>", views.not_found),
]

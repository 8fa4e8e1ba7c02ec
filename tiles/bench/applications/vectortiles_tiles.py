"""django-vectortiles as its documentation shows it: one layer, one view, the fields of our pins, no limit.

Run by gunicorn in the environment that the bench made for it: the connection is the bench's, in CARTO_DB_*.
"""

import os

from django import setup
from django.conf import settings

settings.configure(
    SECRET_KEY="clef-de-mesure-qui-ne-garde-aucun-secret",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.gis", "vectortiles"],
    DATABASES={
        "default": {
            "ENGINE": "django.contrib.gis.db.backends.postgis",
            **{key: os.environ.get(f"CARTO_DB_{key}", "") for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")},
            "CONN_MAX_AGE": None,
            "OPTIONS": {"options": "-c jit=off"},
        }
    },
    USE_TZ=True,
)
setup()

from django.contrib.gis.db import models  # noqa: E402  (after the settings)
from django.core.wsgi import get_wsgi_application  # noqa: E402
from vectortiles import VectorLayer  # noqa: E402
from vectortiles.views import MVTView  # noqa: E402

FIELDS = ("uuid", "kind", "theme", "icon", "stage", "title")


class Published(models.Model):
    """A line of the view that every server publishes."""

    geom_web = models.GeometryField(srid=3857)
    demo = models.BooleanField()
    uuid, kind, theme, icon, stage, title = (models.TextField() for _field in FIELDS)

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bench_fiches"


class FichesLayer(VectorLayer):
    """Every field, the same extent and margin as ours."""

    model = Published
    id = "fiches"
    geom_field = "geom_web"
    tile_fields = ("id", *FIELDS, "demo")
    tile_extent = 4096
    tile_buffer = 64


class Tiles(MVTView):
    """`/fiches/<z>/<x>/<y>`"""

    layer_classes = [FichesLayer]


urlpatterns = [Tiles.get_url(prefix="fiches")]
application = get_wsgi_application()

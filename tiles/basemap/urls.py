"""Included under `/tuiles/fond/`."""

from django.urls import path

from tiles.basemap.views import basemap_tile

urlpatterns = [path("<int:z>/<int:x>/<int:y>.mvt", basemap_tile, name="basemap_tile")]

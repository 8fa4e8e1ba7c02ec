"""Interim: places alone, until the combined search lands."""

from django.contrib.gis.geos import Point

from carto.territoires.geocoding import Hit, geocode


def search(text: str, *, near: Point | None = None, limit: int = 8) -> list[Hit]:
    """Interim."""
    return geocode(text, near=near, limit=limit)

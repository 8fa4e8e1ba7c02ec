"""An area drawn over the plan of it: the same view, so the same pixels. Pure; SRID 4326 in, pixels out."""

import math
from typing import Any, Final

from django.contrib.gis.geos import MultiPolygon
from django.urls import reverse

TILE: Final = 512  # CSS pixels of the world at zoom 0, as the maps count
FINE: Final = 0.00002  # degrees: two metres, thinner than the line
MARGIN: Final = 18
CLOSEST: Final = 16.0


def framed(area: MultiPolygon, width: int, height: int) -> dict[str, Any]:
    """`plan`: the address of the plan that shows all of the area; `outline`: its edge as an SVG path; width, height."""
    west, south, east, north = area.extent
    left, top = _world(west, north)
    right, bottom = _world(east, south)
    room = min((width - 2 * MARGIN) / max(right - left, 1e-9), (height - 2 * MARGIN) / max(bottom - top, 1e-9))
    zoom = round(min(math.log2(room / TILE), CLOSEST), 3)
    scale = TILE * 2**zoom
    middle = ((left + right) / 2, (top + bottom) / 2)
    longitude, latitude = _earth(*middle)

    def pixel(place: tuple[float, ...]) -> str:
        x, y = _world(place[0], place[1])
        return f"{(x - middle[0]) * scale + width / 2:.1f} {(y - middle[1]) * scale + height / 2:.1f}"

    drawn = area.simplify(FINE, preserve_topology=True)
    polygons = [drawn] if drawn.geom_type == "Polygon" else list(drawn)
    rings = [ring.coords for polygon in polygons for ring in polygon]
    path = " ".join(f"M{' L'.join(pixel(place) for place in ring)} Z" for ring in rings)
    asked = f"centre={longitude:.6f},{latitude:.6f}&zoom={zoom}&largeur={width}&hauteur={height}&couches=idees"
    return {"plan": f"{reverse('tiles:plan_svg')}?{asked}", "outline": path, "width": width, "height": height}


def _world(longitude: float, latitude: float) -> tuple[float, float]:
    """On the square of the web's maps, 0 to 1 from the north-west."""
    sine = math.sin(math.radians(latitude))
    return longitude / 360 + 0.5, 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


def _earth(x: float, y: float) -> tuple[float, float]:
    return (x - 0.5) * 360, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))

"""Named places of Nantes, as points (SRID 4326), and one that is elsewhere."""

from typing import Final

from django.contrib.gis.geos import Point


def _at(longitude: float, latitude: float) -> Point:
    return Point(longitude, latitude, srid=4326)


CHATEAU: Final = _at(-1.5497, 47.2161)
COMMERCE: Final = _at(-1.5573, 47.2133)
PLACE_ROYALE: Final = _at(-1.5583, 47.2144)
COURS_DES_50_OTAGES: Final = _at(-1.5562, 47.2166)
ILE_DE_NANTES: Final = _at(-1.5485, 47.2055)
JARDIN_DES_PLANTES: Final = _at(-1.5430, 47.2193)
REZE: Final = _at(-1.5660, 47.1910)
PARIS: Final = _at(2.3522, 48.8566)

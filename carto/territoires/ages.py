"""Age bands overlap in the census tables (0–14 and 0–19): here is one way through them, each person counted once."""

from collections.abc import Iterable, Iterator
from typing import Final

from carto.territoires.models import Population

SPOKEN: Final = 6  # bands that a page can tell: 0–14, 15–29, 30–44, 45–59, 60–74, 75 and over


def age_bands(populations: Iterable[Population]) -> list[Population]:
    """Bands of one territory and year that follow each other from birth to the oldest, about SPOKEN of them.

    Empty when no set of bands covers every age.
    """
    bands = [one for one in populations if one.age_from is not None]
    return min(_ways(bands, 0), key=lambda way: (abs(len(way) - SPOKEN), len(way)), default=[])


def _ways(bands: list[Population], age: int) -> Iterator[list[Population]]:
    """Every sequence of bands from `age` on."""
    for band in bands:
        if band.age_from != age:
            continue
        if band.age_to is None:
            yield [band]
        elif band.age_to >= age:
            for rest in _ways(bands, band.age_to + 1):
                yield [band, *rest]

"""Rectangles of a picture: read from a form, put together, and blurred so that nothing can be read back.

A zone is [left, top, width, height] as shares of the picture, 0 to 1.
"""

import secrets
from collections.abc import Iterable, Sequence
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageFilter

Zone = list[float]
MAX_ZONES: Final = 40
SMALLEST: Final = 0.005  # of a side: less is a slip of the finger
CELLS: Final = 5  # colours kept along a zone's longer side: a plate has seven characters
STEP: Final = 32  # and each colour is rounded to one of eight levels
MARGIN: Final = 0.06  # of the zone, on each side: hair, ears, the edge of a plate


def read_zone(said: str) -> Zone:
    """« 0.12,0.3,0.1,0.1 » → a zone within the picture; raises ValidationError (French) when it is none."""
    try:
        left, top, width, height = (float(part) for part in said.split(","))
    except ValueError as error:
        raise ValidationError(_("Zone illisible."), code="zone") from error
    right, bottom = min(left + width, 1.0), min(top + height, 1.0)
    left, top = max(left, 0.0), max(top, 0.0)
    # « not >= » rather than « < »: a number that is none compares to nothing.
    if not (right - left >= SMALLEST and bottom - top >= SMALLEST):
        raise ValidationError(_("Cette zone est vide ou hors de l’image."), code="zone")
    return [round(left, 4), round(top, 4), round(right - left, 4), round(bottom - top, 4)]


def written(zone: Sequence[float]) -> str:
    """A zone as a form carries it."""
    return ",".join(f"{part:.4f}" for part in zone)


def together(zones: Iterable[Zone]) -> list[Zone]:
    """Without those that lie almost wholly in a larger one."""
    kept: list[Zone] = []
    for zone in sorted(zones, key=lambda each: -each[2] * each[3]):
        if not any(_shared(zone, larger) > 0.7 for larger in kept):
            kept.append(zone)
    return kept


def _shared(zone: Zone, other: Zone) -> float:
    """The share of `zone` that lies in the other one."""
    width = min(zone[0] + zone[2], other[0] + other[2]) - max(zone[0], other[0])
    height = min(zone[1] + zone[3], other[1] + other[3]) - max(zone[1], other[1])
    return max(width, 0) * max(height, 0) / (zone[2] * zone[3])


def blurred(image: Image.Image, zones: Iterable[Zone]) -> Image.Image:
    """A copy in which each zone is a handful of rounded colours, with noise, run into one another.

    Guessing the plate that would give these very colours is no use: eight levels and a chance of one leave too many.
    """
    out = image.convert("RGB")
    for zone in zones:
        box = _pixels(zone, out.size)
        width, height = box[2] - box[0], box[3] - box[1]
        longer = max(width, height)
        cells = (max(1, round(CELLS * width / longer)), max(1, round(CELLS * height / longer)))
        small = out.crop(box).resize(cells, Image.Resampling.BOX).point(_rounded)
        patch = small.resize((width, height), Image.Resampling.NEAREST)
        out.paste(patch.filter(ImageFilter.GaussianBlur(longer / CELLS / 3)), box)
    return out


def _rounded(level: int) -> int:
    """One of eight levels, sometimes its neighbour (Pillow asks once for each of the 256)."""
    return min(max(level // STEP + secrets.choice((-1, 0, 0, 1)), 0), 7) * STEP + STEP // 2


def _pixels(zone: Zone, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The zone and its margin in whole pixels, within the picture."""
    left, top, width, height = zone
    aside, above = width * MARGIN, height * MARGIN
    return (
        max(int((left - aside) * size[0]), 0),
        max(int((top - above) * size[1]), 0),
        min(int((left + width + aside) * size[0]) + 1, size[0]),
        min(int((top + height + above) * size[1]) + 1, size[1]),
    )

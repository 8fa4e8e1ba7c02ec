"""What a detector draws before a person looks: faces and plates, by the Haar cascades that ship with OpenCV.

It is a help and never a judge: it misses turned or far faces and most plates at an angle, and takes a window for a
face. Nothing is published without somebody's eyes (docs/decisions/0011).
"""

from functools import cache
from pathlib import Path
from typing import Any, Final

from PIL import Image
from procrastinate.contrib.django import app

from carto.fiches.models import Photo
from carto.fiches.moderation.zones import Zone, together

SIDE: Final = 1280  # pixels: beyond, twice the time for faces that are no better found
# Cascade, the growth of the window between two looks, how many looks must agree, smallest side in pixels.
CASCADES: Final = (
    ("haarcascade_frontalface_alt2.xml", 1.1, 4, 28),
    ("haarcascade_profileface.xml", 1.1, 5, 28),
    ("haarcascade_russian_plate_number.xml", 1.1, 4, 20),
)


@app.task
def detect(photo_id: int) -> int:
    """Draw the areas of one photo, unless somebody has looked at it meanwhile; returns how many."""
    photo = Photo.objects.filter(pk=photo_id).exclude(original="").first()
    if photo is None:
        return 0
    with photo.original.open("rb") as file:
        suggested = find(Image.open(file))
    Photo.objects.filter(pk=photo_id, state="waiting").update(suggested=suggested)
    return len(suggested)


def find(image: Image.Image) -> list[Zone]:
    """Faces seen from the front or the side, and plates, as zones; the largest first."""
    import cv2  # only the worker needs its 60 MB
    import numpy

    small = image.convert("L")
    small.thumbnail((SIDE, SIDE))
    grey = cv2.equalizeHist(numpy.asarray(small))
    looks = [(name, grey, False, how) for name, *how in CASCADES]
    looks.append((CASCADES[1][0], cv2.flip(grey, 1), True, CASCADES[1][1:]))  # profiles are learnt from one side only
    found: list[Zone] = []
    for name, pixels, flipped, (growth, agreeing, least) in looks:
        boxes = _cascade(name).detectMultiScale(pixels, growth, agreeing, minSize=(least, least))
        found += [_share(box, small.size, flipped) for box in boxes]
    return together(found)


@cache
def _cascade(name: str) -> Any:
    import cv2

    return cv2.CascadeClassifier(str(Path(cv2.data.haarcascades) / name))


def _share(box: Any, size: tuple[int, int], flipped: bool) -> Zone:
    """A box in pixels as shares of the picture, seen the right way round."""
    left, top, width, height = (int(part) for part in box)
    left = size[0] - left - width if flipped else left
    return [round(part, 4) for part in (left / size[0], top / size[1], width / size[0], height / size[1])]

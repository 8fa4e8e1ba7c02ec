"""A photo → which sheet it is, its map laid flat, and what was stuck and drawn on it."""

import io
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from PIL import Image

from projets.idees.papers.layout import MAP, SCALE, STICKER
from projets.idees.papers.reading.colours import DOTS, evened, masks
from projets.idees.papers.reading.corners import Pixels, flattened, straighten
from projets.idees.papers.reading.qr import read_code
from projets.idees.papers.reading.stickers import Disc, find_discs, without
from projets.idees.papers.reading.strokes import find_strokes

SHOWN: Final = 6  # pixels for a unit, of the map shown to whoever checks it
MOST_MARKS: Final = 80  # of one sheet: beyond, it is no map that was filled


@dataclass(frozen=True)
class Mark:
    """One thing found on a map: « sticker », « line » or « area », its colour, its points as shares of the map."""

    kind: str
    colour: str
    points: list[tuple[float, float]]
    sure: float


@dataclass(frozen=True)
class Seen:
    """A sheet recognised in a photo, before what is on it is looked for."""

    code: str
    map: Pixels  # SHOWN pixels for a unit


def recognise(image: Image.Image) -> Seen:
    """Which sheet a photo shows, and its map laid flat; raises corners.Unreadable, with words for whoever took it."""
    photo = cv2.cvtColor(np.asarray(image.convert("RGB")), cv2.COLOR_RGB2BGR)
    homography: Any = straighten(photo)
    code = read_code(photo, homography)
    return Seen(code, flattened(photo, homography, MAP, SHOWN))


def find_marks(seen: Seen, paper: str) -> list[Mark]:
    """Stickers first, from the top of the sheet to its foot, then strokes; `paper` is « A4 » or « A3 »."""
    size = (round(MAP.width * DOTS), round(MAP.height * DOTS))
    borne = masks(cv2.resize(seen.map, size, interpolation=cv2.INTER_AREA))
    radius = STICKER / 2 / SCALE[paper] * DOTS
    discs = {code: find_discs(mask, radius) for code, mask in borne.items()}
    everywhere = [disc for each in discs.values() for disc in each]
    stickers = [_sticker(code, disc, size) for code, each in discs.items() for disc in each]
    strokes = [
        Mark(kind, code, [(x / size[0], y / size[1]) for x, y in path], 0.8)
        for code, mask in borne.items()
        for kind, path in find_strokes(without(mask, everywhere), SCALE[paper] / DOTS)
    ]
    stickers.sort(key=lambda mark: mark.points[0][::-1])
    return (stickers + strokes)[:MOST_MARKS]


def _sticker(code: str, disc: Disc, size: tuple[int, int]) -> Mark:
    return Mark("sticker", code, [((disc.x + 0.5) / size[0], (disc.y + 0.5) / size[1])], round(disc.sure, 2))


def jpeg_of(seen: Seen) -> bytes:
    """The flattened map in an even light, to be shown beside the real one."""
    out = io.BytesIO()
    lit = (evened(seen.map) * 255).astype(np.uint8)
    Image.fromarray(cv2.cvtColor(lit, cv2.COLOR_BGR2RGB)).save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()

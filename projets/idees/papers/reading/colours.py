"""Where a flattened map bears which colour of sticker or felt pen, whatever the light it was photographed in."""

from typing import Final

import cv2
import numpy as np
from scipy import ndimage

from projets.idees.papers.layout import COLOURS
from projets.idees.papers.reading.corners import Pixels

DOTS: Final = 4  # pixels for a unit: a felt line of one millimetre has three or four
STRONG, WEAK = 30.0, 17.0  # colourfulness (chroma in Lab) of a mark's heart, and of its edge
WINDOW: Final = 34  # units around a spot that tell how white its paper is: three stickers do not hide it
PAPER: Final = 80  # percent of that window which is darker than paper
COARSE: Final = 2  # units for a pixel when the light is looked at


def evened(seen: Pixels) -> Pixels:
    """The map as if its paper were white and the light the same all over, 0 to 1 in three channels.

    A shadow, the yellow of a lamp and a dark photo are the paper's own colour here; what differs was stuck or drawn.
    """
    size = (seen.shape[1] // (DOTS * COARSE), seen.shape[0] // (DOTS * COARSE))
    coarse = cv2.resize(seen, size, interpolation=cv2.INTER_AREA)
    side = WINDOW // COARSE
    channels = [ndimage.percentile_filter(channel, PAPER, size=side, mode="nearest") for channel in cv2.split(coarse)]
    paper = cv2.GaussianBlur(cv2.merge(channels).astype(np.float32), (0, 0), side / 4)
    light = cv2.resize(paper, (seen.shape[1], seen.shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.clip(seen.astype(np.float32) / np.maximum(light, 8), 0, 1)


def masks(seen: Pixels) -> dict[str, Pixels]:
    """For each colour (its code) where the map bears it, 0 or 1; `seen` has DOTS pixels for a unit."""
    lab = cv2.GaussianBlur(cv2.cvtColor(evened(seen), cv2.COLOR_BGR2LAB), (0, 0), 1.0)
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1]))
    return {colour.code: _borne(chroma, hue, colour.hues) for colour in COLOURS}


def _borne(chroma: Pixels, hue: Pixels, bounds: tuple[float, float]) -> Pixels:
    """The pieces of one hue that are strongly coloured somewhere, with their paler edges."""
    low, high = bounds
    own = ((hue - low) % 360 < high - low) & (chroma > WEAK)
    count, pieces = cv2.connectedComponents(own.astype(np.uint8), connectivity=8)
    if count == 1:
        return np.zeros(own.shape, np.uint8)
    strong = np.zeros(count, bool)
    strong[np.unique(pieces[own & (chroma > STRONG)])] = True
    strong[0] = False
    return strong[pieces].astype(np.uint8)

"""A sheet printed by the product, filled and photographed as people do, comes back with what was put on it."""

from collections.abc import Callable
from itertools import product
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from projets.idees.models import Feuille
from projets.idees.papers import layout
from projets.idees.papers.reading import sheet as reading
from projets.idees.papers.reading.corners import Unreadable
from tests.projets.papers.filling import (
    Drawn,
    Glued,
    Shot,
    as_image,
    cat,
    filled,
    photographed,
    printed,
    score,
    spread,
)

HARD = Shot(angle=197, skew=0.12, light=0.55, shadow=0.5, warm=0.2, blur=0.8, noise=3, quality=40, seed=1)


def _marks(photo: bytes, paper: str = "A4") -> tuple[str, list[Any]]:
    seen = reading.recognise(Image.open(as_image(photo)))
    return seen.code, reading.find_marks(seen, paper)


def _refused(photo: bytes) -> str:
    with pytest.raises(Unreadable) as told:
        reading.recognise(Image.open(as_image(photo)))
    return told.value.message


def test_turned_skewed_darkened_and_compressed_every_sticker_is_in_its_place(sheet: tuple[Feuille, np.ndarray]) -> None:
    feuille, blank = sheet
    glued = spread(30, seed=4)
    drawn = [
        Drawn("bleu", [(0.1, 0.1), (0.3, 0.2), (0.5, 0.1)]),
        Drawn("rouge", [(0.2, 0.6), (0.5, 0.6), (0.5, 0.9), (0.2, 0.9), (0.2, 0.6)], width=3),
    ]
    clear = [mark for mark in glued if not (0.05 < mark.x < 0.6 and (mark.y < 0.3 or mark.y > 0.5))]
    code, marks = _marks(photographed(filled(blank, "A4", [*clear, *drawn]), HARD))
    stickers = [mark for mark in marks if mark.kind == "sticker"]
    right, wrong, worst = score(clear, stickers, "A4")
    assert code == feuille.code
    assert len(clear) > 12
    assert (right, wrong) == (len(clear), 0), worst
    strokes = {(mark.kind, mark.colour): mark.points for mark in marks if mark.kind != "sticker"}
    assert set(strokes) == {("line", "bleu"), ("area", "rouge")}
    line = np.array(strokes["line", "bleu"]) * (layout.MAP.width, layout.MAP.height)
    ends = np.array([(0.1, 0.1), (0.5, 0.1)]) * (layout.MAP.width, layout.MAP.height)
    assert min(np.abs(line[[0, -1]] - ends).max(), np.abs(line[[-1, 0]] - ends).max()) < 3


def test_what_is_no_whole_sheet_is_refused_with_words_that_help(sheet: tuple[Feuille, np.ndarray]) -> None:
    _feuille, blank = sheet
    torn = photographed(blank, Shot(hidden=[(0, 150, 40, 60)]))
    assert _refused(torn) == "Il manque le coin en bas à gauche : photographiez toute la feuille."
    assert "en haut à droite et en bas à droite" in _refused(photographed(blank, Shot(hidden=[(270, 0, 27, 210)])))
    assert "(QR) ne se lit pas" in _refused(photographed(blank, Shot(hidden=[(248, 23, 37, 37)])))
    assert "ne trouvons pas de feuille ici" in _refused(cat())
    assert "deux feuilles" in _refused(photographed(np.vstack([blank, blank]), Shot()))


def test_the_corners_are_those_that_opencv_knows() -> None:
    known = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    for rank in range(4):
        drawn = cv2.aruco.generateImageMarker(known, rank, 6)
        assert {(x, y) for y, x in np.argwhere(drawn == 0)} == set(layout.marker_cells(rank))


@pytest.mark.long
@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_in_a_hundred_photos_of_all_sorts_nearly_every_sticker_is_found(
    sheets: Callable[..., list[Feuille]], paper: str
) -> None:
    [feuille] = sheets(paper=paper)
    blank = printed(feuille)
    right = wrong = told = refused = 0
    light = product((0, 38, 90, 141, 180), (0.0, 0.15), ((1.0, 0.0), (0.5, 0.3), (0.35, 0.55)))
    for seed, (angle, skew, (lit, shadow)) in enumerate(light):
        glued = spread(25, seed=seed, paper=paper)
        size = ((1600, 1200), (2400, 1800), (4000, 3000))[seed % 3]
        shot = Shot(
            size, angle, skew, lit, shadow, warm=0.1 * (seed % 4), blur=0.5 * (seed % 3), noise=3, quality=40, seed=seed
        )
        try:
            _code, marks = _marks(photographed(filled(blank, paper, glued), shot), paper)
        except Unreadable:
            refused += 1
            continue
        found, false, _worst = score(glued, [mark for mark in marks if mark.kind == "sticker"], paper)
        right, wrong, told = right + found, wrong + false, told + len(glued)
    assert refused <= 3
    assert right >= 0.95 * told
    assert wrong <= 0.01 * told


def test_stickers_that_touch_and_overlap_are_told_apart(sheet: tuple[Feuille, np.ndarray]) -> None:
    _feuille, blank = sheet
    step = layout.STICKER / layout.MAP.width
    row = [Glued("vert", 0.3 + rank * step, 0.5) for rank in range(4)]
    over = [Glued("rouge", 0.3, 0.8), Glued("bleu", 0.3 + 0.7 * step, 0.8), Glued("jaune", 0.7, 0.3, millimetres=15)]
    _code, marks = _marks(photographed(filled(blank, "A4", [*row, *over]), Shot(angle=8, quality=60)))
    assert score([*row, *over], marks, "A4")[:2] == (7, 0)

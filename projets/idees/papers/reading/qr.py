"""The sheet's own code, read where it is known to be printed: even when the photo is too blurred for a QR reader."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import cv2
import numpy as np
import segno
from django.utils.translation import gettext as _

from projets.idees.papers.layout import QR, QR_VERSION
from projets.idees.papers.reading.corners import Pixels, Unreadable, flattened

CODE: Final = re.compile(r"/feuilles/([0-9A-Z]{8})/?$")
MODULES: Final = 17 + 4 * QR_VERSION
QUIET: Final = 3.0  # units of white around it
DOTS: Final = 12  # pixels for a module, when it is looked at closely
REDRAWN: Final = 8  # pixels for a module, when it is drawn afresh


def read_code(photo: Pixels, homography: Any) -> str:
    """The code of the sheet; raises Unreadable when there is none, or another QR in its place."""
    dots = DOTS * MODULES / QR.width
    window = (QR.x - QUIET, QR.y - QUIET, QR.width + 2 * QUIET, QR.height + 2 * QUIET)
    seen = cv2.cvtColor(flattened(photo, homography, window, dots), cv2.COLOR_BGR2GRAY)
    reader = cv2.QRCodeDetector()
    for picture in _looks(seen, round(QUIET * dots)):
        text = _decoded(reader, picture)
        if text:
            return _code_of(text)
    raise Unreadable(
        _("Le carré de points (QR) ne se lit pas : reprenez la photo de plus près, sans reflet ni doigt dessus."),
        code="qr",
    )


def _decoded(reader: Any, picture: Pixels) -> str:
    try:
        return reader.detectAndDecode(picture)[0]
    except (cv2.error, UnicodeDecodeError):  # what is no QR at all makes the reader stumble now and then
        return ""


def _code_of(text: str) -> str:
    found = CODE.search(text)
    if not found:
        raise Unreadable(_("Ce QR n’est pas celui d’une de nos feuilles."), code="foreign")
    return found.group(1)


def _looks(seen: Pixels, quiet: int) -> Iterator[Pixels]:
    """Drawn afresh from its modules, sharpened more and more, for a few places where they may lie; then as it is.

    A sheet is never perfectly flat: the QR may lie a third of a module from where the corners say.
    """
    side = seen.shape[0] - 2 * quiet
    for dx, dy in ((0, 0), (4, 0), (-4, 0), (0, 4), (0, -4)):
        part = seen[quiet + dy : quiet + dy + side, quiet + dx : quiet + dx + side]
        middles = cv2.resize(part, (MODULES * 3, MODULES * 3), interpolation=cv2.INTER_AREA)[1::3, 1::3]
        for sharper in (0.0, 1.0, 2.0):
            yield _redrawn(middles.astype(np.float32), sharper)
    for size in (1.0, 0.5, 0.75):
        yield cv2.resize(seen, None, fx=size, fy=size, interpolation=cv2.INTER_AREA)


def _redrawn(middles: Pixels, sharper: float) -> Pixels:
    """Each module black or white against what is around it, the fixed ones as they must be, with the quiet zone.

    A blurred module takes something of its neighbours: `sharper` times their difference is given back.
    """
    given = middles + sharper * (middles - cv2.GaussianBlur(middles, (3, 3), 0.8))
    dark, light = cv2.erode(given, np.ones((9, 9))), cv2.dilate(given, np.ones((9, 9)))
    cells = np.where(given < cv2.blur((dark + light) / 2, (5, 5)), 0, 255).astype(np.uint8)
    known = _fixed()
    cells[known < 2] = np.where(known[known < 2] == 1, 0, 255)
    drawn = cv2.resize(cells, None, fx=REDRAWN, fy=REDRAWN, interpolation=cv2.INTER_NEAREST)
    return cv2.copyMakeBorder(drawn, *[4 * REDRAWN] * 4, cv2.BORDER_CONSTANT, value=255)


@cache
def _fixed() -> Pixels:
    """The modules that every QR of this size shares: 0 light, 1 dark, 2 for what differs."""
    several = [
        segno.make(text * (20 + 7 * mask), version=QR_VERSION, error="m", mask=mask)
        for mask, text in enumerate("abcdefgh")
    ]
    grids = np.array([[list(row) for row in code.matrix] for code in several], np.uint8)
    return np.where((grids == grids[0]).all(axis=0), grids[0], 2)

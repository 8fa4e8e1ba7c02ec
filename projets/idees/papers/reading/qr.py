"""The sheet's own code, read where it is known to be printed: even when the photo is too blurred for a QR reader."""

import re
from collections.abc import Iterator
from typing import Any, Final

import cv2
import numpy as np
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
        _("Le carré de points (QR) ne se lit pas : reprenez la photo de plus près, sans reflet ni doigt dessus."), code="qr"
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
    """Drawn afresh from its modules, for a few places where they may lie; then as it was photographed, in several sizes.

    A sheet is never perfectly flat: the QR may lie half a module from where the corners say.
    """
    inside = seen[quiet : seen.shape[0] - quiet, quiet : seen.shape[1] - quiet]
    for dx, dy in ((0, 0), (4, 0), (-4, 0), (0, 4), (0, -4)):
        yield _redrawn(seen, quiet + dx, quiet + dy, inside.shape)
    for size in (1.0, 0.5, 0.75):
        yield cv2.resize(seen, None, fx=size, fy=size, interpolation=cv2.INTER_AREA)


def _redrawn(seen: Pixels, left: int, top: int, size: tuple[int, ...]) -> Pixels:
    """Each module from the middle of its place, black or white against what is around it, with its quiet zone."""
    part = seen[top : top + size[0], left : left + size[1]]
    small = cv2.resize(part, (MODULES * 3, MODULES * 3), interpolation=cv2.INTER_AREA)
    middles = small[1::3, 1::3].astype(np.float32)
    dark = cv2.erode(middles, np.ones((9, 9))), cv2.dilate(middles, np.ones((9, 9)))
    between = cv2.blur((dark[0] + dark[1]) / 2, (5, 5))
    cells = np.where(middles < between, 0, 255).astype(np.uint8)
    drawn = cv2.resize(cells, None, fx=REDRAWN, fy=REDRAWN, interpolation=cv2.INTER_NEAREST)
    return cv2.copyMakeBorder(drawn, *[4 * REDRAWN] * 4, cv2.BORDER_CONSTANT, value=255)

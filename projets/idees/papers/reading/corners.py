"""Finding the four corners of a sheet in a photo, and laying it flat. Says in French words what a photo lacks."""

from typing import Any, Final

import cv2
import numpy as np
from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from projets.idees.papers.layout import CORNER_NAMES, CORNERS, MARKER

Pixels = np.ndarray  # of height × width × 3, blue, green, red; or of one channel

LEAST_SIDE: Final = 16  # pixels of a marker: farther away, neither code nor sticker can be told
BENT: Final = 1.6  # units by which the corners may miss a flat sheet
ENLARGED_UNDER: Final = 1400  # pixels: the markers of a smaller photo are looked for in twice as many


class Unreadable(ValidationError):
    """The photo is not that of a whole sheet; its message tells what to do."""


def straighten(photo: Pixels) -> Any:
    """The homography from units of the sheet (layout.py) to pixels of the photo; raises Unreadable."""
    found = _markers(photo)
    missing = [str(CORNER_NAMES[rank]) for rank in range(4) if rank not in found]
    if len(missing) == 4:
        raise Unreadable(
            _("Nous ne trouvons pas de feuille ici : ses quatre coins noirs doivent se voir, bien éclairés."),
            code="none",
        )
    if missing:
        said = {"corners": get_text_list(missing, _("et"))}
        raise Unreadable(
            _("Il manque le coin %(corners)s : photographiez toute la feuille.") % said
            if len(missing) == 1
            else _("Il manque les coins %(corners)s : photographiez toute la feuille.") % said, code="corner",
        )  # fmt: skip
    return _flat(found)


def _flat(found: dict[int, Pixels]) -> Any:
    seen = np.concatenate([found[rank] for rank in range(4)]).astype(np.float64)
    if min(np.linalg.norm(found[rank][0] - found[rank][2]) for rank in range(4)) < LEAST_SIDE * 2**0.5:
        raise Unreadable(
            _("La feuille est trop loin : approchez-vous jusqu’à ce qu’elle remplisse la photo."), code="far"
        )
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * MARKER
    flat = np.concatenate([square + corner for corner in CORNERS])
    homography, _kept = cv2.findHomography(flat, seen)
    if homography is None or _misses(homography, flat, seen) > BENT:
        raise Unreadable(
            _("La feuille est pliée, ou ses coins se contredisent : posez-la bien à plat et reprenez la photo."),
            code="bent",
        )
    return homography


def _misses(homography: Any, flat: Pixels, seen: Pixels) -> float:
    """By how many units the worst corner lies elsewhere than a flat sheet would have it."""
    back = cv2.perspectiveTransform(seen[None], np.linalg.inv(homography))[0]
    return float(np.abs(back - flat).max())


def _markers(photo: Pixels) -> dict[int, Pixels]:
    """The corners of each marker by its number, 4 × 2 pixels; raises Unreadable when one is there twice."""
    found: dict[int, Pixels] = {}
    for grey, factor in _looks(photo):
        corners, numbers, _refused = _detector().detectMarkers(grey)
        seen: dict[int, Pixels] = {}
        for quad, number in zip(corners, [] if numbers is None else numbers.ravel(), strict=True):
            if number in seen:
                raise Unreadable(_("Il y a deux feuilles sur cette photo : une à la fois."), code="two")
            if number < 4:
                seen[int(number)] = quad[0] / factor
        found = seen | found
        if len(found) == 4:
            break
    return found


def _looks(photo: Pixels) -> Any:
    """The photo as it is, then with its shadows lifted, then larger: (one channel, its enlargement)."""
    grey = cv2.cvtColor(photo, cv2.COLOR_BGR2GRAY)
    yield grey, 1.0
    even = cv2.createCLAHE(4.0, (8, 8)).apply(grey)
    yield even, 1.0
    yield cv2.GaussianBlur(even, (5, 5), 0), 1.0
    if max(grey.shape) < ENLARGED_UNDER:
        yield cv2.resize(even, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), 2.0


def _detector() -> Any:
    how = cv2.aruco.DetectorParameters()
    how.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    how.adaptiveThreshWinSizeMax = 63
    how.adaptiveThreshWinSizeStep = 12
    how.minMarkerPerimeterRate = 0.02
    return cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50), how)


def flattened(photo: Pixels, homography: Any, window: tuple[float, float, float, float], dots: float) -> Pixels:
    """A window of the sheet (x, y, width, height in units) seen from above, `dots` pixels for a unit."""
    x, y, width, height = window
    place = np.array([[1 / dots, 0, x], [0, 1 / dots, y], [0, 0, 1]])
    size = (round(width * dots), round(height * dots))
    return cv2.warpPerspective(photo, homography @ place, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)

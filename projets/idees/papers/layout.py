"""Where everything lies on a printed sheet. Pure: the printer, the reader and the pages share these numbers.

Lengths are in units: millimetres of an A4 sheet, landscape, from its upper left corner. A3 is the same sheet √2 times
as large; only stickers keep their size.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERSION: Final = 1  # Feuille.layout: another layout gets another number, and this one stays readable
PAGE: Final = (297.0, 210.0)
STUBS: Final = 4
SCALE: Final = {"A4": 1.0, "A3": 2**0.5}  # millimetres of paper for one unit
STICKER: Final = 12.0  # millimetres across, on either paper: the round stickers of any stationer
MARKER: Final = 13.0  # the side of a corner marker
QR_VERSION: Final = 5  # 37 modules: an address of up to 84 letters


class Rect(NamedTuple):
    """A rectangle, in units."""

    x: float
    y: float
    width: float
    height: float


MAP: Final = Rect(8, 24, 232, 136)
RATIO: Final = MAP.width / MAP.height
QR: Final = Rect(250, 25, 33, 33)
CUT: Final = 181.0  # below it, the stubs: they are torn off before the photo is taken, or not

# The upper left corner of each marker, in the order of their numbers: clockwise from the upper left.
CORNERS: Final = ((8.0, 8.0), (276.0, 8.0), (276.0, 164.0), (8.0, 164.0))
CORNER_NAMES: Final = (_("en haut à gauche"), _("en haut à droite"), _("en bas à droite"), _("en bas à gauche"))
# ArUco, dictionary 4X4_50, numbers 0 to 3: white cells of the inner 4 × 4, within one black cell all around.
PATTERNS: Final = (
    ("X.XX", ".X.X", "..XX", "..X."),
    ("....", "XXXX", "X..X", "X.X."),
    ("..XX", "..XX", "..X.", "XX.X"),
    ("X..X", "X..X", ".X..", ".XX."),
)


@dataclass(frozen=True)
class Colour:
    """One colour of sticker or felt pen: how it is printed, what it says, and the sticker of the palette it stands for.

    `hues` are the bounds of its hue in Lab, in degrees; `ink` is what a calque calls the colour of a stroke.
    """

    code: str
    name: str | Promise
    paint: str
    means: str | Promise
    autocollant: str
    hues: tuple[float, float]
    ink: str


# As far from each other as five colours may be: a neon tube or an evening lamp must not turn one into another.
COLOURS: Final = (
    Colour("vert", _("vert"), "#1f9d55", _("planter, ombrager"), "arbre", (115, 205), "feuille"),
    Colour("bleu", _("bleu"), "#1f6fd1", _("marcher, rouler"), "passage", (205, 300), "loire"),
    Colour("jaune", _("jaune"), "#f5c400", _("jouer, bouger"), "aire-de-jeux", (62, 115), "ocre"),
    Colour("rouge", _("rouge"), "#d7263d", _("se retrouver"), "maison-commune", (-10, 62), "brique"),
    Colour("violet", _("violet"), "#8e44ad", _("autre chose"), "autre", (300, 350), "prune"),
)


def colour_named(code: str) -> Colour | None:
    """The colour of that code, or None."""
    return next((colour for colour in COLOURS if colour.code == code), None)


def marker_cells(rank: int) -> list[tuple[int, int]]:
    """The black cells of a marker, as (column, row) of its 6 × 6."""
    inner = PATTERNS[rank]
    return [
        (column, row)
        for row in range(6)
        for column in range(6)
        if not (0 < row < 5 and 0 < column < 5 and inner[row - 1][column - 1] == "X")
    ]

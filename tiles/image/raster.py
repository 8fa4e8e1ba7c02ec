"""A plan as PNG, by resvg: in process, from our own fonts, without asking anybody for anything."""

from pathlib import Path
from typing import Final

import resvg_py

from tiles.image.fonts import FAMILY, font_files

SYSTEM: Final = Path("/usr/share/fonts")  # for the scripts that our typeface does not write
FALLBACKS: Final = ("truetype/dejavu/DejaVuSans.ttf", "truetype/dejavu/DejaVuSans-Bold.ttf")


def to_png(svg: bytes, ratio: float) -> bytes:
    """The picture, `ratio` pixels for each of the plan's; raises ValueError when the document is not one of SVG."""
    # Our files come first: a letter that one of them lacks is then taken from the next, not from any other face.
    files = [*font_files(), *(SYSTEM / name for name in FALLBACKS if (SYSTEM / name).exists())]
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg.decode(),
            zoom=ratio,
            skip_system_fonts=True,
            font_files=[str(path) for path in files],
            font_dirs=[str(SYSTEM)] if SYSTEM.is_dir() else None,
            font_family=FAMILY,
            sans_serif_family="DejaVu Sans",
        )
    )

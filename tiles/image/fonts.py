"""The house's typeface outside a browser: as files that a rasteriser reads, and as widths.

The page loads Atkinson Hyperlegible Next as WOFF2 (node_modules). resvg and FreeType want it unpacked: that takes a
quarter of a second, once, into `var/fonts`. All weights are in one variable file.
"""

import os
import tempfile
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont
from PIL import ImageFont

FAMILY: Final = "Atkinson Hyperlegible Next"
FAMILIES: Final = f"'{FAMILY}', 'Atkinson Hyperlegible', system-ui, 'DejaVu Sans', sans-serif"
SUBSETS: Final = ("latin-wght-normal", "latin-wght-italic", "latin-ext-wght-normal", "latin-ext-wght-italic")
WEIGHTS: Final = {"Medium": 500, "Semibold": 600, "Bold": 700}
MEASURED_AT: Final = 100  # pixels: widths are told for this size, then scaled
TYPICAL: Final = 0.55  # of an em: a letter's width where the typeface is not installed
CAPITALS: Final = 0.668  # of an em: how high they stand


@dataclass(frozen=True)
class Face:
    """A weight of the typeface, upright or italic."""

    weight: int = 400
    is_italic: bool = False

    @classmethod
    def named(cls, names: list[str]) -> "Face":
        """From a style's `text-font`, whose first name ends with the weight."""
        words = names[0].split() if names else []
        weight = next((WEIGHTS[word] for word in words if word in WEIGHTS), 400)
        return cls(weight, "Italic" in words)

    def width(self, text: str, size: float) -> float:
        """How long a text is at a size, in pixels."""
        return _width(text, self) * size / MEASURED_AT


@lru_cache(maxsize=20_000)
def _width(text: str, face: Face) -> float:
    font = _measuring(face)
    return font.getlength(text) if font else TYPICAL * MEASURED_AT * len(text)


@cache
def _measuring(face: Face) -> ImageFont.FreeTypeFont | None:
    found = [path for path in font_files() if path.stem == f"latin-wght-{'italic' if face.is_italic else 'normal'}"]
    if not found:
        return None
    font = ImageFont.truetype(found[0], MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([face.weight])
    return font


@cache
def font_files() -> tuple[Path, ...]:
    """The typeface's files as TrueType; none when the npm packages are not installed."""
    packed = {name: finders.find(f"vendor/atkinson/atkinson-hyperlegible-next-{name}.woff2") for name in SUBSETS}
    return tuple(_unpacked(Path(path), name) for name, path in packed.items() if path)


def _unpacked(packed: Path, name: str) -> Path:
    """The TrueType file of a WOFF2 one, made when there is none yet or the package has changed."""
    status = packed.stat()
    folder = settings.CARTO_VAR / "fonts" / f"{status.st_size}-{status.st_mtime_ns}"
    made = folder / f"{name}.ttf"
    if not made.exists():
        folder.mkdir(parents=True, exist_ok=True)
        font = TTFont(packed)
        font.flavor = None
        handle, draft = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as stream:
            font.save(stream)
        Path(draft).replace(made)  # whole or not at all: several processes may be at it
    return made

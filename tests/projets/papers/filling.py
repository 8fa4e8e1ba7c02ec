"""Sheets as people fill them and photograph them: drawn on what the product prints, then turned, skewed, darkened."""

import io
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile

from projets.idees.models import Feuille
from projets.idees.papers.layout import MAP, PAGE, SCALE, STICKER
from projets.idees.papers.printing import sheets_pdf

DOTS = 7.0  # pixels for a unit: 180 dpi on A4
# What stationers sell under these names, in blue, green, red: never quite the ink of the legend.
GLUED = {
    "vert": ((70, 150, 20), (95, 170, 45), (60, 120, 0)),
    "bleu": ((190, 90, 10), (215, 125, 40), (160, 70, 30)),
    "jaune": ((20, 205, 245), (0, 190, 250), (60, 225, 255)),
    "rouge": ((40, 30, 205), (60, 50, 225), (30, 20, 180)),
    "violet": ((150, 50, 120), (175, 75, 150), (130, 40, 95)),
}


@dataclass(frozen=True)
class Glued:
    """A sticker: its colour and its place, as shares of the map."""

    colour: str
    x: float
    y: float
    millimetres: float = STICKER
    shade: int = 0


@dataclass(frozen=True)
class Drawn:
    """A felt stroke: its colour, its points as shares of the map, its width in millimetres."""

    colour: str
    points: list[tuple[float, float]]
    width: float = 2.0


@dataclass(frozen=True)
class Shot:
    """How the photo was taken."""

    size: tuple[int, int] = (1600, 1200)
    angle: float = 0.0  # degrees
    skew: float = 0.0  # how much the far corners come nearer, as a share of the sheet
    light: float = 1.0
    shadow: float = 0.0  # how much darker one side is
    warm: float = 0.0  # the yellow of a lamp
    blur: float = 0.0  # pixels
    noise: float = 0.0
    quality: int = 85
    fill: float = 0.86  # of the photo's smaller room
    seed: int = 0
    hidden: list[tuple[float, float, float, float]] = field(default_factory=list)  # units of the sheet, torn off


def printed(feuille: Feuille) -> np.ndarray:
    """The page that leaves the printer, as pixels (blue, green, red)."""
    page = pypdfium2.PdfDocument(sheets_pdf([feuille], "https://carte.exemple.fr/"))[0]
    points = page.get_width() / PAGE[0]
    return cv2.cvtColor(np.asarray(page.render(scale=DOTS / points).to_pil().convert("RGB")), cv2.COLOR_RGB2BGR)


def filled(blank: np.ndarray, paper: str, marks: Iterable[Glued | Drawn]) -> np.ndarray:
    """The sheet with stickers glued and strokes drawn."""
    sheet, dots = blank.copy(), DOTS / SCALE[paper]  # pixels for a millimetre
    for mark in marks:
        if isinstance(mark, Glued):
            middle = _spot(mark.x, mark.y)
            cv2.circle(
                sheet, middle, round(mark.millimetres / 2 * dots), GLUED[mark.colour][mark.shade], -1, cv2.LINE_AA
            )
        else:
            path = np.array([_spot(*point) for point in mark.points], np.int32)
            cv2.polylines(sheet, [path], False, GLUED[mark.colour][0], max(1, round(mark.width * dots)), cv2.LINE_AA)
    return sheet


def _spot(x: float, y: float) -> tuple[int, int]:
    return round((MAP.x + x * MAP.width) * DOTS), round((MAP.y + y * MAP.height) * DOTS)


def photographed(sheet: np.ndarray, shot: Shot) -> bytes:
    """The photo, a JPEG."""
    rng = np.random.default_rng(shot.seed)
    sheet = sheet.copy()
    for x, y, width, height in shot.hidden:
        sheet[round(y * DOTS) : round((y + height) * DOTS), round(x * DOTS) : round((x + width) * DOTS)] = (78, 96, 112)
    width, height = shot.size
    table = np.full((height, width, 3), (78, 96, 112), np.float32)
    table += cv2.resize(rng.normal(0, 9, (height // 8, width // 8, 1)).astype(np.float32), (width, height))[..., None]
    home = _placing(sheet.shape, shot, rng)
    photo = cv2.warpPerspective(sheet.astype(np.float32), home, (width, height), flags=cv2.INTER_AREA)
    alpha = cv2.warpPerspective(np.ones(sheet.shape[:2], np.float32), home, (width, height))[..., None]
    photo = photo * alpha + table * (1 - alpha)
    across = np.linspace(1, 1 - shot.shadow, width, dtype=np.float32)[None, :, None]
    photo *= shot.light * across * np.array([1 - shot.warm, 1 - shot.warm / 3, 1], np.float32)
    if shot.blur:
        photo = cv2.GaussianBlur(photo, (0, 0), shot.blur)
    photo += rng.normal(0, shot.noise, photo.shape) if shot.noise else 0
    done, content = cv2.imencode(
        ".jpg", np.clip(photo, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, shot.quality]
    )
    assert done
    return content.tobytes()


def _placing(shape: tuple[int, ...], shot: Shot, rng: np.random.Generator) -> np.ndarray:
    """The homography that lays the sheet on the table."""
    height, width = shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) - (width / 2, height / 2)
    turn = math.radians(shot.angle)
    turned = corners @ np.array([(math.cos(turn), math.sin(turn)), (-math.sin(turn), math.cos(turn))])
    pulled = turned * (1 - rng.uniform(0, shot.skew, (4, 1)))
    room = np.abs(pulled).max(axis=0) * 2
    laid = pulled * min(shot.size[0] / room[0], shot.size[1] / room[1]) * shot.fill + np.array(shot.size) / 2
    return cv2.getPerspectiveTransform(np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32),
                                       laid.astype(np.float32))  # fmt: skip


def upload(content: bytes) -> SimpleUploadedFile:
    """As a browser sends it."""
    return SimpleUploadedFile("feuille.jpg", content, "image/jpeg")


def spread(count: int, *, seed: int, apart: float = 13.0, paper: str = "A4") -> list[Glued]:
    """Stickers at random places, none over another, colours in turn."""
    rng = np.random.default_rng(seed)
    colours = list(GLUED)
    edge = STICKER / 2 / SCALE[paper]
    placed: list[Glued] = []
    while len(placed) < count:
        x, y = rng.uniform(edge, MAP.width - edge), rng.uniform(edge, MAP.height - edge)
        away = [math.hypot(x - each.x * MAP.width, y - each.y * MAP.height) * SCALE[paper] for each in placed]
        if all(distance > apart for distance in away):
            colour = colours[len(placed) % len(colours)]
            placed.append(Glued(colour, x / MAP.width, y / MAP.height, shade=len(placed) % 3))
    return placed


def score(glued: list[Glued], found: list[Any], paper: str) -> tuple[int, int, float]:
    """(stickers found within 3 mm of paper and in their colour, stickers found that are none, the worst distance)."""
    right, worst, taken = 0, 0.0, set()
    for mark in glued:
        near = [
            (distance, rank)
            for rank, each in enumerate(found)
            if each.colour == mark.colour and (distance := _millimetres(mark, each, paper)) <= 3 and rank not in taken
        ]
        if near:
            distance, rank = min(near)
            taken.add(rank)
            right, worst = right + 1, max(worst, distance)
    return right, len(found) - len(taken), worst


def _millimetres(mark: Glued, found: Any, paper: str) -> float:
    [(x, y)] = found.points
    return math.hypot((x - mark.x) * MAP.width, (y - mark.y) * MAP.height) * SCALE[paper]


def as_image(content: bytes) -> Any:
    """The JPEG as the product opens it."""
    from carto.fiches.photos import read_picture

    return read_picture(upload(content)).image


def cat() -> bytes:
    """A picture of something else."""
    rng = np.random.default_rng(5)
    fur = cv2.resize(rng.integers(0, 255, (60, 80, 3), dtype=np.uint8), (1200, 900), interpolation=cv2.INTER_CUBIC)
    out = io.BytesIO(cv2.imencode(".jpg", fur)[1].tobytes())
    return out.getvalue()

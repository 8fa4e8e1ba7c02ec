"""Photos for the demonstration, drawn: no street, no car and nobody that exists. They wait to be looked at."""

import random
from collections.abc import Callable
from typing import Final

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from carto.fiches.photos import SIDE, jpeg

SIZE: Final = (1280, 960)
Pen = ImageDraw.ImageDraw


def drawn(rank: int) -> ContentFile:
    """The picture of that rank, the same each time: a JPEG under a name that says nothing."""
    chance = random.Random(rank)
    image = _street(chance)
    _SCENES[rank % len(_SCENES)](ImageDraw.Draw(image), chance)
    grain = Image.effect_noise(SIZE, 14).convert("RGB")
    image = Image.blend(image, grain, 0.06).filter(ImageFilter.GaussianBlur(0.6))
    return ContentFile(jpeg(image, SIDE), name=f"{chance.getrandbits(128):032x}.jpg")


def _street(chance: random.Random) -> Image.Image:
    """Sky, houses, pavement and road."""
    image = Image.new("RGB", SIZE, "#b9cfdb")
    draw = ImageDraw.Draw(image)
    left = -40
    while left < SIZE[0]:
        wide, high = chance.randint(180, 300), chance.randint(330, 460)
        draw.rectangle((left, 560 - high, left + wide, 560), fill=chance.choice(("#d8cbb4", "#cbb8a0", "#e3dccd")))
        for floor in range(560 - high + 30, 470, 110):
            for window in range(left + 25, left + wide - 50, 75):
                draw.rectangle((window, floor, window + 40, floor + 70), fill="#5d6f7b", outline="#f4f0e6", width=5)
        left += wide
    draw.rectangle((0, 560, SIZE[0], 660), fill="#a9a59c")
    draw.rectangle((0, 655, SIZE[0], 672), fill="#d5d2ca")
    draw.rectangle((0, 672, *SIZE), fill="#55585a")
    for left in range(-60, SIZE[0], 260):
        draw.rectangle((left, 806, left + 130, 822), fill="#e8e6df")
    return image


def _hole(draw: Pen, chance: random.Random) -> None:
    """A hole in the road, and a parked car with its plate."""
    draw.ellipse((300, 740, 620, 840), fill="#2b2c2d", outline="#77797a", width=8)
    for _stone in range(40):
        x, y = chance.randint(270, 650), chance.randint(735, 850)
        draw.ellipse((x, y, x + 9, y + 6), fill="#84868a")
    _car(draw, 820, "#7b2f2a", "AA-000-ZZ")


def _bin(draw: Pen, chance: random.Random) -> None:
    """A bin that overflows, and somebody who passes."""
    draw.polygon([(430, 470), (590, 470), (570, 700), (450, 700)], fill="#2f6b4a")
    for _bag in range(14):
        x, y = chance.randint(390, 590), chance.choice((chance.randint(420, 470), chance.randint(660, 715)))
        draw.ellipse((x, y, x + 70, y + 50), fill=chance.choice(("#1f2224", "#e9e6dd", "#3b6ea5", "#c7a04a")))
    _passer(draw, 900)


def _lamp(draw: Pen, _chance: random.Random) -> None:
    """A lamp that leans, at dusk, and two cars."""
    draw.line((600, 700, 660, 150), fill="#3a3f42", width=16)
    draw.ellipse((600, 105, 740, 165), fill="#3a3f42")
    _car(draw, 120, "#2c4a73", "ZZ-000-AA")
    _car(draw, 840, "#8a8d90", "BB-000-BB")


def _passage(draw: Pen, _chance: random.Random) -> None:
    """A crossing that has worn away, and two people who wait."""
    for left in range(380, 900, 90):
        draw.polygon([(left, 680), (left + 45, 680), (left + 5, 950), (left - 50, 950)], fill="#7b7d7e")
    _passer(draw, 300)
    _passer(draw, 980)


_SCENES: tuple[Callable[[Pen, random.Random], None], ...] = (_hole, _bin, _lamp, _passage)


def _car(draw: Pen, left: int, colour: str, plate: str) -> None:
    """A car from behind; its plate is one that is given to nobody."""
    draw.polygon([(left + 50, 560), (left + 270, 560), (left + 300, 650), (left + 20, 650)], fill=colour)
    draw.polygon([(left + 65, 575), (left + 255, 575), (left + 275, 640), (left + 45, 640)], fill="#26313a")
    draw.rounded_rectangle((left, 640, left + 320, 780), 26, fill=colour)
    for wheel in (left + 25, left + 235):
        draw.rounded_rectangle((wheel, 760, wheel + 60, 815), 12, fill="#161718")
    for lamp in (left + 12, left + 268):
        draw.rectangle((lamp, 665, lamp + 40, 700), fill="#d8402f")
    draw.rectangle((left + 85, 705, left + 235, 742), fill="#f6f6f2", outline="#1b1b1b", width=3)
    draw.rectangle((left + 85, 705, left + 99, 742), fill="#1d3f94")
    draw.text((left + 105, 708), plate, fill="#101010", font=ImageFont.load_default(26))


def _passer(draw: Pen, middle: int) -> None:
    """Somebody made of four shapes."""
    draw.ellipse((middle - 38, 330, middle + 38, 425), fill="#d9a989")
    draw.pieslice((middle - 44, 318, middle + 44, 410), 180, 360, fill="#3b2a20")
    for eye in (-16, 16):
        draw.ellipse((middle + eye - 6, 372, middle + eye + 6, 382), fill="#22211f")
    draw.arc((middle - 16, 385, middle + 16, 410), 20, 160, fill="#7c3b32", width=4)
    draw.rounded_rectangle((middle - 62, 425, middle + 62, 580), 30, fill="#41566b")
    draw.rectangle((middle - 46, 570, middle - 8, 715), fill="#2b2f36")
    draw.rectangle((middle + 8, 570, middle + 46, 715), fill="#2b2f36")

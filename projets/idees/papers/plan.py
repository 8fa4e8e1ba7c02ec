"""The map of a sheet, pale: what is stuck and drawn on it has to be found again by its colour alone."""

import io
from typing import Any, Final
from urllib.parse import urlencode

from PIL import Image, ImageEnhance

from carto.pdf import HERE, OwnPaths
from projets.idees.models import Feuille
from projets.idees.papers.frame import Frame
from projets.idees.papers.layout import MAP, RATIO, SCALE

DOTS: Final = 170 / 25.4  # for a millimetre: names stay sharp in small print
WINDOW: Final = 1150  # CSS pixels of the plan on A4: smaller ones would crowd it with names
GREY: Final = 0.25  # what is left of its colours
PALE: Final = 0.38  # how far it goes towards white
NOBODY: Final = "1900-01-01"  # of nothing that people contributed before that day: the ground alone


class NoPlan(Exception):
    """The base map cannot be drawn."""


def plan_address(feuille: Feuille, width: int, *, ratio: float = 1) -> str:
    """The address of the plan of the ground that a sheet shows, `width` CSS pixels wide."""
    box = Frame.of_polygon(feuille.geom).box
    told: dict[str, Any] = {
        "bbox": f"{box.west:.7f},{box.south:.7f},{box.east:.7f},{box.north:.7f}",
        "largeur": width, "hauteur": round(width / RATIO), "echelle": f"{ratio:.3f}", "jusqua": NOBODY, "langue": "fr",
    }  # fmt: skip
    return f"/tuiles/plan.png?{urlencode(told, safe=',')}"


def pale_plan(feuille: Feuille) -> bytes:
    """The plan as it is printed, a JPEG; raises NoPlan."""
    from weasyprint.urls import FatalURLFetchingError

    scale = SCALE[feuille.paper]
    width = round(WINDOW * scale)
    address = plan_address(feuille, width, ratio=MAP.width * scale * DOTS / width)
    try:
        drawn = OwnPaths().fetch(HERE + address).read()
    except FatalURLFetchingError as error:
        raise NoPlan(str(error)) from error
    return paled(Image.open(io.BytesIO(drawn)))


def paled(image: Image.Image) -> bytes:
    """A picture with little colour and much light, as a JPEG."""
    grey = ImageEnhance.Color(image.convert("RGB")).enhance(GREY)
    pale = Image.blend(grey, Image.new("RGB", grey.size, "white"), PALE)
    out = io.BytesIO()
    pale.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()

"""A plan's address: which view, how large, in which colours. One reading for the drawing, the picture and the page.

`?bbox=w,s,e,n` or `?centre=lon,lat&zoom=13` or `?fiche=<uuid>` (the whole city without any), `&seule=1` (that fiche
without the others), `&largeur=&hauteur=` in CSS pixels, `&echelle=` (PNG pixels for each), `&theme=light|dark`,
`&titre=`, `&langue=fr|en`, and the map's own filters.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.gis.db.models.functions import Transform
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from carto.fiches.filters import Filters
from carto.fiches.models import Fiche
from carto.geometry import STORED, Box, read_box
from tiles.basemap.palette import PALETTES
from tiles.grid import MAX_ZOOM
from tiles.image.drawing import Picture
from tiles.image.view import FURTHEST, View
from tiles.mvt import Spot

SMALLEST, LARGEST, LARGEST_AREA = 64, 4000, 12_000_000  # pixels; square pixels of a PNG
DENSEST: Final = 4
LONGEST_TITLE: Final = 120
CLOSEST: Final = 16  # the zoom at which a fiche is shown when nobody says another
MARGIN: Final = 48  # pixels around a line or area


@dataclass(frozen=True)
class Asked:
    """What an address asks for."""

    picture: Picture
    ratio: float = 1
    language: str = ""


def read_address(params: QueryDict, *, size: tuple[int, int] = (1200, 800)) -> Asked:
    """The plan that an address asks for; raises ValidationError (French, one message per wrong parameter)."""
    errors: dict[str, Any] = {}

    def part(name: str, reader: Callable[[str], Any], default: Any) -> Any:
        try:
            return reader(text) if (text := params.get(name, "")) else default
        except ValidationError as error:
            errors[name] = error
            return default

    width, height = part("largeur", _length, size[0]), part("hauteur", _length, size[1])
    ratio = part("echelle", _ratio, 1)
    fiche = part("fiche", _fiche, None)
    box, centre = part("bbox", read_box, None), part("centre", _centre, None)
    view = _view(width, height, box=box, centre=centre, zoom=part("zoom", _zoom, None), fiche=fiche)
    theme, language = part("theme", _theme, "light"), part("langue", _language, settings.LANGUAGE_CODE)
    title = part("titre", _title, "")
    if width * height * ratio**2 > LARGEST_AREA:
        errors["echelle"] = ValidationError(_("Cette image serait trop grande : douze millions de points au plus."))
    filters = _filters(params, errors)
    if errors:
        raise ValidationError(errors)
    return Asked(Picture(view, theme, filters, fiche, params.get("seule") == "1", title), ratio, language)


def _filters(params: QueryDict, errors: dict[str, Any]) -> Filters:
    try:
        return Filters.read(params)
    except ValidationError as error:
        errors.update(error.message_dict)
        return Filters()


def _view(
    width: int, height: int, *, box: Box | None, centre: tuple[float, float] | None, zoom: float | None,
    fiche: Fiche | None,
) -> View:  # fmt: skip
    if box:
        return View.framing(box, width, height)
    if centre:
        return View(*centre, 14 if zoom is None else zoom, width, height)
    if fiche is None:
        whole = View.framing(Box(*settings.CARTO_BBOX), width, height)
        return View(*settings.CARTO_CENTRE, whole.zoom if zoom is None else zoom, width, height)
    if fiche.geom.geom_type == "Point":
        return View(fiche.spot.x, fiche.spot.y, CLOSEST if zoom is None else zoom, width, height)
    framed = View.framing(Box(*fiche.geom.extent), width, height, margin=MARGIN, closest=CLOSEST)
    return View(framed.longitude, framed.latitude, framed.zoom if zoom is None else zoom, width, height)


def _number(text: str, least: float, most: float) -> float:
    try:
        value = float(text) if len(text) <= 30 else math.nan
    except ValueError:
        value = math.nan
    if not least <= value <= most:  # also when it is NaN
        raise ValidationError(_("Un nombre de %(least)g à %(most)g est attendu.") % {"least": least, "most": most})
    return value


def _length(text: str) -> int:
    return round(_number(text, SMALLEST, LARGEST))


def _ratio(text: str) -> float:
    return _number(text, 0.25, DENSEST)


def _zoom(text: str) -> float:
    return _number(text, 0, MAX_ZOOM)


def _centre(text: str) -> tuple[float, float]:
    longitude, _comma, latitude = text.partition(",")
    try:
        return _number(longitude, -180, 180), _number(latitude, -FURTHEST, FURTHEST)
    except ValidationError:
        raise ValidationError(_("Centre illisible : longitude,latitude en degrés sont attendues.")) from None


def _theme(text: str) -> str:
    if text not in PALETTES:
        raise ValidationError(_("Ce thème n’existe pas : light ou dark."))
    return text


def _language(text: str) -> str:
    if text not in dict(settings.LANGUAGES):
        raise ValidationError(_("Cette langue n’existe pas ici."))
    return text


def _title(text: str) -> str:
    if "\x00" in text or len(text) > LONGEST_TITLE:
        raise ValidationError(
            _("Le titre est illisible, ou trop long (%(n)d caractères au plus).") % {"n": LONGEST_TITLE}
        )
    return " ".join(text.split())


def _fiche(text: str) -> Fiche:
    """A public fiche, with the `spot` where its pin stands (SRID 4326)."""
    try:
        found = Fiche.objects.public().select_related("theme").annotate(spot=Transform(Spot("geom_web"), STORED))
        return found.get(uuid=UUID(text))
    except (ValueError, Fiche.DoesNotExist):
        raise ValidationError(_("Cette fiche n’est plus sur la carte."), code="gone") from None

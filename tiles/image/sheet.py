"""A plan on A4: the map, what its signs mean and how many there are, its scale, its date, its sources, its address."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from weasyprint.urls import FatalURLFetchingError

from carto.carte.kept import kept_in_words
from carto.fiches.layers import layers
from carto.pdf import to_pdf
from tiles.image.address import Asked
from tiles.image.drawing import Picture
from tiles.image.paper import FINER, PAPERS, PIXEL, Paper, SheetError
from tiles.image.pins import outline
from tiles.image.view import View


def sheet_pdf(asked: Asked, paper: str, root: str) -> bytes:
    """The sheet as PDF; `root` is the site's absolute address with its slash, where the sheet sends its reader.

    Raises SheetError.
    """
    page = render_to_string("tiles/sheet.html", _told(asked.picture, PAPERS[paper], paper, root))
    try:
        return to_pdf(page)
    except FatalURLFetchingError as error:
        raise SheetError(str(error)) from error


def _told(picture: Picture, paper: Paper, name: str, root: str) -> dict[str, Any]:
    width, height = paper.pixels
    view = picture.view
    if (view.width, view.height) != (width, height):  # a screen's view: all of it is shown
        view = View.framing(view.box, width, height)
    return {
        "paper": paper,
        "orientation": name,
        "title": picture.title or _title(picture),
        "map": f"/tuiles/plan.svg?{_query(picture, view)}",
        "signs": _signs(picture, view),
        "kept": kept_in_words(picture.filters),
        "scale": _scale(view),
        "date": timezone.localtime(),
        "place": settings.CARTO_PLACE,
        "address": address_of(picture, view, root),
        "language": get_language(),
    }


def _title(picture: Picture) -> str:
    return picture.fiche.title if picture.fiche else _("Carte commune de %(place)s") % {"place": settings.CARTO_PLACE}


def _query(picture: Picture, view: View) -> str:
    """The address of the same plan in the sheet's window."""
    told = {
        "centre": f"{view.longitude:.6f},{view.latitude:.6f}",
        "zoom": f"{view.zoom:.3f}",
        "largeur": view.width,
        "hauteur": view.height,
        "theme": picture.theme,
        "langue": get_language(),
    }
    if picture.fiche:
        told |= {"fiche": str(picture.fiche.uuid), "seule": int(picture.alone)}
    return f"{urlencode(told, safe=',')}&{picture.filters.query()}".rstrip("&")


def address_of(picture: Picture, view: View, root: str) -> str:
    """Where the same view is on the map, alive."""
    query = picture.filters.query(cadre="", fiche=str(picture.fiche.uuid) if picture.fiche else "")
    page = root.rstrip("/") + reverse("carte:map") + (f"?{query}" if query else "")
    return f"{page}#{view.zoom:.2f}/{view.latitude:.5f}/{view.longitude:.5f}"


def _signs(picture: Picture, view: View) -> list[dict[str, Any]]:
    """The layers drawn: each with its shape, its colour, and how many fiches of it the window holds."""
    kept = replace(picture.filters, cadre=picture.filters.cadre or view.box)
    found = kept.fiches().order_by().values_list("kind").annotate(Count("pk"))
    counts = {picture.fiche.kind: 1} if picture.fiche and picture.alone else dict(found)
    couches = picture.filters.couches
    return [
        {
            "label": layer.label,
            "about": layer.about,
            "colour": layer.colour[picture.theme == "dark"],
            "outline": outline(layer.shape, 17, 17, 12.5),
            "count": counts.get(layer.kind.value, 0),
        }
        for layer in layers()
        if layer.kind.value in counts or not (picture.alone or (couches and layer.name not in couches))
    ]


def _scale(view: View) -> str:
    """« 1 : 12 500 », to two figures: printed at another size than A4, only the bar stays true."""
    true = view.metres_per_pixel * FINER / PIXEL * 1000
    step = 10 ** (len(str(round(true))) - 2)
    return f"1 : {number_format(round(true / step) * step, force_grouping=True)}"

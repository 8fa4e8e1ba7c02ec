"""A campaign on paper: its poster, and stickers whose QR opens the form at the very spot where they are stuck."""

from itertools import groupby
from typing import Final
from urllib.parse import urlencode

import segno
from django.contrib import messages
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.geometry import read_point
from carto.territoires.geocoding import geocode
from carto.territoires.querysets import name_of_place
from projets.idees.campagnes.outline import framed
from projets.idees.campagnes.telling import Standing
from projets.idees.models import Campagne
from projets.idees.rights import for_facilitators

PAPERS: Final = {"A4": 1.0, "A3": 1.414}  # how much larger than A4 all is drawn
WINDOW: Final = (680, 267)  # CSS pixels of the area's map
QUIET: Final = 2  # modules of white around a code, on white paper
STICKERS: Final = 8  # to an A4 sheet


@require_safe
@for_facilitators
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    """`affiche.pdf?papier=A3`: the question, to be read from across the street."""
    campagne = get_object_or_404(Campagne.objects.select_related("territoire"), slug=slug)
    paper = request.GET.get("papier", "A4")
    paper = paper if paper in PAPERS else "A4"
    link = request.build_absolute_uri(campagne.get_absolute_url())
    told = {
        "campagne": campagne,
        "paper": paper,
        "qr": qr(link),
        "host": request.get_host(),
        "size": _size(campagne.title),
        "view": framed(campagne.geom, *WINDOW),
        "draft": Standing.of(campagne).code == "draft",
    }
    return pdf_of("idees/campagnes/poster.html", told, f"affiche-{campagne.slug}-{paper}.pdf")


@require_safe
@for_facilitators
def stickers(request: HttpRequest, slug: str) -> HttpResponse:
    """`etiquettes.pdf?adresse=` or `?lon=&lat=`: eight stickers for one spot; words and no sheet when it is unknown."""
    campagne = get_object_or_404(Campagne, slug=slug)
    try:
        point = _spot(request)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages), "bad")
        return redirect("idees:campagnes:edit", slug=slug)
    asked = {"campagne": campagne.slug, "lon": f"{point.x:.6f}", "lat": f"{point.y:.6f}"}
    link = request.build_absolute_uri(f"{reverse('idees:propose')}?{urlencode(asked)}")
    told = {"campagne": campagne, "qr": qr(link), "where": name_of_place(point), "ranks": range(STICKERS)}
    return pdf_of("idees/campagnes/stickers.html", told, f"etiquettes-{campagne.slug}.pdf")


def _spot(request: HttpRequest) -> Point:
    """Where they will be stuck (SRID 4326); raises ValidationError (French)."""
    if words := request.GET.get("adresse", "").replace("\x00", "").strip()[:200]:
        if hits := geocode(words, limit=1):
            return hits[0].point
        raise ValidationError(_("Nous n’avons pas trouvé ce lieu. Essayez une rue ou un lieu voisin."))
    return read_point(request.GET.get("lon", ""), request.GET.get("lat", ""))


def qr(link: str) -> dict[str, object]:
    """The link as a QR code, drawn in the page itself: `side` in modules, `path` of SVG. A quarter may be scratched."""
    code = segno.make(link, error="q")
    matrix = [list(row) for row in code.matrix_iter(border=QUIET)]
    runs = []
    for y, row in enumerate(matrix):
        for dark, cells in groupby(range(len(row)), key=row.__getitem__):
            run = list(cells)
            if dark:
                runs.append(f"M{run[0]} {y}h{len(run)}v1h-{len(run)}z")
    return {"side": len(matrix), "path": "".join(runs)}


def _size(title: str) -> str:
    """The class of the question's letters: a short one is the largest."""
    return "short" if len(title) <= 45 else "medium" if len(title) <= 85 else "long"


def pdf_of(template: str, told: dict[str, object], name: str) -> HttpResponse:
    """The sheet; a base map that cannot be read leaves its place empty."""
    from weasyprint.urls import FatalURLFetchingError

    from carto.pdf import to_pdf  # WeasyPrint takes a second to import, and wants Pango: only sheets pay it

    told["language"] = get_language()
    try:
        content = to_pdf(render_to_string(template, told))
    except FatalURLFetchingError:
        content = to_pdf(render_to_string(template, told | {"view": None}))
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)

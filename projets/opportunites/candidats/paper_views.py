"""A candidate on paper and off line: the sheet for the meeting, and the dossier in one file."""

from typing import Any, Final

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from projets.opportunites.candidats.dossier import chart
from projets.opportunites.candidats.dossier import dossier as written
from projets.opportunites.candidats.page_views import Reading, extent, read, told_of

ON_PAPER: Final = 6  # rows of a signal
IN_FILE: Final = 60
WIDTH, HEIGHT = 680, 340  # CSS pixels of the plan on the sheet
QUIET: Final = 2  # modules of white around the code


@require_safe
def dossier(request: HttpRequest, scale: str, place: str, theme: str) -> HttpResponse:
    """One HTML file to take along: it names no other host. Scripts run in it once it is on one's own device."""
    reading = read(request, scale, place, theme)
    content = written(_told(request, reading, IN_FILE), extent(reading.line.candidat))
    headers = {"Content-Disposition": f'attachment; filename="{_name(reading)}.html"', "X-Robots-Tag": "noindex"}
    return HttpResponse(content, headers=headers)


@require_safe
def sheet(request: HttpRequest, scale: str, place: str, theme: str) -> HttpResponse:
    """Two pages of A4 at most times. A base map that cannot be read leaves its place empty."""
    from weasyprint.urls import FatalURLFetchingError

    from carto.pdf import to_pdf  # WeasyPrint takes a second to import, and wants Pango: only sheets pay it

    reading = read(request, scale, place, theme)
    told = _told(request, reading, ON_PAPER)
    told |= {"plan": _plan(told, reading), "chart": chart(told)}
    try:
        content = to_pdf(render_to_string("opportunites/candidats/sheet.html", told))
    except FatalURLFetchingError:
        content = to_pdf(render_to_string("opportunites/candidats/sheet.html", told | {"plan": ""}))
    headers = {"Content-Disposition": f'inline; filename="{_name(reading)}.pdf"', "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _told(request: HttpRequest, reading: Reading, most: int) -> dict[str, Any]:
    link = request.build_absolute_uri(reading.line.address)
    return told_of(reading, most) | {
        "reading": reading,
        "link": link,
        "site": request.build_absolute_uri("/").rstrip("/"),
        "code": _qr(link),
        "day": timezone.localtime(),
        "city": settings.CARTO_PLACE,
        "language": get_language(),
    }


def _name(reading: Reading) -> str:
    return slugify(f"{reading.line.place} {reading.line.candidat.theme.code}") or "candidate"


def _plan(told: dict[str, Any], reading: Reading) -> str:
    """The address of the plan around it, as any page names it."""
    theme = reading.line.candidat.theme.code
    shown = f"bbox={told['extent']}&largeur={WIDTH}&hauteur={HEIGHT}&couches=signalements,idees,equipements"
    return f"{reverse('tiles:plan_svg')}?{shown}&themes={theme}"


def _qr(link: str) -> dict[str, Any]:
    """The link as a QR code, drawn in the page itself: `side` in modules, `path` of SVG."""
    matrix = [list(row) for row in segno.make(link, error="m").matrix_iter(border=QUIET)]
    cells = ((x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    return {"side": len(matrix), "path": "".join(f"M{x} {y}h1v1h-1z" for x, y in cells)}

"""`/territoires/<code>/une-page/`: a place on one page; the same as an A4 sheet and as an A3 poster (PDF)."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.carte.one_page.telling import told
from carto.territoires.models import Level, Territoire

LONGEST_CODE: Final = 40


def _found(code: str) -> Territoire:
    """A commune, quartier or IRIS in force; 404 for anything else: a métropole does not hold on one page."""
    if "\x00" not in code and len(code) <= LONGEST_CODE:
        known = Territoire.objects.in_force(timezone.localdate()).exclude(level=Level.METROPOLE)
        if place := known.filter(code=code).order_by("level", "-pk").first():
            return place
    raise Http404(_("Ce territoire n’existe pas."))


@require_safe
def one_page(request: HttpRequest, code: str) -> HttpResponse:
    """On a screen, with its two sheets to print."""
    context = told(_found(code), request.build_absolute_uri("/").rstrip("/"))
    return render(request, "carte/one_page.html", context)


@require_safe
def sheet(request: HttpRequest, code: str, paper: str) -> HttpResponse:
    """The PDF, on `paper` a4 or a3; where no base map can be read, its plan is left out."""
    from weasyprint.urls import FatalURLFetchingError

    from carto.pdf import to_pdf  # WeasyPrint takes a second to import, and wants Pango: only sheets pay it

    place = _found(code)
    context = told(place, request.build_absolute_uri("/").rstrip("/"))
    context |= {"paper": paper, "language": get_language(), "plan": True}
    try:
        content = to_pdf(render_to_string("carte/one_page_sheet.html", context))
    except FatalURLFetchingError:
        content = to_pdf(render_to_string("carte/one_page_sheet.html", context | {"plan": False}))
    name = f"{slugify(place.name) or 'quartier'}-{paper}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)

"""A case on paper: `/bureau/<uuid>/dossier.pdf`, with its map, its photos and its history; nothing of who reported."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from signalements.desk import case
from signalements.desk.case_views import RELATED
from signalements.desk.rights import for_services, readable
from signalements.models import Signalement

WINDOW = (680, 340)  # CSS pixels of the plan on the sheet
ZOOM = 17


@require_safe
@for_services
def dossier(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The case as a PDF to take along or to file; 404 outside one's scope."""
    seen = readable(request.user, request.desk_roles).for_cards().select_related(*RELATED)
    signalement: Signalement = get_object_or_404(seen, uuid=uuid)
    content = drawn(request, signalement)
    name = f"{signalement.number or signalement.uuid}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def drawn(request: HttpRequest, signalement: Signalement) -> bytes:
    """The sheets. A base map that cannot be read leaves its place empty, and the sheet says so."""
    from weasyprint.urls import FatalURLFetchingError

    from carto.pdf import to_pdf  # WeasyPrint takes a second to import, and wants Pango: only sheets pay it

    context = _context(request, signalement)
    try:
        return to_pdf(render_to_string("signalements/desk/dossier.html", context | {"plan": _plan(context["centre"])}))
    except FatalURLFetchingError:
        return to_pdf(render_to_string("signalements/desk/dossier.html", context | {"photos": [], "torn": True}))


def _context(request: HttpRequest, signalement: Signalement) -> dict[str, Any]:
    told = case.told(request, signalement)
    told["history"] = list(reversed(told["history"]))  # on paper one reads from the beginning
    return told | {
        "photos": [each["photo"] for each in told["photos"] if each["shown"]],
        "address": request.build_absolute_uri(reverse("signalements:desk:case", args=[signalement.uuid])),
        "printed_at": timezone.localtime(),
        "place": settings.CARTO_PLACE,
        "language": get_language(),
    }


def _plan(centre: Any) -> str:
    """The address of the plan around it, as any page names it; who draws it is not ours to know."""
    width, height = WINDOW
    told = f"centre={centre.x:.6f},{centre.y:.6f}&zoom={ZOOM}&largeur={width}&hauteur={height}&couches=signalements"
    return f"{reverse('tiles:plan_svg')}?{told}"

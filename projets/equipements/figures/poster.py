"""The poster of a quartier: its plan, at most five figures each with its source, and the way to the rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from carto.territoires.models import Level, Territoire
from projets.equipements.costs import said, told_kind
from projets.equipements.figures.comparing import yearly_uses
from projets.equipements.figures.querysets import facilities_in, largest, uses_in
from projets.equipements.models import Cout, Equipement, Usage

WIDTH, HEIGHT = 1040, 773  # of the plan, in its own pixels
QUIET: Final = 2  # modules of white around the code


@dataclass(frozen=True)
class Figure:
    """One figure: the number, what it is, and who says so."""

    number: str
    words: str
    source: str


def page_piece(request: HttpRequest, equipement: Equipement) -> dict[str, Any]:
    """On a facility's page, the poster of its quartier."""
    return {"quartier": equipement.quartier} if equipement.quartier else {}


@require_safe
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """`/argent/affiche/<code>.pdf`: A3. 404 for what is no quartier, or has nothing to show yet."""
    quartiers = Territoire.objects.in_force(timezone.localdate()).filter(level=Level.QUARTIER)
    quartier = get_object_or_404(quartiers, code=code)
    found = list(figures(quartier))
    if not found:
        raise Http404
    link = request.build_absolute_uri(f"{reverse('carte:map')}?couches=equipements&territoire={code}")
    west, south, east, north = quartier.geom.extent
    frame = f"bbox={west:.5f},{south:.5f},{east:.5f},{north:.5f}&largeur={WIDTH}&hauteur={HEIGHT}"
    plan = f"{reverse('tiles:plan_svg')}?{frame}&couches=equipements&territoire={code}"
    told = {
        "quartier": quartier, "figures": found, "link": link, "code": _qr(link), "day": timezone.localdate(),
        "plan": plan, "language": get_language(),
    }  # fmt: skip
    return HttpResponse(
        _printed(told),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="affiche-{code}.pdf"', "X-Robots-Tag": "noindex"},
    )


def _printed(told: dict[str, Any]) -> bytes:
    """The sheet; a base map that cannot be read leaves its place empty."""
    from weasyprint.urls import FatalURLFetchingError

    from carto.pdf import to_pdf  # WeasyPrint takes a second to import, and wants Pango: only sheets pay it

    try:
        return to_pdf(render_to_string("equipements/figures/poster.html", told))
    except FatalURLFetchingError:
        return to_pdf(render_to_string("equipements/figures/poster.html", told | {"plan": ""}))


def figures(quartier: Territoire) -> Iterator[Figure]:
    """What is known of a quartier; what is not published has no figure."""
    count, priced = facilities_in(quartier)
    if not count:
        return
    here = _("ce site, le %(day)s") % {"day": f"{timezone.localdate():%d/%m/%Y}"}
    yield Figure(number_format(count), ngettext("équipement public", "équipements publics", count), here)
    yield Figure(
        number_format(count - priced),
        ngettext("sans aucun coût publié", "sans aucun coût publié", count - priced),
        here,
    )
    for kind in (Cout.Kind.REALISED, Cout.Kind.RUNNING):
        if cout := largest(quartier, kind):
            words = f"{cout.equipement.title} : {told_kind(cout.kind, cout.purpose)}"
            yield Figure(said(cout), words, cout.source)
    if most := _most_used(quartier):
        yield most


def _most_used(quartier: Territoire) -> Figure | None:
    """The place that most people entered in the last year that is counted whole."""
    usages = uses_in(quartier, Usage.Measure.ENTRIES)
    found = [
        (year, total, lines[0])
        for _place, some in groupby(usages, key=lambda usage: usage.equipement_id)
        if (lines := list(some))
        for (year, _measure), total in yearly_uses(lines).items()
    ]
    if not found:
        return None
    last = max(year for year, _total, _line in found)
    _year, total, line = max((one for one in found if one[0] == last), key=lambda one: one[1])
    words = _("entrées en %(year)d : %(name)s") % {"year": last, "name": line.equipement.title}
    return Figure(number_format(total, decimal_pos=0, force_grouping=True), words, line.source)


def _qr(link: str) -> dict[str, object]:
    """The link as a QR code, drawn in the page itself: `side` in modules, `path` of SVG."""
    matrix = [list(row) for row in segno.make(link, error="q").matrix_iter(border=QUIET)]
    cells = ((x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    return {"side": len(matrix), "path": "".join(f"M{x} {y}h1v1h-1z" for x, y in cells)}

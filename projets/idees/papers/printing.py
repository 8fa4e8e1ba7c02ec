"""Sheets as they leave the printer: a PDF of one page a sheet, each with its code and its stubs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from projets.idees.models import Feuille
from projets.idees.papers import layout
from projets.idees.papers.codes import grouped, stub_code
from projets.idees.papers.plan import pale_plan

PLAN: Final = "/tuiles/feuille.jpg"  # the plan's name on the page; it is handed over with it


@dataclass(frozen=True)
class Copy:
    """What differs from one copy of a sheet to the next."""

    feuille: Feuille
    qr: str
    address: str
    stubs: list["Stub"]


@dataclass(frozen=True)
class Stub:
    """One stub: its number, its code by four, and a QR of `size` modules that claims with the code typed in."""

    rank: int
    code: str
    qr: str
    size: int


def sheets_pdf(feuilles: Iterable[Feuille], root: str) -> bytes:
    """The copies of one printing, all of the same frame and paper; `root` is the site's address with its slash.

    Raises plan.NoPlan when the base map cannot be drawn.
    """
    from carto.pdf import to_pdf  # WeasyPrint takes a second to import, and wants Pango: only sheets pay it

    feuilles = list(feuilles)
    told = _told(feuilles[0]) | {"copies": [_copy(feuille, root) for feuille in feuilles]}
    page = render_to_string("idees/papers/sheet.html", told)
    return to_pdf(page, {PLAN: (pale_plan(feuilles[0]), "image/jpeg")})


def _told(feuille: Feuille) -> dict[str, Any]:
    """What all copies share."""
    return {
        "feuille": feuille,
        "plan": PLAN,
        "layout": layout,
        "markers": [_cells(rank) for rank in range(len(layout.CORNERS))],
        "colours": layout.COLOURS,
        "place": settings.CARTO_PLACE,
        "language": get_language(),
    }


def _copy(feuille: Feuille, root: str) -> Copy:
    path = reverse("idees:papers:send", args=[feuille.code])
    address = root.rstrip("/") + path
    stubs = [_stub(rank, grouped(stub_code(feuille, rank)), root) for rank in range(1, layout.STUBS + 1)]
    return Copy(feuille, qr_path(address), address.partition("://")[2].rstrip("/"), stubs)


def _cells(rank: int) -> str:
    """The black cells of a marker as the path of an SVG; each overlaps the next by a hair, so that no seam shows."""
    return "".join(f"M{x} {y}h1.02v1.02h-1.02z" for x, y in layout.marker_cells(rank))


def _stub(rank: int, code: str, root: str) -> Stub:
    """As small a QR as its address allows: a stub is narrow, and its phone near."""
    query = urlencode({"code": code})
    made = segno.make(
        f"{root.rstrip('/')}{reverse('idees:papers:stub')}?{query}", error="m", boost_error=False, micro=False
    )
    return Stub(rank, code, _path(made), made.symbol_size(border=0)[0])


def qr_path(address: str) -> str:
    """The dark modules of a sheet's QR as the path of an SVG, one unit a module."""
    return _path(segno.make(address, version=layout.QR_VERSION, error="m", boost_error=True))


def _path(code: segno.QRCode) -> str:
    runs = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start} {y}h{x - start}v1h{start - x}z")
            x += 1
    return "".join(runs)

"""`/argent/sur-la-carte/`: how much of the published money is tied to places, for everybody, with what is not."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from math import ceil
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projets.equipements.linking.querysets import Share, listed, shares
from projets.equipements.models import Cout, Matter
from projets.equipements.rights import publishing

PER_PAGE: Final = 50
COLUMNS: Final = (
    "contenu", "annee", "nature", "taxe", "document", "lignes", "publie_eur", "lignes_rattachees", "rattache_eur",
    "sans_lieu_eur",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One share as the page shows it."""

    share: Share

    @property
    def year(self) -> int | None:
        """Of the amounts; nothing where the rows have no date."""
        return self.share.year

    @property
    def label(self) -> str:
        """« notifié, HT »; « voté (budget primitif) »."""
        return told_kind(self.share.kind, self.share.basis, self.share.document)

    @property
    def percent(self) -> str:
        """Never rounded up to 100 %."""
        if self.share.published <= 0:
            return "—"
        part = (self.share.tied * 100 / self.share.published).quantize(Decimal("0.1"), ROUND_DOWN)
        return f"{part} %".replace(".", ",")

    @property
    def loose(self) -> int:
        """Rows that are tied to no place."""
        return self.share.rows - self.share.tied_rows

    @property
    def tied_url(self) -> str:
        """The list of the rows that are tied."""
        return self._list("oui")

    @property
    def loose_url(self) -> str:
        """The list of the others."""
        return self._list("non")

    def _list(self, tied: str) -> str:
        told = {"contenu": self.share.matter, "nature": self.share.kind, "rattachees": tied}
        told |= {"document": self.share.document} if self.share.document else {}
        told |= {"annee": self.share.year} if self.share.year else {}
        return f"{reverse('equipements:mapped:rows')}?{urlencode(told)}"


def told_kind(kind: str, basis: str, document: str) -> str:
    """A kind of figure in words."""
    tax = f", {Cout.Basis(basis).label}" if basis != Cout.Basis.UNKNOWN else ""
    return f"{Cout.Kind(kind).label}{tax}" + (f" ({document})" if document else "")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """By matter, then by year, kind and document: no two of them make one sum."""
    found: dict[str, list[Line]] = defaultdict(list)
    for share in shares():
        found[str(Matter(share.matter).label)].append(Line(share))
    return render(request, "equipements/linking/mapped.html", {"matters": list(found.items())})


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """`/argent/sur-la-carte.csv`: the same lines, amounts with a decimal point."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="argent-sur-la-carte.csv"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    for each in shares():
        told = (each.matter, each.year or "", each.kind, each.basis, each.document, each.rows)
        writer.writerow((*told, each.published, each.tied_rows, each.tied, each.elsewhere))
    return response


@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """`/argent/sur-la-carte/lignes/?contenu=&annee=&nature=&document=&rattachees=`: the rows of one line."""
    asked, tied = _asked(request), request.GET.get("rattachees") == "oui"
    number = _whole(request.GET.get("page")) or 1
    found, count = listed(asked, tied=tied, limit=PER_PAGE, offset=(min(number, 100_000) - 1) * PER_PAGE)
    told = {"matter": Matter(asked["matter"]).label, "year": asked["year"] or _("sans date")}
    title = _("%(matter)s, %(year)s : rattachés à un lieu") if tied else _("%(matter)s, %(year)s : sans lieu")
    keep = request.GET.copy()
    keep.pop("page", None)
    context = {
        "title": (title % told).capitalize(), "rows": found, "count": count, "page": number,
        "pages": ceil(count / PER_PAGE), "kept": keep.urlencode(), "may": bool(publishing(request.user)),
    }  # fmt: skip
    return render(request, "equipements/linking/mapped_rows.html", context)


def _asked(request: HttpRequest) -> dict[str, Any]:
    matter, kind = request.GET.get("contenu", ""), request.GET.get("nature", "")
    if matter not in Matter.values or kind not in Cout.Kind.values:
        raise Http404
    document = request.GET.get("document", "").replace("\x00", "")
    return {"matter": matter, "kind": kind, "document": document, "year": _whole(request.GET.get("annee"))}


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and 0 < len(text) <= 6 else None

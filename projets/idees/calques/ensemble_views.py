"""Sheets laid over each other: where hands agree, where uses differ; drawn, and told as a table."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from carto.geometry import read_box
from carto.problems import problem
from projets.idees.calques.limits import CELL, COUNTED, LAID
from projets.idees.calques.querysets import Agreement, agreements, conflicts, places_of, sheets_in
from projets.idees.models import Calque

LEAST: Final = 2  # hands: fewer agree on nothing
MOST: Final = 99
NAMED: Final = 40  # squares whose place is told in words


@dataclass
class Chosen:
    """Which sheets are laid over each other, and how many hands have to agree."""

    found: QuerySet[Calque]
    least: int
    query: str

    @cached_property
    def sheets(self) -> list[Calque]:
        """Themselves, the latest first."""
        return list(self.found)

    @cached_property
    def numbers(self) -> list[int]:
        """Their ids: where only squares are asked for, five hundred frames are not read."""
        return list(self.found.values_list("pk", flat=True))


def chosen(asked: QueryDict) -> Chosen:
    """`?calques=<uuid>,<uuid>…` or `?cadre=ouest,sud,est,nord`, and `&k=3`; raises ValidationError (French)."""
    least = asked.get("k", "") or str(LEAST)
    if not least.isdecimal() or not LEAST <= int(least[:4]) <= MOST:
        raise ValidationError(_("Le nombre de mains va de %(least)d à %(most)d.") % {"least": LEAST, "most": MOST})
    if frame := asked.get("cadre", ""):
        query, sheets = f"cadre={frame}", sheets_in(read_box(frame))
    else:
        named = _uuids(",".join(asked.getlist("calques")))
        query, sheets = "calques=" + ",".join(map(str, named)), Calque.objects.public().filter(uuid__in=named)
    return Chosen(sheets.select_related("author").order_by("-created_at", "-pk")[:COUNTED], int(least), query)


def _uuids(text: str) -> list[UUID]:
    """Those named, once each; raises ValidationError."""
    try:
        return list(dict.fromkeys(UUID(part) for part in text.split(",") if part))[:COUNTED]
    except ValueError:
        raise ValidationError(_("Un de ces calques est mal nommé.")) from None


def together(request: HttpRequest) -> HttpResponse:
    """`/calques/ensemble/`: the sheets, what they agree on and what they do not, on the map and as tables."""
    try:
        asked = chosen(request.GET)
    except ValidationError as error:
        return render(request, "idees/calques/together.html", {"errors": error.messages, "sheets": []}, status=400)
    squares, total = agreements(asked.numbers, asked.least)
    context = {
        "sheets": asked.sheets,
        "laid": asked.sheets[:LAID],
        "least": asked.least,
        "query": asked.query,
        "edges": _edges(asked.sheets),
        "total": total,
        "cell": CELL,
        "agreed": _places(squares[:NAMED]),
        "opposed": conflicts(asked.numbers),
    }
    return render(request, "idees/calques/together.html", context)


def squares(request: HttpRequest) -> HttpResponse:
    """`/calques/ensemble/accords.json`: `{"total": n, "carres": [[mains, ouest, sud, est, nord], …]}` (degrees)."""
    try:
        asked = chosen(request.GET)
    except ValidationError as error:
        return problem(400, " ".join(error.messages))
    found, total = agreements(asked.numbers, asked.least)
    told = [[one.hands, *(round(edge, 6) for edge in (one.west, one.south, one.east, one.north))] for one in found]
    return JsonResponse({"total": total, "carres": told, "cote": CELL})


def _places(found: list[Agreement]) -> list[dict[str, Any]]:
    """The named places of these squares, those of the most hands first: how many hands, how many squares."""
    spots = [((one.west + one.east) / 2, (one.south + one.north) / 2) for one in found]
    names = [name or str(_("lieu sans nom connu")) for name in (places_of(spots) if spots else [])]
    most: dict[str, int] = {}
    for name, one in zip(names, found, strict=True):
        most[name] = max(most.get(name, 0), one.hands)
    many = Counter(names)
    ordered = sorted(most, key=lambda name: (-most[name], -many[name], name))
    return [{"place": name, "hands": most[name], "squares": many[name]} for name in ordered]


def _edges(sheets: list[Calque]) -> str:
    """The box of them all, for the map."""
    if not sheets:
        return ""
    edges = list(zip(*(sheet.geom.extent for sheet in sheets), strict=True))
    box = (min(edges[0]), min(edges[1]), max(edges[2]), max(edges[3]))
    return ",".join(f"{edge:.6f}" for edge in box)

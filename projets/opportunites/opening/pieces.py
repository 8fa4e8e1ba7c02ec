"""The opening sheet on the page of its topic, shown to everybody."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from projets.equipements.models import Cout
from projets.opportunites.layers import lines
from projets.opportunites.models import COMMITS, Moyen, Opportunite, Ouverture, Participation
from projets.opportunites.opening.lines import MONEY, OWED, POINTS, TASKS, lines_of
from projets.opportunites.referents.rights import holds_the_pen
from projets.opportunites.workflow import PHASES, Status

FIRST: Final = ("how_far", "commitment")  # what everybody reads; the rest is one touch away


def page_piece(request: HttpRequest, opportunite: Opportunite) -> dict[str, Any]:
    """The sheet with its money and its tasks, and for whoever carries the topic, where to write it."""
    sheet: Ouverture | None = getattr(opportunite, "ouverture", None)
    pen = holds_the_pen(request.user, opportunite)
    if sheet is None and pen is None:
        return {}
    told = []
    if sheet and sheet.version:  # else nothing of it is shown
        prefetch_related_objects([sheet], "moyens", "taches")
        told = lines_of(opportunite, sheet)
    writes = pen is not None and opportunite.status == Status.CARRIED
    address = reverse("opportunites:sheet", args=[opportunite.uuid])
    return {
        "now": [(_("Préparer l’ouverture"), address)] if writes else [],
        "sheet": sheet,
        "lines": [line for line in told if line.name in FIRST],
        "folded": [line for line in told if line.said and line.name not in {*POINTS, MONEY, TASKS, "level", *FIRST}],
        "owed": [line for line in told if line.owed],
        "pen": pen,
        "may_move": pen is not None and opportunite.status in PHASES,
    }


def told_lines(changed: Iterable[tuple[str, Any]]) -> list[tuple[object, list[str]]]:
    """Lines of a kept version as people read them: the label, and what it said, a paragraph or a row each."""
    return [(OWED[name][0], _told(name, value)) for name, value in changed]


def _told(name: str, value: Any) -> list[str]:
    if name == MONEY:
        return [_money(*each) for each in value or []]
    if name == TASKS:
        return [" · ".join(each) for each in value or []]
    if name == "level":
        return [f"{Participation(value).label} : {COMMITS[value]}"] if value else []
    return lines(value or "")


def told_money(each: Moyen) -> str:
    """One amount of the sheet, with its kind, its year and its tax basis."""
    return _money(each.what, str(each.amount), each.kind, each.basis, each.year)


def _money(what: str, amount: str, kind: str, basis: str, year: int) -> str:
    told = number_format(Decimal(amount), decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"{what} : {told} € {Cout.Basis(basis).label} · {Cout.Kind(kind).label} · {year}"

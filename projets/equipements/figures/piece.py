"""What figures put on the page of a facility: its costs and uses drawn, by use, by inhabitant, beside those like it."""

from collections import defaultdict
from decimal import Decimal
from typing import Any, Final

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from carto.territoires.querysets import inhabitants
from projets.equipements.figures.comparing import CENT, beside, likes, over_years, per_use, published
from projets.equipements.figures.querysets import alike, uses_of
from projets.equipements.figures.series import Series, series
from projets.equipements.figures.tell_views import told_of
from projets.equipements.figures.telling import Subject
from projets.equipements.models import Cout, Equipement, Nature, Recit, Usage
from projets.equipements.noticing import seen

# What mostly serves those who live around it: elsewhere, a share for each neighbour would mislead.
NEAR: Final = {Nature.COMMUNITY, Nature.LIBRARY, Nature.PARK, Nature.SQUARE, Nature.SCHOOL, Nature.SPORT}
MONTHS: Final = 36  # that a drawing shows, the last


def noticed() -> dict[str, Exists]:
    """Whether somebody counts who uses it, and whether it was told (`pieces.Piece.noticed`)."""
    its = {"equipement": OuterRef("pk")}
    return {"has_usages": Exists(Usage.objects.filter(**its)), "has_recits": Exists(Recit.objects.filter(**its))}


def page_piece(request: HttpRequest, equipement: Equipement) -> dict[str, Any]:
    """What `_piece.html` needs; empty when there is nothing to draw, to compare, nor to tell."""
    couts = published(equipement.couts.all())
    usages = uses_of(equipement) if seen(equipement, "has_usages") else []
    told = told_of(request, Subject(equipement=equipement, untold=not seen(equipement, "has_recits")))
    found = {
        "years": over_years(couts),
        "uses": _uses(usages),
        "per_use": per_use(couts, usages),
        "beside": beside(couts),
        "likes": likes(alike(equipement), couts) if equipement.type_id else [],
        "each": _by_inhabitant(equipement, couts),
    }
    if not (any(found.values()) or told["subject"].latest or told["may_tell"]):
        return {}
    return found | told


def _uses(usages: list[Usage]) -> list[tuple[str, list[Usage], Series | None]]:
    """Each measure with its months and their drawing."""
    measures: dict[str, list[Usage]] = defaultdict(list)
    for usage in usages:
        measures[usage.measure].append(usage)
    return [(Usage.Measure(measure).label, lines, _drawn(lines)) for measure, lines in measures.items()]


def _drawn(lines: list[Usage]) -> Series | None:
    """Months only, or years only: a bar of twelve months beside one of a month would lie."""
    if len({one.months for one in lines}) != 1:
        return None
    form = "Y" if lines[0].months == 12 else "m/y"
    return series([(date_format(one.month, form), one.value) for one in lines[-MONTHS:]])


def _by_inhabitant(equipement: Equipement, couts: list[Cout]) -> dict[str, Any]:
    """The last running cost for each inhabitant of its quartier, for what serves the neighbourhood."""
    running = [cout for cout in couts if cout.kind == Cout.Kind.RUNNING]
    if not running or equipement.nature not in NEAR or not equipement.quartier_id:
        return {}
    known = inhabitants(timezone.localdate()).get(equipement.quartier_id)
    if not known:
        return {}
    people, year = known
    amount: Decimal = running[-1].amount
    return {"cout": running[-1], "each": (amount / people).quantize(CENT), "people": people, "year": year}

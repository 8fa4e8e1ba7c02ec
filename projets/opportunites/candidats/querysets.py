"""Candidates in the order of a reader's weights, and what lies under a place: streets in a quartier, both in a city."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, Count, F, FloatField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Greatest, Least

from projets.opportunites.candidats.weighing import Weights
from projets.opportunites.models import SIGNALS, Candidat, Scale, Sommeil

BELOW: Final = {Scale.QUARTIER: (Scale.RUE,), Scale.METROPOLE: (Scale.QUARTIER, Scale.RUE), Scale.RUE: ()}
# A card reads names alone: the borders of a métropole weigh more than all the rest of the page.
HEAVY: Final = ("rue__geom", "rue__geom_metres", "territoire__geom")


def _number(value: float) -> Value:
    return Value(value, output_field=FloatField())


def weighed(candidats: QuerySet[Candidat], full: Mapping[str, float], weights: Weights) -> QuerySet[Candidat]:
    """Each with its `points` out of 100 under these weights, the highest first; of equals, the one first counted."""
    told, total = _number(0.0), weights.total
    for signal, weight in weights.own.items():
        if signal in full:
            value = _number(weight) * Greatest(_number(0.0), Least(_number(1.0), F(signal) / _number(full[signal])))
            # LEAST leaves NULL out: without this, no data would be worth all the points.
            told = told + Case(When(**{f"{signal}__isnull": True}, then=_number(0.0)), default=value)
    if not total:  # nothing counts: nobody is before anybody
        return candidats.annotate(points=_number(0.0)).order_by("pk")
    return candidats.annotate(points=_number(100.0) * told / _number(total)).order_by(F("points").desc(), "pk")


def told(candidats: QuerySet[Candidat]) -> QuerySet[Candidat]:
    """With what a line shows; `sleeps_until` and `sleeps_why` are those of its topic while it is set aside."""
    return with_sleep(candidats.select_related("theme", "rue", "territoire", "opportunite").defer(*HEAVY))


def with_sleep(candidats: QuerySet[Candidat]) -> QuerySet[Candidat]:
    """Each with `sleeps_until` (a day) and `sleeps_why`, None when no topic of it sleeps."""
    sleep = Sommeil.objects.filter(opportunite=OuterRef("opportunite"), ended_at=None)
    until, why = Subquery(sleep.values("until")[:1]), Subquery(sleep.values("reason")[:1])
    return candidats.annotate(sleeps_until=until, sleeps_why=why)


@dataclass(frozen=True)
class Roll:
    """What lies under a candidate, of the same theme: how many, and the best of them."""

    scale: str
    count: int
    name: str
    score: float


def rolled(
    lines: Iterable[Candidat], full: Mapping[str, Mapping[str, float]], weights: Weights
) -> dict[int, list[Roll]]:
    """Under each of these candidates of one scale, by its id: one query a scale below."""
    lines = list(lines)
    found: dict[int, list[Roll]] = {line.pk: [] for line in lines}
    for below in BELOW[Scale(lines[0].scale)] if lines else ():
        best = _best(lines, below, full.get(below, {}), weights)
        for line in lines:
            if told := best.get((line.theme_id, line.territoire_id)):
                found[line.pk].append(Roll(below.value, *told))
    return found


UP: Final = ("territoire_id", "territoire__parent_id", "territoire__parent__parent_id")


def _best(
    lines: list[Candidat], below: Scale, full: Mapping[str, float], weights: Weights
) -> dict[tuple[int, int], tuple[int, str, float]]:
    """By theme and territory: how many of the scale `below`, the name and the points of the first."""
    inside = Q()
    for up in UP:
        inside |= Q(**{f"{up}__in": {line.territoire_id for line in lines}})
    kept = Candidat.objects.filter(inside, scale=below, theme__in={line.theme_id for line in lines})
    name = "rue__name" if below == Scale.RUE else "territoire__name"
    best: dict[tuple[int, int], tuple[int, str, float]] = {}
    for theme, *areas, called, points in weighed(kept, full, weights).values_list("theme_id", *UP, name, "points"):
        for area in set(areas):
            count, first, high = best.get((theme, area), (0, called, points))
            best[theme, area] = (count + 1, first, high)
    return best


def ranks(candidat: Candidat) -> dict[str, tuple[int, int]]:
    """By signal, its place among those of its scale that have data, and how many these are; one query."""
    having = {signal: getattr(candidat, signal) for signal in SIGNALS if getattr(candidat, signal) is not None}
    asked = {f"above_{signal}": Count("pk", Q(**{f"{signal}__gt": value})) for signal, value in having.items()}
    asked |= {f"known_{signal}": Count(signal) for signal in having}
    counted = Candidat.objects.filter(scale=candidat.scale).aggregate(**asked) if asked else {}
    return {signal: (counted[f"above_{signal}"] + 1, counted[f"known_{signal}"]) for signal in having}

"""The rules in force, read once per process: each arrival only asks whether they have changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Count, Max
from django.utils import timezone

from carto.territoires.models import Level, Territoire, TerritoirePart
from signalements.models import RoutingRule, Signalement
from signalements.routing.lines import Facts, Line, Target
from signalements.routing.wording import Words

KEPT_FOR: Final = 60.0  # seconds: what a rule only names (a territory, a crew) may have changed without it


@dataclass(frozen=True)
class Ruleset:
    """The active rules in their order, and what is needed to say where a report lies."""

    lines: tuple[Line, ...] = ()
    ancestors: Mapping[int, frozenset[int]] = field(default_factory=dict)  # of each territory, itself included
    far: frozenset[int] = frozenset()  # territories of rules that no fiche bears itself
    words: Words = field(default_factory=Words, compare=False)  # the names, read once for many explanations

    def around(self, *places: int | None) -> frozenset[int]:
        """The territories that hold these, themselves included; None is left out."""
        known = (self.ancestors.get(place, frozenset({place})) for place in places if place)
        return frozenset().union(*known)


_known: dict[str, Any] = {"version": None, "read": 0.0, "rules": Ruleset()}


def version() -> str:
    """Another word each time that a rule is added, changed or taken away."""
    told = RoutingRule.objects.aggregate(last=Max("changed_at"), n=Count("pk"))
    return f"{told['n']}@{told['last'].isoformat()}" if told["last"] else ""


def ruleset() -> Ruleset:
    """The rules in force, in one query unless they have changed."""
    now = version()
    if not now:
        return Ruleset()
    if _known["version"] != now or monotonic() - _known["read"] > KEPT_FOR:
        _known.update(version=now, read=monotonic(), rules=read())
    return _known["rules"]


def read() -> Ruleset:
    """The same from the database, whatever is known."""
    rules = list(ordered().filter(active=True))
    return with_places(tuple(line_of(rule) for rule in rules))


def ordered() -> Any:
    """Every rule in its order, with what a page says of it, in two queries."""
    return RoutingRule.objects.select_related("service", "crew", "territoire").prefetch_related("categories")


def with_places(lines: tuple[Line, ...]) -> Ruleset:
    """These rules, with the territories that theirs lie in."""
    named = {line.territoire for line in lines if line.territoire}
    if not named:
        return Ruleset(lines)
    rows = list(Territoire.objects.values_list("pk", "parent_id", "level", "valid_to"))
    parents, today = {pk: parent for pk, parent, _level, _end in rows}, timezone.localdate()
    far = {pk for pk, _parent, level, end in rows if level == Level.METROPOLE or (end and end <= today)}
    return Ruleset(lines, {pk: frozenset(_chain(pk, parents)) for pk in parents}, frozenset(named & far))


def _chain(pk: int, parents: Mapping[int, int | None]) -> Iterable[int]:
    """The territory and all that it is part of."""
    chain: list[int] = []
    while pk and pk not in chain:
        chain.append(pk)
        pk = parents.get(pk)
    return chain


def line_of(rule: RoutingRule, categories: Iterable[int] | None = None) -> Line:
    """A stored rule as it is read; a crew that no longer goes out is left out."""
    if categories is None:
        categories = [categorie.pk for categorie in rule.categories.all()]
    crew = rule.crew_id if rule.crew_id and rule.crew.active else None
    return Line(
        pk=rule.pk or 0,
        name=rule.name,
        target=Target(rule.service_id, crew, rule.priority),
        active=rule.active,
        categories=frozenset(categories),
        territoire=rule.territoire_id,
        temporalities=frozenset(rule.temporalities),
        answers=tuple(sorted((code, frozenset(codes)) for code, codes in rule.answers.items())),
        weekdays=frozenset(rule.weekdays),
        from_hour=rule.from_hour,
        until_hour=rule.until_hour,
        closed_days=rule.closed_days,
    )


def facts_of(signalement: Signalement, rules: Ruleset) -> Facts:
    """What the rules look at in a stored signalement, whose place the database has found. No query of its own unless
    a rule names a territory that fiches do not bear.
    """
    around = rules.around(signalement.iris_id, signalement.quartier_id, signalement.commune_id)
    return Facts(
        categorie=signalement.categorie_id,
        territoires=around | _far(signalement.geom, rules.far),
        temporality=signalement.temporality,
        answers=signalement.answers,
        at=timezone.localtime(signalement.reported_at),
    )


def _far(geom: GEOSGeometry, far: frozenset[int]) -> frozenset[int]:
    if not far:
        return frozenset()
    spot = geom if geom.geom_type == "Point" else geom.point_on_surface
    parts = TerritoirePart.objects.filter(territoire__in=far, geom__covers=spot)
    return frozenset(parts.values_list("territoire", flat=True))

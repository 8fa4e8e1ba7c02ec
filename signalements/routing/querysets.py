"""Many reports at once: what the rules look at in each, and what they decided, in a statement each."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from signalements.models import Signalement
from signalements.querysets import OPEN_STATES, SignalementQuerySet
from signalements.routing.lines import Facts
from signalements.routing.rules import Ruleset

_LOOKED_AT: Final = (
    "pk", "categorie_id", "iris_id", "quartier_id", "commune_id", "temporality", "answers", "reported_at",
    "categorie__service_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One report: what the rules look at, and the service of its category, which receives it when none holds."""

    pk: int
    facts: Facts
    service: int


def latest(limit: int, rules: Ruleset) -> list[Row]:
    """The last reports, whatever became of them, the newest first."""
    return list(rows_of(Signalement.objects.order_by("-reported_at", "-pk")[:limit], rules))


def still_open(pks: Collection[int]) -> SignalementQuerySet:
    """Those of them that somebody still has to answer."""
    return Signalement.objects.filter(pk__in=list(pks), status__in=OPEN_STATES).order_by("pk")


def rows_of(signalements: SignalementQuerySet, rules: Ruleset) -> Iterator[Row]:
    """These reports, in one query; one more when a rule names a territory that fiches do not bear."""
    found = list(signalements.values_list(*_LOOKED_AT))
    far = _far([row[0] for row in found], rules.far) if rules.far else {}
    known: dict[tuple[int | None, ...], frozenset[int]] = {}  # many reports lie in few places
    for pk, categorie, iris, quartier, commune, temporality, answers, at, service in found:
        place = (iris, quartier, commune)
        if place not in known:
            known[place] = rules.around(*place)
        around = known[place] | far[pk] if pk in far else known[place]
        yield Row(pk, Facts(categorie, around, temporality, answers or {}, timezone.localtime(at)), service)


_COVERED: Final = """
SELECT fiche.id, array_agg(DISTINCT part.territoire_id)
FROM fiches_fiche AS fiche
JOIN territoires_territoirepart AS part ON ST_Covers(part.geom, ST_PointOnSurface(fiche.geom))
WHERE fiche.id = ANY(%s) AND part.territoire_id = ANY(%s)
GROUP BY fiche.id
"""


def _far(pks: Collection[int], far: Collection[int]) -> dict[int, frozenset[int]]:
    with connection.cursor() as cursor:
        cursor.execute(_COVERED, [list(pks), list(far)])
        return {pk: frozenset(around) for pk, around in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a rule decided for one report, with the words for its history. Ids; `before` and `after` are codes."""

    pk: int
    service: int
    crew: int | None
    priority: int
    rule: int
    before: str
    after: str
    why: str


_APPLY: Final = """
UPDATE signalements_signalement AS told
SET service_id = decided.service, crew_id = decided.crew, priority = decided.priority, rule_id = decided.rule
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::smallint[], %s::bigint[])
     AS decided (pk, service, crew, priority, rule)
WHERE told.fiche_ptr_id = decided.pk
"""
_TELL: Final = """
INSERT INTO fiches_evenement (fiche_id, at, actor_role, what, before, after, public_text, private_text)
SELECT pk, %s, 'system', 'routed', before, after, '', why
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS decided (pk, before, after, why)
"""


def apply(decisions: Iterable[Decision]) -> int:
    """Store them with a line of history each, in two statements; returns how many."""
    held = list(decisions)
    if not held:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_APPLY, _columns(held, "pk", "service", "crew", "priority", "rule"))
        cursor.execute(_TELL, [timezone.now(), *_columns(held, "pk", "before", "after", "why")])
    return len(held)


def _columns(decisions: Sequence[Decision], *names: str) -> list[list[Any]]:
    return [[getattr(decision, name) for decision in decisions] for name in names]

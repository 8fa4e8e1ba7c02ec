"""Each commitment with its state: what a fact shows comes first, else what was said last, else « pas encore »."""

from dataclasses import dataclass

from carto.demarches.engagements.facts import FACTS, Fact
from carto.demarches.models import Avancement, Engagement, State
from carto.demarches.models.engagement import Part


@dataclass(frozen=True)
class Told:
    """One commitment as its page tells it."""

    engagement: Engagement
    state: State
    fact: Fact | None
    said: list[Avancement]


def told() -> list[tuple[Part, list[Told]]]:
    """Part by part, those of the charter of today; two queries, and those of the facts."""
    facts = {name: None for name in FACTS}
    parts: dict[Part, list[Told]] = {part: [] for part in Part}
    for each in Engagement.objects.filter(retired_at=None).prefetch_related("avancements"):
        if each.fact in facts and facts[each.fact] is None:
            facts[each.fact] = FACTS[each.fact]()
        parts[Part(each.part)].append(_one(each, facts.get(each.fact)))
    return [(part, there) for part, there in parts.items() if there]


def _one(engagement: Engagement, fact: Fact | None) -> Told:
    said = list(engagement.avancements.all())
    state = fact.state if fact else State(said[0].state) if said else State.NOT_YET
    return Told(engagement, state, fact, said)

"""What rooms add to the search of the map: answers that are no place, and what is said besides of a fiche.

The setting CHERCHEURS lists them; the ground imports none.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import itemgetter
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string

from carto.territoires.geocoding import Hit
from carto.territoires.wording import Wording, read_wording

SHARE: Final = 3  # at least so many answers of the rooms are shown beside places, when there are so many
NAMED: Final = ("adresse", "rue", "territoire")  # what is called exactly so comes before what the rooms were asked for


@dataclass(frozen=True)
class Finder:
    """One room's. `find(wording, limit)` gives its answers, each with a `url`, best first; those that are `exact` were
    asked for by their name or kind, and come before places. `told(uuids)` says a few words more of fiches.
    """

    find: Callable[[Wording, int], list[Hit]]
    told: Callable[[Sequence[str]], dict[str, str]]


@cache
def finders() -> tuple[Finder, ...]:
    """Those of the settings."""
    return tuple(import_string(path) for path in settings.CHERCHEURS)


def with_rooms(places: list[Hit], text: str, limit: int) -> list[Hit]:
    """Places and fiches, said more fully, with what the rooms found; `limit` at most, always some of both, those of one
    group together.
    """
    wording = read_wording(text)
    if wording.empty:
        return places[:limit]
    found = [hit for finder in finders() for hit in finder.find(wording, limit)]
    asked, others = [hit for hit in found if hit.exact], in_turn(hit for hit in found if not hit.exact)
    named = [hit for hit in places if hit.exact and hit.kind in NAMED]  # « Rue de l’Argent » asks for no figure
    rest = [hit for hit in places if hit not in named]
    room = min(max(SHARE, limit // 2), len(others), limit - 1)
    kept = [*named, *asked, *rest[: max(0, limit - room - len(named) - len(asked))], *others]
    return together(_told(kept[:limit]))


def in_turn(hits: Iterable[Hit]) -> list[Hit]:
    """The first of each kind, then the second of each: none hides the others."""
    rank: Counter[str] = Counter()
    ranked = []
    for hit in hits:
        ranked.append((rank[hit.kind], hit))
        rank[hit.kind] += 1
    return [hit for _rank, hit in sorted(ranked, key=itemgetter(0))]


def together(hits: list[Hit]) -> list[Hit]:
    """Those of one group side by side, the group of the best first."""
    order = {group: rank for rank, group in reversed([*enumerate(hit.group for hit in hits)])}
    return sorted(hits, key=lambda hit: order[hit.group])


def _told(hits: list[Hit]) -> list[Hit]:
    uuids = [hit.uuid for hit in hits if hit.uuid]
    if not uuids:
        return hits
    more = {uuid: words for finder in finders() for uuid, words in finder.told(uuids).items()}
    return [
        replace(hit, detail=" · ".join(filter(None, (hit.detail, more[hit.uuid])))) if hit.uuid in more else hit
        for hit in hits
    ]

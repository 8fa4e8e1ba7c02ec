"""What rooms add to the search of the map: answers that are no place, and what is said besides of a fiche.

The setting CHERCHEURS lists them; the ground imports none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string

from carto.territoires.geocoding import Hit
from carto.territoires.wording import Wording, read_wording

SHARE: Final = 3  # answers of the rooms that are shown beside places, when there are so many


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
    """Places and fiches, said more fully, with what the rooms found; `limit` at most, always some of both."""
    wording = read_wording(text)
    if wording.empty:
        return places[:limit]
    found = [hit for finder in finders() for hit in finder.find(wording, limit)]
    asked, others = [hit for hit in found if hit.exact], [hit for hit in found if not hit.exact]
    room = min(SHARE, len(others), limit - 1)
    kept = [*asked[:limit], *places[: max(0, limit - room - len(asked))], *others]
    return _told(kept[:limit])


def _told(hits: list[Hit]) -> list[Hit]:
    uuids = [hit.uuid for hit in hits if hit.uuid]
    if not uuids:
        return hits
    more = {uuid: words for finder in finders() for uuid, words in finder.told(uuids).items()}
    return [
        replace(hit, detail=" · ".join(filter(None, (hit.detail, more[hit.uuid])))) if hit.uuid in more else hit
        for hit in hits
    ]

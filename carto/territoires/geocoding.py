"""From words to places: addresses, streets and named spots, forgiving accents, case, abbreviations and typos."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point

from carto.geometry import STORED, Box
from carto.territoires.natures import label_of_nature
from carto.territoires.querysets import PLACE_SOURCES, find_by_words
from carto.territoires.wording import read_wording


@dataclass(frozen=True)
class Hit:
    """One place that answers to the words.

    `kind` is adresse, rue, lieu, territoire or fiche; `point` lies on it (SRID 4326); `bbox` (degrees) frames what is
    larger than a point; `url` is its page, when it has one; `exact`: its name is what was asked, word for word. `uuid`
    is a fiche's. What a room adds to the search has a kind of its own, a page, and perhaps no place. `group`: the plain
    word under which a list shows it.
    """

    kind: str
    label: str
    detail: str
    point: Point | None
    bbox: Box | None = None
    url: str | None = None
    exact: bool = False
    uuid: str = ""
    group: str = ""

    @property
    def is_a_place(self) -> bool:
        """A place or a fiche, rather than what a room knows: one goes there, or looks around it."""
        return self.kind in ("adresse", "rue", "lieu", "territoire", "fiche")


def geocode(text: str, *, near: Point | None = None, limit: int = 8) -> list[Hit]:
    """The addresses, streets and spots that `text` may mean, best first; of equals, the nearest to `near` (SRID 4326).

    Never raises: text that means nothing gives an empty list. When some answer word for word, they alone are given.
    """
    hits = [as_hit(row) for row in find_rows(PLACE_SOURCES, text, near=near, limit=limit)]
    return [hit for hit in hits if hit.exact] or hits


def find_rows(sources: Sequence[str], text: str, *, near: Point | None, limit: int) -> list[tuple[Any, ...]]:
    """`querysets.find_by_words` for words as people type them; nothing is asked of the database for no words."""
    wording = read_wording(text)
    return [] if wording.empty else find_by_words(sources, wording, near=near, limit=limit)


def as_hit(row: Sequence[Any]) -> Hit:
    """A row of `find_rows`, in words for people; `key` of what is neither a street nor a territory is its address."""
    kind, label, detail, key, exact, x, y, west, south, east, north, city = row
    if kind == "lieu":
        detail = ", ".join(part for part in (label_of_nature(detail), city) if part)
    return Hit(
        kind=kind,
        label=label,
        detail=detail or city or "",
        point=Point(x, y, srid=STORED),
        bbox=Box(west, south, east, north) if (west, south) != (east, north) else None,
        url=f"/territoires/{key}/" if key and kind in ("rue", "territoire") else key,
        exact=exact,
    )

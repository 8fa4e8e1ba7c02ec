"""Contracts worded as buyers word them, with the place that each is about: by what the rule is judged.

`content/contrats.csv`. Its first half (« tuned ») was written before the rule, which was then mended on it; the second
(« held ») afterwards, and nothing was changed for its sake but two faults that it showed. A contract that is about no
facility of the demonstration has no place: to suggest one for it is a mistake.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from projets.demonstration import read_rows
from projets.equipements.linking.around import around
from projets.equipements.linking.matching import Known, Text, matches
from projets.equipements.linking.places import Place, index
from projets.equipements.models import TypeEquipement
from projets.equipements.types import TypeFinder, called

CONTENT: Final = Path(__file__).parents[1] / "content"


@dataclass(frozen=True)
class Contract:
    """One of them; `about` is the code of its facility, empty when it is about none that we know."""

    text: Text
    about: str
    half: str


@dataclass(frozen=True)
class Judged:
    """Of `count` contracts: for how many a place is suggested, how often the first is right, of how many there are."""

    count: int
    suggested: int
    right: int
    findable: int
    seconds: float

    @property
    def precision(self) -> float:
        """How often the place suggested first is the right one; a place for what has none is wrong."""
        return self.right / self.suggested

    @property
    def found(self) -> float:
        """How many of those that are about a place have it first."""
        return self.right / self.findable


def codes() -> list[str]:
    """The demonstration's facilities, by code; the rank of each is its key in `known`."""
    return [row["code"] for row in read_rows(CONTENT / "equipements.csv")]


def known() -> Known:
    """The demonstration's facilities, as rows are compared with them; no database needed."""
    lies = {row["code"]: row for row in read_rows(CONTENT / "contrats_lieux.csv")}
    types = _types()
    places = [
        Place(
            at, row["title"], row["nature"], lies[row["code"]]["commune"], lies[row["code"]]["nom"],
            (row["address"],), (row["operator"],), types=called(types.of_nature(row["title"], row["nature"])),
            quartier=lies[row["code"]]["quartier"],
        )
        for at, row in enumerate(read_rows(CONTENT / "equipements.csv"))
    ]  # fmt: skip
    return Known(index(places, {row["commune"]: row["nom"] for row in lies.values()}), around(places))


def _types() -> TypeFinder:
    rows = read_rows(CONTENT / "types.csv")
    told = ("code", "name", "nature", "scdl", "osm")
    return TypeFinder.of(
        [TypeEquipement(words=row["words"].split(","), **{name: row[name] for name in told}) for row in rows]
    )


def contracts(half: str) -> list[Contract]:
    """Those of a half: « tuned » or « held »."""
    rows = [row for row in read_rows(CONTENT / "contrats.csv") if row["half"] == half]
    return [Contract(_text(at, row), row["attendu"], half) for at, row in enumerate(rows)]


def _text(at: int, row: dict[str, str]) -> Text:
    amount, year = float(row["montant"]), int(row["notifie"][:4])
    return Text(at, row["objet"], row["acheteur"], row["lieu"], amount=amount, year=year)


def judge(authored: Sequence[Contract], city: Known) -> Judged:
    """Each contract compared with the whole city."""
    code, begun = codes(), perf_counter()
    first = [(each, found[0].place.pk) for each in authored if (found := matches(each.text, city))]
    took = perf_counter() - begun
    right = sum(code[pk] == each.about for each, pk in first)
    return Judged(len(authored), len(first), right, sum(bool(each.about) for each in authored), took)

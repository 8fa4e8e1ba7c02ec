"""From the words of a row to the places that it may be about, each with what speaks for and against it. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from projets.equipements.linking.places import Name, Names, Place
from projets.equipements.linking.scoring import ENOUGH, Evidence, score
from projets.equipements.linking.words import SEPARATOR, WEAK, Kind, Told, folded, read

BEFORE: Final = 2  # words between a sort of place and its name: « palais des sports couvert de Beaulieu »
AFTER_ONLY: Final = 4  # words between « la cathédrale » and « de Nantes »
ENOUGH_WORDS: Final = 0.45  # share of a name's own words from which it is looked at
MOST: Final = 3  # suggestions for one row
NEAR: Final = 0.02  # two amounts so close, in proportion, may be one
YEARS: Final = 2
FORMS: Final = frozenset(("commune", "ville", "departement", "region", "communaute", "syndicat", "ministere"))


@dataclass(frozen=True)
class Text:
    """A row as it is compared: its words, who buys, where (INSEE code), who sells, how much, when."""

    pk: int
    text: str
    buyer: str = ""
    place_code: str = ""
    suppliers: tuple[str, ...] = ()
    amount: float | None = None
    year: int | None = None


@dataclass(frozen=True)
class Known:
    """What is known besides words: streets of places by their last word, places by a supplier's identifier."""

    names: Names
    streets: Mapping[str, Sequence[tuple[tuple[str, ...], Place]]] = field(default_factory=dict)
    suppliers: Mapping[str, Mapping[int, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """One place that a row may be about."""

    place: Place
    evidence: Evidence
    score: float


def streets_of(places: Iterable[Place]) -> dict[str, list[tuple[tuple[str, ...], Place]]]:
    """Places by the last word of their street."""
    found: dict[str, list[tuple[tuple[str, ...], Place]]] = {}
    for place in places:
        words = tuple(word for word in read(place.street).words if word != SEPARATOR and not word[0].isdigit())
        if len(words) > 1:
            found.setdefault(words[-1], []).append((words, place))
    return found


def matches(row: Text, known: Known) -> list[Match]:
    """The likeliest places, the best first; empty when none is likely enough."""
    told, buyer = read(row.text), read(row.buyer)
    best: dict[int, Match] = {}
    for at in _candidates(told, known.names):
        name = known.names.names[at]
        found = _evidence(row, told, buyer, name, known)
        match = Match(name.place, found, score(found))
        if match.score >= ENOUGH and match.score > getattr(best.get(name.place.pk), "score", 0):
            best[name.place.pk] = match
    return sorted(best.values(), key=lambda each: (-each.score, -len(each.place.title), each.place.pk))[:MOST]


def _candidates(told: Told, names: Names) -> Iterator[int]:
    """Names of which enough words are there, and those that are the only one of a sort that the row names."""
    weight: dict[int, float] = {}
    for word in set(told.words):
        for at in names.by_word.get(word, ()):
            weight[at] = weight.get(at, 0) + names.rarity[word]
    worded = {at for at, some in weight.items() if some >= ENOUGH_WORDS * _full(names.names[at], names)}
    yield from worded
    for kind in told.kinds:
        if not kind.many:
            for code in names.communes:
                at = names.alone.get((kind.group, code))
                if at is not None and at not in worded:
                    yield at


def _full(name: Name, names: Names) -> float:
    """What all its own words weigh: « nord » beside « Laënnec » is not missed."""
    own = set(name.own)
    return sum(names.rarity[word] for word in own - WEAK or own) or 1


def _evidence(row: Text, told: Told, buyer: Told, name: Name, known: Known) -> Evidence:
    here, found = _spot(told, name, known.names), dict[str, str]()
    share = sum(known.names.rarity[word] for word in {told.words[i] for i in here}) / _full(name, known.names)
    share = min(1.0, share + _initials(told, name, known.names))
    if here:
        found["name"] = " ".join(told.raw[i] for i in here)
    together = bool(here) and share > 0.99 and here[-1] - here[0] + 1 == len(here)
    _kind(told, buyer, name, here, known.names, found)
    if together and ("kind" in found or not name.groups):
        found["whole"] = name.place.title
    elif together and len(here) > 1 and not name.borrowed:
        found["together"] = found["name"]
    _around(row, told, name, known, found)
    lone = (
        (len(here) == 1 or name.borrowed)
        and not {"kind", "whole"} & found.keys()
        and not ("mentioned" in found and share > 0.9)
    )
    return Evidence(share if here else 0, lone, found)


def _spot(told: Told, name: Name, names: Names) -> list[int]:
    """Where the name's own words stand, around the rarest of them; the tightest place wins."""
    own = set(name.own)
    there = [i for i, word in enumerate(told.words) if word in own]
    if not there:
        return []
    rarest = max((told.words[i] for i in there), key=lambda word: names.rarity[word])
    tries = []
    for centre in (i for i in there if told.words[i] == rarest):
        near: dict[str, int] = {}
        for i in sorted(there, key=lambda i: abs(i - centre)):
            if abs(i - centre) <= len(own) + 1:
                near.setdefault(told.words[i], i)
        tries.append(sorted(near.values()))
    return max(tries, key=lambda some: (_said_before(told, some[0], name), len(some), some[0] - some[-1]))


def _said_before(told: Told, start: int, name: Name) -> bool:
    kind = _before(told, start)
    return kind is not None and kind.group in name.groups


def _before(told: Told, start: int) -> Kind | None:
    """The sort of place named just before that word, in the same breath."""
    for kind in reversed(told.kinds):
        if kind.end <= start and start - kind.end <= BEFORE and SEPARATOR not in told.words[kind.end : start]:
            return kind
    return None


def _initials(told: Told, name: Name, names: Names) -> float:
    """« J. Demy »: the share of a first name that its first letter stands for."""
    more = 0.0
    for first, last in zip(name.own, name.own[1:], strict=False):
        for i, word in enumerate(told.words):
            if word == last and first not in told.words and i and told.words[i - 1] == first[0]:
                more = max(more, names.rarity[first])
    return more / _full(name, names)


def _kind(told: Told, buyer: Told, name: Name, here: list[int], known: Names, found: dict[str, str]) -> None:
    """Which sort of place is named: right before the name, elsewhere, by the buyer, or another one."""
    before = _before(told, here[0]) if here else None
    if before and before.group in name.groups:
        found["kind"] = before.group
        return
    if (
        before
        and not before.many
        and before.nature != name.nature
        and not set(range(before.start, before.end)) <= set(here)
    ):
        found["other_kind"] = before.group
        return
    groups = {kind.group for kind in (*told.kinds, *buyer.kinds) if not kind.many}
    if said := next((group for group in name.groups if group in groups), ""):
        if here:
            found["mentioned"] = said
        _only(told, name, known, found)


def _only(told: Told, name: Name, known: Names, found: dict[str, str]) -> None:
    """« la cathédrale de Nantes »: a sort of which the commune has one, named without any other name after it."""
    commune = set(name.commune) | set(read(name.place.commune_name).words)
    for kind in told.kinds:
        if kind.group not in name.groups or kind.many or known.alone.get((kind.group, name.place.commune)) is None:
            continue
        after = told.words[kind.end : kind.end + AFTER_ONLY]
        if not after or after[0] == SEPARATOR or commune & set(after):
            found["only"] = kind.group
            if commune & set(after):
                found["name"] = name.place.commune_name


def _around(row: Text, told: Told, name: Name, known: Known, found: dict[str, str]) -> None:
    """Commune, keeper, street, supplier and amount."""
    place = name.place
    if row.place_code in known.names.communes and place.commune:
        same = row.place_code == place.commune
        found["commune" if same else "elsewhere"] = place.commune_name if same else row.place_code
    elif len(row.place_code) == 5 and row.place_code[:2].isdigit() and place.commune:
        found["elsewhere"] = row.place_code
    if keeper := next((k for k in place.keepers if _same_body(k, row.buyer)), ""):
        found["keeper"] = keeper
    for word in set(told.words):
        for street, there in known.streets.get(word, ()):
            if there.pk == place.pk and _in_a_row(street, told.words):
                found["street"] = place.street
    for supplier in row.suppliers:
        if said := known.suppliers.get(supplier, {}).get(place.pk):
            found["supplier"] = said
    if row.amount and any(_near(row, amount, year) for amount, year in place.amounts):
        found["amount"] = f"{row.amount:.0f} €"


def _near(row: Text, amount: float, year: int) -> bool:
    return abs(row.amount - amount) <= NEAR * amount and (row.year is None or abs(row.year - year) <= YEARS)


def _same_body(one: str, other: str) -> bool:
    """« Ville de Rezé » and « COMMUNE DE REZE »."""
    if not one or not other:
        return False
    if folded(one) == folded(other):
        return True
    bare = [set(read(each).words) - FORMS for each in (one, other)]
    town = [("ville" in folded(each) or "commune" in folded(each)) for each in (one, other)]
    return bare[0] == bare[1] and bool(bare[0]) and town[0] == town[1]


def _in_a_row(some: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(words[at : at + len(some)] == some for at in range(len(words) - len(some) + 1))

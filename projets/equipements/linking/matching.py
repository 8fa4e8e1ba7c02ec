"""From the words of a row to the places that it may be about, each with what speaks for and against it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from projets.equipements.linking.around import Around, Here, named_in, same_body, weak_reasons
from projets.equipements.linking.places import Name, Names, Place
from projets.equipements.linking.scoring import ENOUGH, Evidence, score
from projets.equipements.linking.words import SEPARATOR, Kind, Told, read, read_again

BEFORE: Final = 2  # words between a sort of place and its name: « palais des sports couvert de Beaulieu »
AFTER_ONLY: Final = 4  # words between « la cathédrale » and « de Nantes »
ENOUGH_WORDS: Final = 0.45  # share of a name's own words from which it is looked at
MOST: Final = 3  # suggestions for one row
NEAR: Final = 0.02  # two amounts so close, in proportion, may be one
YEARS: Final = 2


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
    """What rows are compared with: places by their names and by what stands around them, by a supplier's identifier."""

    names: Names
    around: Around = field(default_factory=Around)
    suppliers: Mapping[str, Mapping[int, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """One place that a row may be about."""

    place: Place
    evidence: Evidence
    score: float


@dataclass(frozen=True)
class Read:
    """A row read once for all the places that it is compared with; `meant`: where a word was read as a known one."""

    row: Text
    told: Told
    buyer: Told
    here: Here
    meant: Mapping[int, str]


def matches(row: Text, known: Known) -> list[Match]:
    """The likeliest places, the best first; empty when none is likely enough."""
    text = _read(row, known)
    best: dict[int, Match] = {}
    for at in _candidates(text, known.names):
        name = known.names.names[at]
        found = _evidence(text, name, known.names.full[at], known)
        match = Match(name.place, found, score(found))
        if match.score >= ENOUGH and match.score > getattr(best.get(name.place.pk), "score", 0):
            best[name.place.pk] = match
    return sorted(best.values(), key=lambda each: (-each.score, -len(each.place.title), each.place.pk))[:MOST]


def _read(row: Text, known: Known) -> Read:
    """Its words, those misspelt as the name that they were meant for: « Florseca » as « Floresca »."""
    told = read(row.text)
    here = named_in(told, known.around)
    sorts = {at for kind in told.kinds for at in range(kind.start, kind.end)}
    meant = {
        at: said for at, word in enumerate(told.words) if at not in sorts and (said := known.names.spelling.meant(word))
    }
    if meant:
        told = replace(told, words=tuple(meant.get(at, word) for at, word in enumerate(told.words)))
    return Read(row, told, read_again(row.buyer), here, meant)


def _candidates(text: Read, names: Names) -> Iterator[int]:
    """Names of which enough words are there, those whose street is named, and the only ones of a sort that it names."""
    weight: dict[int, float] = {}
    for word in set(text.told.words):
        for at in names.by_word.get(word, ()):
            weight[at] = weight.get(at, 0) + names.rarity[word]
    worded = {at for at, some in weight.items() if some >= ENOUGH_WORDS * names.full[at]}
    worded.update(at for pk in text.here.streets for at in names.by_place.get(pk, ()))
    for kind in text.told.kinds:
        if not kind.many:
            alone = (names.alone.get((kind.group, code)) for code in names.communes)
            worded.update(at for at in alone if at is not None)
    yield from sorted(worded)


def _evidence(text: Read, name: Name, full: float, known: Known) -> Evidence:
    told, found = text.told, dict[str, str]()
    here = _spot(told, name, known.names)
    share = sum(known.names.rarity[word] for word in {told.words[i] for i in here}) / full
    share = min(1.0, share + _initials(told, name, known.names) / full)
    if here:
        found["name"] = " ".join(told.raw[i] for i in here)
    together = bool(here) and share > 0.99 and here[-1] - here[0] + 1 == len(here)
    _kind(told, text.buyer, name, here, known.names, found)
    if together and ("kind" in found or not name.groups):
        found["whole"] = name.place.title
    elif together and len(here) > 1 and not name.borrowed:
        found["together"] = found["name"]
    if slips := [text.meant[i] for i in here if i in text.meant]:
        found["spelling"] = " ".join(slips)
    _around(text, name, known, found)
    weak_reasons(name.place, text.here, known.around, found)
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
    """« J. Demy »: what a first name weighs that its first letter stands for."""
    more = 0.0
    for first, last in zip(name.own, name.own[1:], strict=False):
        for i, word in enumerate(told.words):
            if word == last and first not in told.words and i and told.words[i - 1] == first[0]:
                more = max(more, names.rarity[first])
    return more


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
    commune = set(name.commune) | set(read_again(name.place.commune_name).words)
    for kind in told.kinds:
        if kind.group not in name.groups or kind.many or known.alone.get((kind.group, name.place.commune)) is None:
            continue
        after = told.words[kind.end : kind.end + AFTER_ONLY]
        if not after or after[0] == SEPARATOR or commune & set(after):
            found["only"] = kind.group
            if commune & set(after):
                found["name"] = name.place.commune_name


def _around(text: Read, name: Name, known: Known, found: dict[str, str]) -> None:
    """Commune, keeper, supplier and amount."""
    row, place = text.row, name.place
    if row.place_code in known.names.communes and place.commune:
        same = row.place_code == place.commune
        found["commune" if same else "elsewhere"] = place.commune_name if same else row.place_code
    elif len(row.place_code) == 5 and row.place_code[:2].isdigit() and place.commune:
        found["elsewhere"] = row.place_code
    if keeper := next((k for k in place.keepers if same_body(k, row.buyer)), ""):
        found["keeper"] = keeper
    for supplier in row.suppliers:
        if said := known.suppliers.get(supplier, {}).get(place.pk):
            found["supplier"] = said
    if row.amount and any(_near(row, amount, year) for amount, year in place.amounts):
        found["amount"] = f"{row.amount:.0f} €"


def _near(row: Text, amount: float, year: int) -> bool:
    return abs(row.amount - amount) <= NEAR * amount and (row.year is None or abs(row.year - year) <= YEARS)

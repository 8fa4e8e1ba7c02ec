"""A facility as a text may name it: what sort it is called, and the words that are its own. Pure."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from projets.equipements.linking.spelling import Spelling, spelling
from projets.equipements.linking.words import SEPARATOR, WEAK, Kind, Told, read

COMMON: Final = 60  # a word that more facilities than this bear brings none of them to mind
WEAK_WORD: Final = 0.3
ACRONYM: Final = 4  # letters from which the first ones of a name make one that people use


@dataclass(frozen=True)
class Place:
    """A facility: `commune` its INSEE code, `streets` as in addresses, `keepers` who owns or runs it, `types` what its
    type is called.
    """

    pk: int
    title: str
    nature: str = ""
    commune: str = ""
    commune_name: str = ""
    streets: tuple[str, ...] = ()
    keepers: tuple[str, ...] = ()
    amounts: tuple[tuple[float, int], ...] = ()  # euros and year of its costs
    types: tuple[str, ...] = ()
    quartier: str = ""


@dataclass(frozen=True)
class Name:
    """One way to call a place: `groups` the sorts that it is called by, `own` the words that are its own."""

    place: Place
    groups: tuple[str, ...]
    nature: str
    own: tuple[str, ...]
    commune: tuple[str, ...]  # words of the commune that end it
    borrowed: bool = False  # its own words are the commune's: « mairie de Rezé »


@dataclass(frozen=True)
class Names:
    """Every facility by the words of its names: what a row is looked up in."""

    names: tuple[Name, ...]
    communes: Mapping[str, tuple[str, ...]]  # words of each commune's name, by its code
    by_word: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    rarity: Mapping[str, float] = field(default_factory=dict)
    alone: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (sort, commune) of which there is only one
    full: tuple[float, ...] = ()  # what all the own words of each name weigh
    by_place: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    spelling: Spelling = field(default_factory=Spelling)


def index(places: Iterable[Place], communes: Mapping[str, str]) -> Names:
    """The facilities by their words; `communes`: names by INSEE code."""
    spoken = {code: read(name).words for code, name in communes.items()}
    names = tuple(name for place in places for name in _names(place, spoken))
    count = Counter(word for _pk, word in {(name.place.pk, word) for name in names for word in name.own})
    rarity = {word: (WEAK_WORD if word in WEAK else 1) / (1 + math.log(n)) for word, n in count.items()}
    by_word: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        for word in set(name.own):
            by_word[word].append(at)
    kept = {word: tuple(found) for word, found in by_word.items() if len(found) <= COMMON}
    full = tuple(_full(name, rarity) for name in names)
    return Names(names, spoken, kept, rarity, _alone(names), full, _by_place(names), spelling(rarity))


def _full(name: Name, rarity: Mapping[str, float]) -> float:
    """What all its own words weigh: « nord » beside « Laënnec » is not missed."""
    own = set(name.own)
    return sum(rarity[word] for word in own - WEAK or own) or 1


def _by_place(names: tuple[Name, ...]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        found[name.place.pk].append(at)
    return {pk: tuple(some) for pk, some in found.items()}


def _alone(names: tuple[Name, ...]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        for group in name.groups if name.place.commune else ():
            found[group, name.place.commune].append(at)
    return {key: some[0] for key, some in found.items() if len({names[at].place.pk for at in some}) == 1}


def _names(place: Place, communes: Mapping[str, tuple[str, ...]]) -> list[Name]:
    """Its title, each part of it that a comma or a dash sets apart, and the first letters of a long one."""
    here = communes.get(place.commune, ())
    parts = re.split(r"\s*[,(]\s*|\s[-–—]\s", place.title)
    texts = dict.fromkeys([place.title, *(parts if len(parts) > 1 else ())])
    found = [name for text in texts if (name := _name(place, read(text), here))]
    whole = found[0] if found else None
    if whole and not re.search(r"[,(]", place.title) and (short := _acronym(place.title)):
        found.append(Name(place, (), place.nature, (short,), ()))
    return [name for name in found if name.own or name is whole]


def _name(place: Place, told: Told, here: tuple[str, ...]) -> Name | None:
    words = [word for word in told.words if word != SEPARATOR]
    if not words:
        return None
    lead = _lead(told)
    start = lead[-1].end if lead else 0
    own, tail = [word for word in told.words[start:] if word != SEPARATOR], list[str]()
    while own and own[-1] in here:
        tail.insert(0, own.pop())
    if not own and not lead:
        return None  # a commune alone
    if not own:  # « gare de Nantes »
        own, tail = tail, []
    nature = lead[0].nature if lead else place.nature
    groups = tuple(kind.group for kind in lead)
    return Name(place, groups, nature, tuple(own), tuple(tail), borrowed=set(own) <= set(here))


def _lead(told: Told) -> list[Kind]:
    """The sorts of places with which a name begins: « piscine et patinoire du Petit-Port »."""
    found: list[Kind] = []
    for kind in told.kinds:
        if (found and kind.start == found[-1].end and kind.nature == found[0].nature) or (
            not found and all(word in WEAK for word in told.words[: kind.start])
        ):
            found.append(kind)
    return found


def _acronym(title: str) -> str:
    letters = [word[0] for word in read(title).words if word != SEPARATOR]
    return "".join(letters) if len(letters) >= ACRONYM else ""

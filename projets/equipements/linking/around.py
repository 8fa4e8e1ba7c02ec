"""What speaks for a place besides its name: its street, its quartier, the words of its type, who keeps it. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from projets.equipements.linking.places import Place
from projets.equipements.linking.words import SEPARATOR, WEAK, Told, folded, in_a_row, read_again

Phrase = tuple[str, ...]
FORMS: Final = frozenset(("commune", "ville", "departement", "region", "communaute", "syndicat", "ministere"))


@dataclass(frozen=True)
class Around:
    """Streets with who stands there, and every phrase that names a type or a quartier, by their last word."""

    streets: Mapping[str, Sequence[tuple[Phrase, int, str]]] = field(default_factory=dict)
    phrases: Mapping[str, Sequence[Phrase]] = field(default_factory=dict)
    types: Mapping[int, Sequence[Phrase]] = field(default_factory=dict)  # by place
    quartiers: Mapping[int, Sequence[Phrase]] = field(default_factory=dict)  # by place


@dataclass(frozen=True)
class Here:
    """What one row names of them: streets by place, and phrases."""

    streets: Mapping[int, str]
    phrases: frozenset[Phrase]


def around(places: Iterable[Place]) -> Around:
    """What stands around these places."""
    streets: dict[str, list[tuple[Phrase, int, str]]] = defaultdict(list)
    types, quartiers = dict[int, list[Phrase]](), dict[int, list[Phrase]]()
    for place in places:
        for street in place.streets:
            words = tuple(w for w in read_again(street).words if w != SEPARATOR and not w[0].isdigit())
            if len(words) > 1:
                streets[words[-1]].append((words, place.pk, street))
        types[place.pk] = [phrase for name in place.types for phrase in _parts(name)]
        quartiers[place.pk] = [phrase for phrase in _parts(place.quartier) if not WEAK.issuperset(phrase)]
    phrases: dict[str, set[Phrase]] = defaultdict(set)
    for some in (*types.values(), *quartiers.values()):
        for phrase in some:
            phrases[phrase[-1]].add(phrase)
    return Around(dict(streets), {last: tuple(found) for last, found in phrases.items()}, types, quartiers)


def _parts(name: str) -> Iterator[Phrase]:
    """« Malakoff - Saint-Donatien »: each of the names that one is made of."""
    part: list[str] = []
    for word in (*read_again(name).words, SEPARATOR):
        if word != SEPARATOR:
            part.append(word)
        elif part:
            yield tuple(part)
            part = []


def named_in(told: Told, known: Around) -> Here:
    """What a row names of it."""
    streets: dict[int, str] = {}
    phrases: set[Phrase] = set()
    for word in set(told.words):
        for words, pk, street in known.streets.get(word, ()):
            if in_a_row(words, told.words):
                streets[pk] = street
        phrases.update(phrase for phrase in known.phrases.get(word, ()) if in_a_row(phrase, told.words))
    return Here(streets, frozenset(phrases))


def weak_reasons(place: Place, here: Here, known: Around, found: dict[str, str]) -> None:
    """Add its street, its quartier and the words of its type, where they are not those of its name already."""
    own = frozenset(read_again(place.title).words)
    if street := here.streets.get(place.pk):
        found["street"] = street
    if not {"kind", "mentioned", "only"} & found.keys():
        _add(found, "type", known.types.get(place.pk, ()), here, own)
    _add(found, "quartier", known.quartiers.get(place.pk, ()), here, own)


def _add(found: dict[str, str], reason: str, phrases: Sequence[Phrase], here: Here, own: frozenset[str]) -> None:
    said = next((phrase for phrase in phrases if phrase in here.phrases and not own.issuperset(phrase)), ())
    if said:
        found[reason] = " ".join(said)


@lru_cache(maxsize=10_000)
def same_body(one: str, other: str) -> bool:
    """« Ville de Rezé » and « COMMUNE DE REZE »."""
    if not one or not other:
        return False
    if folded(one) == folded(other):
        return True
    bare = [set(read_again(each).words) - FORMS for each in (one, other)]
    town = [("ville" in folded(each) or "commune" in folded(each)) for each in (one, other)]
    return bare[0] == bare[1] and bool(bare[0]) and town[0] == town[1]

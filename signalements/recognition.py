"""From what somebody types to the categories it may mean: « ya un matla sur le trotoir » is an abandoned object.

Pure Python, small, and exact about why: the only knowledge of problems is each category's own name and words, which
anybody may edit. Here is only how French is written in a hurry: without accents, by ear, with a letter missing, in
whole sentences where what lies somewhere counts for more than where it lies.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Final, Generic, Protocol, TypeVar

from django.conf import settings

from carto.content import content_file
from carto.readable import read_toml

MAX_TEXT: Final = 400  # characters read of what is typed
MAX_TOKENS: Final = 40
MAX_TOKEN: Final = 24  # characters of one word
PLACE_WEIGHT: Final = 0.45  # of a word that only says where
NAME_WEIGHT: Final = 1.25  # of a word of the category's own name
WHOLE_BONUS: Final = 0.6  # when all the words of « nid de poule » are there
HEARD, BEGUN, NEAR = 0.85, 0.7, 0.6  # how sure: sounds the same, begins the same, a letter or two apart
SHORTEST_BEGUN: Final = 3
MOST_SHOWN: Final = 5
WORTH_SHOWING: Final = 0.5  # of the best one's score


_ENDINGS: Final = (
    "issement", "ement", "aient", "erait", "antes", "ante", "ants", "ant", "ent", "ees", "ee", "er", "ez", "ait", "e",
)  # fmt: skip
_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"), (r"ch|sh", "C"), (r"qu|q|ck|k|c(?![eiy])", "k"), (r"c", "s"), (r"gu(?=[eiy])", "G"),
        (r"g(?=[eiy])", "j"), (r"h", ""), (r"y", "i"), (r"eau|au", "o"), (r"oeu|eu", "e"), (r"ai|ei", "e"),
        (r"(?:i|e)[nm](?![aeiounm])|un$", "1"), (r"a[nm](?![aeiounm])", "1"), (r"z", "s"),
        (r"(.)\1+", r"\1"), (r"(?<=.)e", ""), (r"(?<=..)[tdspx]$", ""),
    )
)  # fmt: skip
_WORD: Final = re.compile(r"[^\W_]+|[.,;:!?()\n]")
_SPOKEN: Final = content_file("words.toml", Path(__file__).parent / "content", settings.CARTO_CITY)
_TALK: Final = {name: frozenset(words.split()) for name, words in read_toml(_SPOKEN).items()}
_ELIDED: Final = re.compile(r"^(?:[ldjnmst]|qu)(?=[aeiouh])")


class Worded(Protocol):
    """What the recogniser reads of a category."""

    code: str
    name: str
    words: str


Category = TypeVar("Category", bound=Worded)


@dataclass(frozen=True)
class Ranked(Generic[Category]):
    """A category that the words may mean; scores only compare within one answer."""

    categorie: Category
    score: float


@dataclass(frozen=True, slots=True)
class _Index:
    """The words of all the categories, as they are looked up. Categories are ranks."""

    weights: dict[str, dict[int, float]]  # by stem: what it is worth for each category
    heard: dict[str, list[str]]  # stems by their sound
    wholes: list[tuple[int, frozenset[str]]]  # the entries of several words


def recognise(text: str, categories: Sequence[Category]) -> list[Ranked[Category]]:
    """The categories that `text` may mean, the likeliest first; none when no word says anything. Never raises."""
    index = _index(tuple((each.name, each.words) for each in categories))
    scores: dict[int, float] = {}
    found: set[str] = set()
    for token, weight in _told(text):
        for stem, sure in _matches(token, index):
            if stem not in found:
                found.add(stem)
                for rank, worth in index.weights[stem].items():
                    scores[rank] = scores.get(rank, 0.0) + worth * weight * sure
    for rank, whole in index.wholes:
        if whole <= found:
            scores[rank] += WHOLE_BONUS * sum(index.weights[stem][rank] for stem in whole)
    order = sorted(scores, key=lambda rank: (-scores[rank], rank))
    return [Ranked(categories[rank], round(scores[rank], 3)) for rank in order]


def likely(text: str, categories: Sequence[Category]) -> list[Category]:
    """The few worth showing: those not far below the best."""
    ranked = recognise(text, categories)
    return [each.categorie for each in ranked[:MOST_SHOWN] if each.score >= ranked[0].score * WORTH_SHOWING]


def fold(text: str) -> str:
    """Lower case, without accents or ligatures."""
    flat = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in flat if not unicodedata.combining(letter)).replace("œ", "oe").replace("æ", "ae")


def _told(text: str) -> Iterator[tuple[str, float]]:
    """The telling words with their weight: those that follow a word of place weigh less, up to the next break."""
    words = _WORD.findall(fold(text[:MAX_TEXT]))[:MAX_TOKENS]
    where = False
    for word in words:
        if word in _TALK["before_a_place"]:
            where = True
        elif word in _TALK["idle"] or not word.isalnum():
            where = where and word in _TALK["links"]
        elif len(word) > 1:
            names = word in _TALK["places"]
            yield word[:MAX_TOKEN], PLACE_WEIGHT if where or names else 1.0
            where = names


@lru_cache(maxsize=512)
def _stem(word: str) -> str:
    """What is left without plural and common endings; at least three letters."""
    if len(word) > 3 and word[-1] in "sx" and not word.endswith("ss"):
        word = word[:-1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= (3 if len(ending) < 3 else 4):
            return word[: -len(ending)]
    return word


def _sound(stem: str) -> str:
    """How it is heard, more or less: « trotoir », « matla » and « lampadère » sound as they should."""
    for pattern, sound in _SOUNDS:
        stem = pattern.sub(sound, stem)
    return stem


@lru_cache(maxsize=4)
def _index(content: tuple[tuple[str, str], ...]) -> _Index:
    """Made once for the same names and words; a word that many categories share is worth less."""
    weights: dict[str, dict[int, float]] = {}
    wholes: list[tuple[int, frozenset[str]]] = []
    for rank, (name, words) in enumerate(content):
        for entry in (name, *words.split(",")):
            stems = {_stem(word) for word in _words(entry)}
            for stem in stems:
                worth = NAME_WEIGHT if entry is name else 1.0
                weights.setdefault(stem, {}).setdefault(rank, worth)
            if len(stems) > 1:
                wholes.append((rank, frozenset(stems)))
    for stem, ranks in weights.items():
        rarity = 1 + log(len(content) / len(ranks))
        weights[stem] = {rank: worth * rarity for rank, worth in ranks.items()}
    heard: dict[str, list[str]] = {}
    for stem in weights:
        heard.setdefault(_sound(stem), []).append(stem)
    return _Index(weights, heard, wholes)


def _words(entry: str) -> Iterable[str]:
    return (word for word in _WORD.findall(fold(entry)) if word not in _TALK["idle"] and word.isalnum())


def _matches(token: str, index: _Index) -> list[tuple[str, float]]:
    """The known stems that this word may be, with how sure: the surest way that finds any."""
    stem = _stem(token)
    if stem in index.weights:
        return [(stem, 1.0)]
    elided = _stem(_ELIDED.sub("", token))
    if elided != stem and len(elided) >= SHORTEST_BEGUN and elided in index.weights:
        return [(elided, HEARD)]
    sound = _sound(stem)
    if len(sound) >= SHORTEST_BEGUN and sound in index.heard:
        return [(each, HEARD) for each in index.heard[sound]]
    if len(token) < SHORTEST_BEGUN:
        return []
    begun = [each for each in index.weights if each.startswith(token)]
    return [(each, BEGUN) for each in begun] or _near(stem, index)


def _near(stem: str, index: _Index) -> list[tuple[str, float]]:
    """The stems a letter apart, two for long words, with the same first letter."""
    allowed = 0 if len(stem) < 5 else 1 if len(stem) < 8 else 2
    if not allowed:
        return []
    close = (each for each in index.weights if each[0] == stem[0] and abs(len(each) - len(stem)) <= allowed)
    return [(each, NEAR) for each in close if len(each) >= 5 and _distance(stem, each) <= allowed]


def _distance(one: str, other: str) -> int:
    """Letters to add, drop, change, or swap with their neighbour. Both are short."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]

"""A word of a place's name that a row writes with one letter missing, added, changed, or two exchanged. Pure.

Trigrams would forgive more than that in words so short: « Juarez » is no misspelt « Jaurès ».
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from projets.equipements.linking.words import WEAK

SHORTEST: Final = 6  # letters of a known word: of two shorter ones, both may be right


@dataclass(frozen=True)
class Spelling:
    """Known words, those that one letter taken off each would leave, and what was already looked up."""

    known: frozenset[str] = frozenset()
    by_lack: Mapping[str, Sequence[str]] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)

    def meant(self, word: str) -> str:
        """The one known word that it is a slip for; empty when it is known itself, or might be several."""
        if len(word) < SHORTEST - 1 or word in self.known:
            return ""
        if word not in self.seen:
            found = {each for each in self._near(word) if each[0] == word[0] and _slip(word, each)}
            self.seen[word] = found.pop() if len(found) == 1 else ""
        return self.seen[word]

    def _near(self, word: str) -> Iterator[str]:
        yield from self.by_lack.get(word, ())
        for lacking in _lacking(word):
            if len(lacking) >= SHORTEST and lacking in self.known:
                yield lacking
            yield from self.by_lack.get(lacking, ())


def spelling(words: Iterable[str]) -> Spelling:
    """What these words may be misspelt as."""
    known = frozenset(words)
    by_lack: dict[str, list[str]] = defaultdict(list)
    for word in known - WEAK:
        if len(word) >= SHORTEST and word.isalpha():
            for lacking in _lacking(word):
                by_lack[lacking].append(word)
    return Spelling(known, dict(by_lack))


def _lacking(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def _slip(one: str, other: str) -> bool:
    """Whether one letter, or two neighbours exchanged, is all that differs."""
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return short in _lacking(long)
    apart = [at for at in range(len(one)) if one[at] != other[at]]
    if len(apart) == 1:
        return True
    swapped = len(apart) == 2 and apart[1] == apart[0] + 1
    return swapped and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]

"""Bringing together what two people made of one text, word by word. Pure functions.

A word is what stands between blanks, with the blanks before it: joined again, the words are the text. Changes at
different words are brought together; at the same ones both are kept, side by side, for a person to choose.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from merge3 import Merge3

OPENS, CLOSES = "⟦", "⟧"  # around each of two texts that stand at one place
_WORD: Final = re.compile(r"\s*\S+|\s+")


@dataclass(frozen=True)
class Span:
    """A stretch of the merged text: what is settled, or what each hand wants at that place."""

    text: str = ""
    mine: str = ""
    theirs: str = ""

    @property
    def overlaps(self) -> bool:
        """Whether two hands wrote here."""
        return bool(self.mine or self.theirs)

    def __str__(self) -> str:
        return f"{OPENS}{self.mine}{CLOSES}{OPENS}{self.theirs}{CLOSES}" if self.overlaps else self.text


@dataclass(frozen=True)
class Merged:
    """Two texts in one."""

    spans: Sequence[Span]

    @property
    def overlaps(self) -> bool:
        """Whether a person has to choose somewhere."""
        return any(span.overlaps for span in self.spans)

    def __str__(self) -> str:
        return "".join(map(str, self.spans))


def words(text: str) -> list[str]:
    """Its words, each with the blanks before it; joined, they are the text."""
    return _WORD.findall(text)


def matcher(_junk: None, one: Sequence[str], other: Sequence[str]) -> SequenceMatcher:
    """Compares every word: difflib would leave out the commonest of a long text."""
    return SequenceMatcher(None, one, other, autojunk=False)


def merge(base: str, mine: str, theirs: str) -> Merged:
    """`mine` and `theirs` were both made from `base`: every word that either put in is in the result."""
    return Merged(list(_spans(words(base), words(mine), words(theirs))))


def _spans(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[Span]:
    for kind, *at in Merge3(base, mine, theirs, sequence_matcher=matcher).merge_regions():
        if kind == "conflict":
            _start, _end, start, end, others, until = at
            yield Span(mine="".join(mine[start:end]), theirs="".join(theirs[others:until]))
        else:
            source = {"unchanged": base, "same": mine, "a": mine, "b": theirs}[kind]
            yield Span("".join(source[at[0] : at[1]]))


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """What one hand did, as (« same », « added » or « removed », text), in reading order."""
    old, new = words(before), words(after)
    told = []
    for kind, start, end, begin, until in matcher(None, old, new).get_opcodes():
        if kind == "equal":
            told.append(("same", "".join(old[start:end])))
            continue
        told += [("removed", "".join(old[start:end]))] if start < end else []
        told += [("added", "".join(new[begin:until]))] if begin < until else []
    return told

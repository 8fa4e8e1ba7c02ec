"""Two texts side by side: which words are only in one of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

_WORDS: Final = re.compile(r"\A\s+|\S+\s*")
MOST: Final = 1200  # words of one text: to compare more takes too long, and nobody reads the difference
Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Column:
    """One of the two: its title and text in pieces, each with whether the other does not have it."""

    title: Pieces
    text: Pieces


def side_by_side(one: tuple[str, str], other: tuple[str, str]) -> tuple[Column, Column]:
    """The columns of two (title, text)."""
    titles, texts = (_compare(*pair) for pair in zip(one, other, strict=True))
    return Column(titles[0], texts[0]), Column(titles[1], texts[1])


def _compare(one: str, other: str) -> tuple[Pieces, Pieces]:
    before, after = _WORDS.findall(one), _WORDS.findall(other)
    if max(len(before), len(after)) > MOST:
        return [(one, False)], [(other, False)]
    left: Pieces = []
    right: Pieces = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after).get_opcodes():
        _add(left, before[i1:i2], own=tag != "equal")
        _add(right, after[j1:j2], own=tag != "equal")
    return left, right


def _add(pieces: Pieces, words: Sequence[str], *, own: bool) -> None:
    if words:
        pieces.append(("".join(words), own))

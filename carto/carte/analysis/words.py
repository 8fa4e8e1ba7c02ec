"""Words and pairs of words of a text, by their stems: pure, given the stems. No number, mail nor web address is a word;
what stands in `content/mots_vides.txt` is none either.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

STOP_WORDS: Final = Path(__file__).resolve().parent.parent / "content" / "mots_vides.txt"
# From the beginning of what holds together: looked for at each of its letters, a long one would take its square.
ADDRESS: Final = re.compile(r"(?<!\S)\S*(?:://|@|www\.)\S*")
TOKEN: Final = re.compile(r"[^\W\d_]+|[.,;:!?…()«»\"\n]|\d+")
JOINING: Final = frozenset(
    ["de", "du", "des", "d", "la", "le", "les", "l", "à", "au", "aux", "en"]
)  # « arrêt de bus » is one pair
SHORTEST: Final = 3
ELIDED: Final = re.compile(r"\b([dl]) ")
MOST_WORDS: Final = 2  # of a term


@cache
def stop_words() -> frozenset[str]:
    """What says nothing of a subject, as it is published."""
    return frozenset(STOP_WORDS.read_text(encoding="utf-8").split())


def tokens(text: str) -> list[str]:
    """Words, signs that part them, and numbers, in order and in small letters."""
    text = text.lower()
    if "@" in text or "://" in text or "www." in text:
        text = ADDRESS.sub(" . ", text)
    return TOKEN.findall(text)


def countable(token: str) -> bool:
    """Whether it may be a word that says something."""
    return len(token) >= SHORTEST and token.isalpha() and token not in stop_words()


def terms(told: list[str], stems: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """Each word and pair of a text as (stems, as it was written there), as often as it comes.

    A pair is two words beside each other, or with « de », « du », « à la »… between; no sign may part them. `stems` has
    those of the words that are countable, and no other.
    """
    before, between = "", []
    first = ""
    for token in told:
        stem = stems.get(token)
        if stem:
            yield stem, token
            if before:
                yield f"{before} {stem}", ELIDED.sub(r"\1’", " ".join([first, *between, token]))
            before, first, between = stem, token, []
        elif token in JOINING and before and len(between) < MOST_WORDS:
            between.append(token)
        else:
            before, between = "", []


def term_of(words: str, stems: Mapping[str, str | None]) -> str:
    """The stems of a word or pair that somebody looks for; empty when it is none."""
    found = [stem for token in tokens(words) if (stem := stems.get(token))]
    return " ".join(found) if len(found) <= MOST_WORDS else ""

"""The terms that are specific to some texts against others: log-odds with a prior, z at least 1.96. Pure.

With `a` of `size` texts here and `b` of `others` elsewhere, and `p` the share of all texts that have the term:
    δ = ln((a + k·p) / (size + k − a − k·p)) − ln((b + k·p) / (others + k − b − k·p)),    k = 10 texts
    z = δ / √(1/(a + k·p) + 1/(b + k·p))
(Monroe, Colaresi and Quinn, “Fightin’ Words”, 2008, on texts rather than on occurrences: who repeats a word in one text
says it once.) A term of fewer than 5 texts, or of fewer than 5 people as far as is known, is never told.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from carto.carte.analysis.reading import Corpus, Text, counts

FEWEST: Final = 5  # texts, and people: under it a word could be somebody's own
PRIOR: Final = 10  # texts that a term is supposed to be met in as often as everywhere
SURE: Final = 1.96  # z: one chance in forty of such a gap if nothing differed
TRIED: Final = 3  # times as many as are told: a pair takes the place of its words, few people that of nobody
SAME: Final = 0.8  # a word of which a pair has that share tells no more than the pair


@dataclass(frozen=True)
class Term:
    """A term with its numbers: in `n` of `size` texts here, in `n_others` of `others` elsewhere."""

    key: str
    face: str
    n: int
    size: int
    n_others: int
    others: int
    accounts: int | None  # different accounts among those who signed; None where they or the others are fewer than 5
    unsigned: int | None  # texts that nobody signed; None likewise

    @property
    def z(self) -> float:
        """How surely it is said more here."""
        return score(self.n, self.size, self.n_others, self.others)


def score(n: int, size: int, n_others: int, others: int) -> float:
    """z of the formula above; 0 where there is nothing to compare, and for what no text or every text has."""
    if not size or not others or n + n_others in (0, size + others):
        return 0.0
    prior = PRIOR * (n + n_others) / (size + others)
    here, there = n + prior, n_others + prior
    rest, rest_there = size + PRIOR - here, others + PRIOR - there
    delta = math.log(here / rest) - math.log(there / rest_there)
    return delta / math.sqrt(1 / here + 1 / there)


def specific(corpus: Corpus, here: Sequence[Text], whole: Counter[str], size: int, most: int) -> list[Term]:
    """At most `most` terms that are surely said more `here` than in the rest of `size` texts, of which these are some
    and `whole` their `counts`; the surest first.
    """
    inside, others = counts(here), size - len(here)
    scored = [(score(n, len(here), whole[key] - n, others), key) for key, n in inside.items() if n >= FEWEST]
    surest = sorted((pair for pair in scored if pair[0] >= SURE), key=lambda pair: (-pair[0], pair[1]))
    keys = [key for _z, key in surest[: TRIED * most]]
    by_key = _authors(here, set(keys))
    told = (_told(corpus.face(key), key, by_key[key], len(here), whole[key] - inside[key], others) for key in keys)
    return _unrepeated([term for term in told if term is not None])[:most]


def _authors(here: Sequence[Text], keys: set[str]) -> dict[str, list[int | None]]:
    """Who signed each text that has each of these terms."""
    found: dict[str, list[int | None]] = {key: [] for key in keys}
    for text in here:
        for key in keys & text.terms:
            found[key].append(text.author)
    return found


def _told(face: str, key: str, authors: list[int | None], size: int, n_others: int, others: int) -> Term | None:
    """The term with whom it comes from, so far as that may be told; None when it comes from too few people."""
    accounts, unsigned = len({one for one in authors if one is not None}), authors.count(None)
    if accounts + unsigned < FEWEST:
        return None
    told = all(n >= FEWEST or not n for n in (accounts, unsigned))
    whom = (accounts, unsigned) if told else (None, None)
    return Term(key, face, len(authors), size, n_others, others, *whom)


def _unrepeated(found: list[Term]) -> list[Term]:
    """Without the words that a pair of the list says already."""
    pairs = [one for one in found if " " in one.key]
    return [one for one in found if " " in one.key or not any(
        one.key in pair.key.split() and pair.n >= SAME * one.n for pair in pairs
    )]  # fmt: skip

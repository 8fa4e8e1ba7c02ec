"""The texts of a view whose words are counted: whole days, the latest first, as many as a page can read at once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils.timezone import get_current_timezone

from carto.carte.analysis import querysets
from carto.carte.analysis.asked import unbegun
from carto.carte.analysis.words import countable, terms, tokens
from carto.fiches.filters import Filters

MOST: Final = 20_000  # texts read for one page


@dataclass(frozen=True, slots=True)
class Text:
    """One fiche: when and where it is of, who signed it (None: nobody), and its words and pairs, each once."""

    pk: int
    day: date
    theme: str
    quartier: int | None
    commune: int | None
    author: int | None
    terms: frozenset[str]


@dataclass(frozen=True)
class Corpus:
    """What was read: all of a view and of what came before it, or what was sent since the day `since`."""

    texts: tuple[Text, ...]
    since: date | None = None  # None: nothing was left out
    crowded: bool = False  # more texts in one day than a page can read: none was
    faces: dict[str, str] = field(default_factory=dict, repr=False)

    def face(self, term: str) -> str:
        """A term as it is written most often (the first time, for a pair)."""
        return self.faces.get(term, term)

    def misses(self, filters: Filters) -> bool:
        """Whether the view's own period has older texts, which were not read."""
        return self.since is not None and (filters.depuis is None or filters.depuis < self.since)

    def within(self, filters: Filters) -> list[Text]:
        """Those of the view's own period."""
        return [one for one in self.texts if filters.depuis is None or one.day >= filters.depuis]


def read(filters: Filters) -> Corpus:
    """Read the view and what came before its period, as far back as MOST texts go: whole days, so that whoever counts
    again from that day on finds the same.
    """
    view = unbegun(filters)
    since, crowded = _first_day(view)
    if crowded:
        return Corpus((), crowded=True)
    fiches = view.fiches().since(since) if since else view.fiches()
    rows = querysets.texts(fiches)
    told = [tokens(f"{title} . {text}") for _pk, title, text, *_rest in rows]
    words = Counter(token for each in told for token in each)
    stems = querysets.stems([word for word in words if countable(word)])
    faces = _faces(words, stems)
    found, zone = [], get_current_timezone()
    for (pk, _title, _text, theme, quartier, commune, created_at, author), each in zip(rows, told, strict=True):
        said = dict(terms(each, stems))
        for term, face in said.items():
            faces.setdefault(term, face)
        found.append(Text(pk, created_at.astimezone(zone).date(), theme, quartier, commune, author, frozenset(said)))
    return Corpus(tuple(found), since, faces=faces)


def _first_day(view: Filters) -> tuple[date | None, bool]:
    """From which day on MOST texts are not passed (None: they never are); and whether one day has more of them."""
    left = MOST
    last: date | None = None
    for day, n in sorted(view.counted_by_day().items(), reverse=True):
        if n > left:
            return last, last is None
        left, last = left - n, day
    return None, False


def _faces(words: Counter[str], stems: dict[str, str | None]) -> dict[str, str]:
    """For each stem the word that is written most often."""
    faces: dict[str, str] = {}
    for word, stem in sorted(stems.items(), key=lambda pair: (-words[pair[0]], pair[0])):
        if stem:
            faces.setdefault(stem, word)
    return faces


def counts(texts: Iterable[Text]) -> Counter[str]:
    """In how many of these texts each term is."""
    found: Counter[str] = Counter()
    for one in texts:
        found.update(one.terms)
    return found

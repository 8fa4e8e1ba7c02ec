"""How well categories are found: phrases as residents write them, each with the category that they mean."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from django.conf import settings

from signalements.demo import read
from signalements.models import Categorie
from signalements.recognition import recognise

PHRASES: Final[Path] = settings.BASE_DIR / "tests" / "signalements" / "phrases.csv"
NOTHING_FITS: Final = "autre"  # what the page then proposes in words


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase, the codes that are right for it (the first is the best), and the half it belongs to."""

    words: str
    codes: tuple[str, ...]
    half: str  # "tuned" may have been looked at while the words of categories were written; "held" never


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Shares (0 to 1) of phrases whose category comes first, or among the first three; and the time of one."""

    count: int
    first: float
    three: float
    milliseconds: float
    missed: tuple[tuple[Phrase, tuple[str, ...]], ...]  # not among the first three, with what was found instead


def read_phrases(path: Path = PHRASES) -> list[Phrase]:
    """The phrases of a CSV file: phrase, code, also (codes that are right too), half."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [Phrase(row["phrase"], (row["code"], *row["also"].split()), row["half"]) for row in rows]


def demonstration_phrases() -> list[Phrase]:
    """The words of the demonstration's reports: longer, and written with the category in sight by other hands."""
    return [Phrase(row["text"], (row["categorie"],), "reports") for row in read("reports") if row["text"]]


def measure(phrases: Iterable[Phrase], categories: Sequence[Categorie]) -> Accuracy:
    """Look for each phrase among these categories."""
    asked = list(phrases)
    started = perf_counter()
    found = [[each.categorie.code for each in recognise(phrase.words, categories)[:3]] for phrase in asked]
    took = (perf_counter() - started) * 1000
    answers = [codes or [NOTHING_FITS] for codes in found]
    pairs = list(zip(asked, answers, strict=True))
    missed = tuple((phrase, tuple(codes)) for phrase, codes in pairs if not set(phrase.codes) & set(codes))
    first = sum(codes[0] in phrase.codes for phrase, codes in pairs)
    count = max(len(asked), 1)
    return Accuracy(len(asked), first / count, 1 - len(missed) / count, took / count, missed)

"""The list of deliberations: the latest first, or the best answers to some words; by pages, each named by its key."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from projets.equipements.deliberations.querysets import START, STOP, Excerpt, Found, Within, excerpts, find
from projets.equipements.models import Deliberation

PER_PAGE: Final = 20
UNDATED: Final = "sans-date"
LARGEST: Final = 2**63 - 1
_KEY: Final = re.compile(r"(~?)(\d{4}-\d\d-\d\d|\d{1,12}|sans-date)\.(\d{1,19})")
_YEAR: Final = re.compile(r"[12]\d{3}")


@dataclass(frozen=True)
class Asked:
    """What somebody looks for, read from an address; what makes no sense there is left out."""

    words: str = ""
    within: Within = field(default_factory=Within)
    after: str = ""

    @classmethod
    def of(cls, params: QueryDict) -> "Asked":
        """`?q=&annee=&matiere=&assemblee=&apres=`"""
        year = params.get("annee", "")
        within = Within(
            int(year) if _YEAR.fullmatch(year) else None,
            _tidy(params.get("matiere", ""), 300),
            _tidy(params.get("assemblee", ""), 300),
        )
        after = params.get("apres", "")
        key = after if (match := _KEY.fullmatch(after)) and int(match[3]) <= LARGEST else ""
        return cls(_tidy(params.get("q", ""), 200), within, key)

    @property
    def query(self) -> str:
        """The same as an address, from the first page."""
        told = {
            "q": self.words, "annee": self.within.year, "matiere": self.within.matter,
            "assemblee": self.within.council, "apres": self.after,
        }  # fmt: skip
        return urlencode({name: value for name, value in told.items() if value})

    def from_key(self, key: str) -> "Asked":
        """The page after that key."""
        return replace(self, after=key)


def _tidy(text: str, longest: int) -> str:
    return " ".join(text.replace("\x00", " ").split())[:longest]


@dataclass(frozen=True)
class Shown:
    """One line of the list, with the paragraph that answers, in pieces of which some are to be marked."""

    deliberation: Deliberation
    excerpt: Excerpt | None = None

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """(words, whether they are among those looked for)."""
        return marked(self.excerpt.text) if self.excerpt else []


@dataclass(frozen=True)
class Page:
    """So many lines, and the key from which the next ones go; `loose`: none holds all the words."""

    lines: Sequence[Shown]
    following: str = ""
    loose: bool = False


def marked(text: str) -> list[tuple[str, bool]]:
    """An excerpt in pieces: what stands between START and STOP is marked."""
    pieces: list[tuple[str, bool]] = []
    for part in text.split(START):
        found, stop, rest = part.partition(STOP)
        pieces += [(found, True), (rest, False)] if stop else [(part, False)]
    return [piece for piece in pieces if piece[0]]


def page_of(asked: Asked) -> Page:
    """The page that is asked for; whatever was typed, an answer."""
    return _best(asked) if asked.words else _latest(asked)


def _best(asked: Asked) -> Page:
    found = find(asked.words, asked.within, limit=PER_PAGE + 1, after=_found_key(asked.after))
    shown = found[:PER_PAGE]
    said = excerpts(asked.words, shown)
    known = Deliberation.objects.select_related("ligne__source").in_bulk([one.id for one in shown])
    last = shown[-1] if len(found) > PER_PAGE else None
    key = f"{'~' if last.loose else ''}{last.score}.{last.id}" if last else ""
    lines = [Shown(known[one.id], said.get(one.id)) for one in shown if one.id in known]
    return Page(lines, key, bool(shown and shown[0].loose))


def _found_key(after: str) -> Found | None:
    loose, score, pk = match.groups() if (match := _KEY.fullmatch(after)) else ("", "", "0")
    return Found(int(pk), None, int(score), bool(loose)) if score.isdigit() else None


def _latest(asked: Asked) -> Page:
    rows = _within(asked.within).filter(_beyond(asked.after)).select_related("ligne__source")
    found = list(rows.order_by(F("on").desc(nulls_last=True), "-pk")[: PER_PAGE + 1])
    last = found[PER_PAGE - 1] if len(found) > PER_PAGE else None
    key = f"{last.on.isoformat() if last.on else UNDATED}.{last.pk}" if last else ""
    return Page([Shown(one) for one in found[:PER_PAGE]], key)


def _within(within: Within) -> QuerySet[Deliberation]:
    rows = Deliberation.objects.all()
    if within.year:
        rows = rows.filter(on__gte=date(within.year, 1, 1), on__lte=date(within.year, 12, 31))
    if within.matter:
        rows = rows.filter(matter=within.matter)
    return rows.filter(council=within.council) if within.council else rows


def _beyond(after: str) -> Q:
    """What comes after a key: earlier, or undated ones at the end."""
    match = _KEY.fullmatch(after)
    if match is None or match[2].isdigit():
        return Q()
    if match[2] == UNDATED:
        return Q(on=None, pk__lt=int(match[3]))
    try:
        day = date.fromisoformat(match[2])
    except ValueError:
        return Q()
    return Q(on__lt=day) | Q(on=day, pk__lt=int(match[3])) | Q(on=None)

"""What the analysis asks of the database: stems by its French dictionary, the latest texts, doors and accounts."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Sum
from django.db.models.functions import ExtractHour

from carto.fiches.models.shown import ANONYMOUS
from carto.fiches.querysets import FicheQuerySet

FORGOTTEN: Final = 200_000  # words of which a process knows the stem, before it begins again
_STEMS = """
SELECT word, (tsvector_to_array(to_tsvector('public.carto_french', word)))[1] FROM unnest(%s::text[]) AS word
"""
Row = tuple[int, str, str, str, int | None, int | None, Any, int | None]


@lru_cache(maxsize=1)
def _known() -> dict[str, str | None]:
    """What was asked before, in this process."""
    return {}


def stems(words: Collection[str]) -> dict[str, str | None]:
    """The stem of each word as the search of the site knows it (« cassées » : casse); None for a French stop word."""
    known = _known()
    if len(known) > FORGOTTEN:
        known.clear()
    new = [word for word in words if word not in known]
    if new:
        with connection.cursor() as cursor:
            cursor.execute(_STEMS, [new])
            known.update(cursor.fetchall())
    return {word: known[word] for word in words}


def texts(fiches: FicheQuerySet) -> list[Row]:
    """Id, title, text, theme's code, quartier, commune, moment and author of each, the latest first."""
    latest = fiches.order_by("-created_at", "-pk")
    return list(latest.values_list(
        "pk", "title", "text", "theme__code", "quartier_id", "commune_id", "created_at", "author_id"
    ))  # fmt: skip


def by_origin(fiches: FicheQuerySet) -> list[tuple[str, int, int]]:
    """Each door (`Origin`), how many came through it, and how many of these by somebody signed in."""
    rows = fiches.order_by().values_list("origin").annotate(n=Count("pk"), signed=Count("author_id"))
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def by_hour(fiches: FicheQuerySet) -> list[int]:
    """How many were sent in each three hours of the day, the city's own, from midnight: of those whose hour everybody
    may read. Of the anonymous, two views that differ by one fiche would tell when somebody was there.
    """
    told = fiches.exclude(ANONYMOUS).order_by().annotate(hour=ExtractHour("created_at"))
    found = [0] * 8
    for hour, n in told.values_list("hour").annotate(n=Count("pk")):
        found[hour // 3] += n
    return found


def by_author(fiches: FicheQuerySet) -> FicheQuerySet:
    """One row for each account, with how many are its own in `n`, the most first."""
    signed = fiches.order_by().exclude(author=None)
    return signed.values_list("author_id").annotate(n=Count("pk")).order_by("-n", "author_id")


def heard_most(fiches: FicheQuerySet, share: float, fewest: int) -> tuple[int, int, int]:
    """How many accounts there are, how many the given share of them is (never under `fewest`), and what these sent."""
    rows = by_author(fiches)
    accounts = rows.aggregate(accounts=Count("author_id"), told=Sum("n"))["accounts"]
    top = min(max(fewest, -int(-share * accounts // 1)), accounts)
    return accounts, top, sum(n for _author, n in rows[:top])

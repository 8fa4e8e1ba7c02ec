"""The register as CSV: every act as a line, and the figures of its months."""

import csv
import heapq
import io
from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from django.utils import timezone

from carto.fiches.moderation.register.asked import Asked
from carto.fiches.moderation.register.figures import Figures
from carto.fiches.moderation.register.sources import Source, sources
from carto.text import safe_cell

HEADER = (
    "numero", "date", "acte", "regle", "raison", "role", "couche", "fiche", "annule_le", "contestee_le", "suite",
    "explication", "jury",
)  # fmt: skip
BATCH = 2000


def acts_as_csv(asked: Asked) -> Iterator[str]:
    """RFC 4180, one act a line, the latest first: codes as in the API, dates in ISO 8601, no name and no words.

    An act on what is no fiche has the name of its sort before its number, and as its layer.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADER)
    others = (_others(source, asked) for source in sources())
    for row in heapq.merge(_own(asked), *others, key=itemgetter(1), reverse=True):
        writer.writerow(safe_cell(timezone.localtime(cell) if hasattr(cell, "tzinfo") else cell) for cell in row)
        if buffer.tell() > 65_536:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _own(asked: Asked) -> Iterator[tuple[Any, ...]]:
    columns = ("pk", "at", "what", "rule", "reason", "role", "fiche__kind", "fiche__number", "undone_at", "replied_at",
               "outcome", "outcome_text", "jury__outcome")  # fmt: skip
    return iter(asked.actes().values_list(*columns).iterator(chunk_size=BATCH))


def _others(source: Source, asked: Asked) -> Iterator[tuple[Any, ...]]:
    columns = ("pk", "at", "what", "rule", "reason", "undone_at")
    kept = asked.kept(source.acts()).order_by("-at", "-pk")
    for pk, at, what, rule, reason, undone_at in kept.values_list(*columns).iterator(chunk_size=BATCH):
        told = (f"{source.name}-{pk}", at, what, rule, reason, "moderator", source.name, "", undone_at)
        yield (*told, *("" for _column in HEADER[len(told) :]))


def figures_as_csv(told: Figures) -> str:
    """One line a rule, one column a month."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["regle", *(f"{month:%Y-%m}" for month in told.months)])
    for row in told.rows:
        writer.writerow([safe_cell(row.rule or str(row.label)), *row.counts])
    return buffer.getvalue()


def _emptied(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text

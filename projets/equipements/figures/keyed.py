"""Long lists, page after page, by the key of the last row shown: the thousandth page costs what the first does."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

PER_PAGE: Final = 50
UNDATED: Final = "sans"


@dataclass(frozen=True)
class Key:
    """Where a page begins: after this row. Rows without a date come last."""

    on: date | None
    pk: int

    @classmethod
    def read(cls, text: str) -> "Key | None":
        """From `2026-03-01.482` or `sans.482`; nothing is the first page. Raises ValidationError (French)."""
        if not text:
            return None
        told, _dot, number = text.partition(".")
        try:
            on = None if told == UNDATED else parse_date(told)
        except ValueError:
            on = None
        if (on is None and told != UNDATED) or not number.isascii() or not number.isdigit() or len(number) > 18:
            raise ValidationError({"apres": _("Cette page de la liste n’existe pas.")})
        return cls(on, int(number))

    def __str__(self) -> str:
        return f"{self.on.isoformat() if self.on else UNDATED}.{self.pk}"


@dataclass(frozen=True)
class Page:
    """Some rows, and the key of the next page; empty on the last."""

    rows: list[Any]
    next: str
    first: bool


def page_by_date(rows: QuerySet, field: str, after: Key | None, *, latest_first: bool = True) -> Page:
    """A page in the order of a date, then those that have none; two queries at most."""
    found: list[Any] = []
    if after is None or after.on is not None:
        found = list(_dated(rows, field, after, latest_first)[: PER_PAGE + 1])
    if len(found) <= PER_PAGE:
        undated = rows.filter(**{f"{field}__isnull": True}).order_by("ligne_id")
        if after is not None and after.on is None:
            undated = undated.filter(ligne_id__gt=after.pk)
        found += undated[: PER_PAGE + 1 - len(found)]
    shown = found[:PER_PAGE]
    following = str(Key(getattr(shown[-1], field), shown[-1].pk)) if len(found) > PER_PAGE else ""
    return Page(shown, following, after is None)


def _dated(rows: QuerySet, field: str, after: Key | None, latest_first: bool) -> QuerySet:
    rows = rows.filter(**{f"{field}__isnull": False})
    sign, beyond = ("-", "lt") if latest_first else ("", "gt")
    rows = rows.order_by(f"{sign}{field}", f"{sign}ligne_id")
    if after is None:
        return rows
    same = Q(**{field: after.on, f"ligne_id__{beyond}": after.pk})
    # The first condition alone lets the index start where the page does.
    return rows.filter(**{f"{field}__{beyond}e": after.on}).filter(Q(**{f"{field}__{beyond}": after.on}) | same)


def page_by_pk(rows: QuerySet, after: Key | None) -> Page:
    """A page in the order of the rows themselves."""
    rows = rows.order_by("ligne_id")
    found = list((rows.filter(ligne_id__gt=after.pk) if after else rows)[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    return Page(shown, str(Key(None, shown[-1].pk)) if len(found) > PER_PAGE else "", after is None)

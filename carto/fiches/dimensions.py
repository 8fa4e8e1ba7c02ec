"""By what fiches are grouped and counted: a dimension says where its value is, and how an address tells one of them.

A value is a text, empty where there is none, so that every fiche is in one group and groups add up to their view.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

UNKNOWN: Final = gettext_lazy("non renseigné")
Days = tuple[date, date]  # the first and last of a period, both included


@dataclass(frozen=True)
class Dimension:
    """Something that fiches differ by; that of a layer bears its name: `signalements.categorie`."""

    code: str  # in addresses
    label: str | Promise  # after « par »: « thème »
    path: str = ""  # to the value, from a fiche; from an object of the layer for its own
    named: tuple[str, ...] = ()  # what names a value, beside it: fields of the same row; none: the field's choices
    expression: Callable[[], Any] | None = None  # the value where no path leads to it
    parameter: str = ""  # of the view's filters, when one of them keeps just one value
    days: Callable[[str], Days] | None = None  # the period that a value is
    said: Callable[[str], str] | None = None  # a value in words, where neither a row nor a choice names it
    ordered: bool = False  # whether its values follow one another, whatever they count
    none: str | Promise = UNKNOWN  # what is said of those that have no value
    kind: str = ""  # of a layer's own: the kind of its fiches

    def path_from(self, fiches: QuerySet) -> str:
        """The path to the value from these rows: plain fiches, or a layer's own."""
        own = self.kind and fiches.model._meta.model_name != self.kind
        return f"{self.kind}__{self.path}" if own else self.path

    def value(self, fiches: QuerySet) -> Any:
        """The value as a text, for `annotate`."""
        found = self.expression() if self.expression else F(self.path_from(fiches))
        return Coalesce(Cast(found, TextField()), Value(""), output_field=TextField())

    def kept(self, fiches: QuerySet, value: str) -> QuerySet:
        """Those of `fiches` that have this value."""
        if self.expression:
            name = f"in_{self.code}"
            return fiches.alias(**{name: self.value(fiches)}).filter(**{name: value})
        path = self.path_from(fiches)
        own = Q(kind=self.kind) if self.kind else Q()
        has = Q(**{path: value}) if value else Q(**{path: ""}) | Q(**{f"{path}__isnull": True})
        return fiches.filter(own, has)

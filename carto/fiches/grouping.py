"""Every dimension of the platform, how its values read, and `?parmi=jour:1,signalements.etat:treated` in an address."""

import calendar
import re
from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import DateField, Field, Func, Model, TextField, Value
from django.db.models.functions import ExtractIsoWeekDay, ExtractYear, TruncMonth
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.fiches.dimensions import Days, Dimension
from carto.fiches.layers import Layer, layer_of, layers
from carto.fiches.models import Fiche, Kind

MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{2})")
LONGEST: Final = 200
MOST: Final = 12  # parts of one `parmi`


def _month(key: str) -> Days:
    year, month = (int(part) for part in MONTH.fullmatch(key).groups())
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _year(key: str) -> Days:
    return date(int(key), 1, 1), date(int(key), 12, 31)


def _month_of() -> Func:
    """`2026-01`, in the city's time zone."""
    return Func(
        TruncMonth("created_at", output_field=DateField()),
        Value("YYYY-MM"),
        function="to_char",
        output_field=TextField(),
    )


COMMON: Final = (
    Dimension("couche", gettext_lazy("couche"), "kind", parameter="couches", said=lambda key: str(layer_of(key).label)),
    Dimension("theme", gettext_lazy("thème"), "theme__code", ("name",), parameter="themes"),
    Dimension("etape", gettext_lazy("étape"), "stage", parameter="etapes", ordered=True),
    Dimension("commune", gettext_lazy("commune"), "commune__code", ("name",), none=gettext_lazy("hors commune")),
    Dimension("quartier", gettext_lazy("quartier"), "quartier__code", ("name",), none=gettext_lazy("hors quartier")),
    Dimension("rue", gettext_lazy("rue"), "rue__code", ("name", "commune__name"), none=gettext_lazy("loin d’une rue")),
    Dimension("an", gettext_lazy("année"), expression=lambda: ExtractYear("created_at"), days=_year, ordered=True,
              said=lambda key: key),
    Dimension("mois", gettext_lazy("mois"), expression=_month_of, days=_month, ordered=True,
              said=lambda key: date_format(_month(key)[0], "F Y")),
    Dimension("jour", gettext_lazy("jour de la semaine"), expression=lambda: ExtractIsoWeekDay("created_at"),
              ordered=True, said=lambda key: str(WEEKDAYS[int(key) - 1])),
    Dimension("origine", gettext_lazy("origine"), "origin"),
)  # fmt: skip


@cache
def dimensions() -> dict[str, Dimension]:
    """The closed list, by code: what holds for every fiche, then what each layer says of its own."""
    return {one.code: one for one in (*COMMON, *(own for layer in layers() for own in layer.dimensions))}


def owner_of(dimension: Dimension) -> Layer | None:
    """The layer whose own dimension it is; None for what holds for every fiche."""
    return layer_of(dimension.kind) if dimension.kind else None


def values_said(dimension: Dimension, keys: Collection[str]) -> dict[str, str]:
    """Each value in words, in the order that the dimension gives them; what nothing names reads as it is written."""
    known = {key for key in keys if key}
    said = _named(dimension, known) if dimension.named else _chosen(dimension, known)
    said |= {key: key for key in sorted(known - said.keys())}
    return said | {"": str(dimension.none)}


def _named(dimension: Dimension, keys: set[str]) -> dict[str, str]:
    model, field = _reached(dimension)
    rows = model._base_manager.filter(**{f"{field.name}__in": keys}).order_by(*model._meta.ordering)
    found = rows.values_list(field.name, *dimension.named)
    return {key: ", ".join(name for name in names if name) for key, *names in found}


def _chosen(dimension: Dimension, keys: set[str]) -> dict[str, str]:
    if dimension.said:
        order = list(Kind.values) if dimension.path == "kind" else sorted(keys)
        return {key: dimension.said(key) for key in order if key in keys}
    return {str(key): capfirst(str(label)) for key, label in _reached(dimension)[1].flatchoices if key in keys}


def _reached(dimension: Dimension) -> tuple[type[Model], Field]:
    """The field that holds the value, and the model whose it is."""
    layer = owner_of(dimension)
    model: Any = layer.rows().model if layer else Fiche
    *way, last = dimension.path.split("__")
    for part in way:
        model = model._meta.get_field(part).related_model
    return model, model._meta.get_field(last)


def read_among(text: str) -> tuple[tuple[str, str], ...]:
    """Dimensions with the one value to keep of each, in the order of the address; raises ValidationError (French)."""
    parts = [part.partition(":") for part in text.split(",") if part]
    if "\x00" in text or len(parts) > MOST or any(len(value) > LONGEST for _code, _colon, value in parts):
        raise ValidationError(_("Valeur illisible."))
    if unknown := [code for code, colon, _value in parts if code not in dimensions() or not colon]:
        raise ValidationError(_("Groupe inconnu : %(names)s.") % {"names": ", ".join(unknown)[:80]})
    return tuple((code, value) for code, _colon, value in parts)


def among_said(parmi: Iterable[tuple[str, str]]) -> list[str]:
    """What they keep, in words: « jour de la semaine : lundi »."""
    told = []
    for code, value in parmi:
        dimension = dimensions()[code]
        told.append(
            _("%(what)s : %(value)s") % {"what": capfirst(str(dimension.label)), "value": _said(dimension, value)}
        )
    return told


def _said(dimension: Dimension, value: str) -> str:
    try:
        return values_said(dimension, {value})[value]
    except (ValueError, KeyError, IndexError, AttributeError):  # what no fiche can have: the view is empty
        return value

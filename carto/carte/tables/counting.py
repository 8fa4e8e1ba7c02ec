"""The figures of a table's groups: how many fiches, and what a mesure says of them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db.models import Count, TextField
from django.db.models.functions import Cast, JSONArray
from django.utils import timezone

from carto.carte.tables.asked import PLACES, Asked
from carto.fiches.dimensions import Dimension
from carto.fiches.filters import Filters
from carto.fiches.measuring import owner
from carto.fiches.mesures import Figure
from carto.territoires.models import Level, Territoire
from carto.territoires.querysets import inhabitants

Keys = tuple[str, ...]  # a value for each dimension
Counts = dict[Keys, int]
Told = Callable[[Sequence[Dimension], Counts], dict[Keys, Figure]]
LEVELS: Final = {"commune": Level.COMMUNE, "quartier": Level.QUARTIER}


def counted(filters: Filters, grouped: Sequence[Dimension]) -> Counts:
    """How many of the view's fiches have each combination of values; those without any are absent.

    Their sum is what the list counts. From the setting COMPTEUR where it knows these dimensions, as the map's own.
    """
    found = import_module(settings.COMPTEUR).counts_by(filters, [one.code for one in grouped])
    if found is not None:
        return found
    fiches = filters.fiches().order_by()
    named = {f"group_{rank}": one.value(fiches) for rank, one in enumerate(grouped)}
    rows = fiches.annotate(**named).values_list(*named).annotate(n=Count("pk"))
    return {tuple(keys): n for *keys, n in rows}


def telling(asked: Asked) -> Told:
    """What tells the figures of some groups, given how many fiches each has."""
    if asked.mesure.per_inhabitant:
        return _per_inhabitant(asked)
    if asked.mesure.by_place:
        return _own(asked)
    return lambda _grouped, counts: {keys: Figure(n, n) for keys, n in counts.items()}


def _per_inhabitant(asked: Asked) -> Told:
    """Per thousand inhabitants of the smallest place that the groups are made of; not known without one."""
    code = next(place for place in PLACES if place in {one.code for one in asked.dimensions})
    people = inhabitants(timezone.localdate())
    known = Territoire.objects.in_force(timezone.localdate()).filter(level=LEVELS[code], pk__in=people)
    by_code = {place: people[pk] for pk, place in known.values_list("pk", "code")}

    def told(grouped: Sequence[Dimension], counts: Counts) -> dict[Keys, Figure]:
        rank = next((rank for rank, one in enumerate(grouped) if one.code == code), None)
        return {keys: _rate(n, by_code.get(keys[rank]) if rank is not None else None) for keys, n in counts.items()}

    return told


def _rate(n: int, known: tuple | None) -> Figure:
    if known is None:
        return Figure(None, n)
    count, year = known
    return Figure(1000 * n / count, n, population=round(count), years=(year, year))


def _own(asked: Asked) -> Told:
    """What a layer says of its own objects: of each group anew, as a median of medians is none."""
    objects = replace(asked.filters, couches=()).apply(apps.get_model(owner(asked.mesure).model).objects.public())

    def told(grouped: Sequence[Dimension], _counts: Counts) -> dict[Keys, Figure]:
        keyed = objects.order_by().annotate(place=_key([one.value(objects) for one in grouped]))
        return {tuple(json.loads(key)): figure for key, figure in asked.mesure.by_place(keyed).items()}

    return told


def _key(values: list) -> Cast:
    """The values of a group as one text that reads back."""
    return Cast(JSONArray(*values), TextField())

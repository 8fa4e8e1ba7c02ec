"""What a restitution speaks of, counted when it is read: its view of the map, and the fiches that it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.http import QueryDict

from carto.fiches.filters import Filters
from carto.fiches.layers import Layer, layers
from projets.idees.models import Restitution


@dataclass(frozen=True)
class Source:
    """One layer of the view: how many fiches, and the query of the list that shows them."""

    layer: Layer
    count: int
    query: str


@dataclass(frozen=True)
class Sources:
    """The whole view: its layers, from which day to which day, and the query that map, list and download share."""

    parts: tuple[Source, ...]
    query: str
    first: date | None
    last: date | None

    @property
    def total(self) -> int:
        """How many fiches in all."""
        return sum(part.count for part in self.parts)


def filters_of(query: str) -> Filters:
    """The filters that a kept address says; what has become wrong in it (a territory that closed) is left out."""
    params = QueryDict(query, mutable=True)
    try:
        return Filters.read(params)
    except ValidationError as error:
        for name in error.message_dict:
            params.pop(name, None)
    return Filters.read(params)


def sources_of(query: str) -> Sources | None:
    """What a view holds at this moment; None without a view (a restitution of chosen fiches alone)."""
    if not query:
        return None
    filters = filters_of(query)
    counts = filters.counted_by_kind()
    days = filters.counted_by_day()
    return Sources(
        parts=_parts(filters, counts),
        query=filters.query(),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def _parts(filters: Filters, counts: Mapping[str, int]) -> tuple[Source, ...]:
    return tuple(
        Source(layer, counts[layer.kind.value], filters.query(couches=layer.name))
        for layer in layers()
        if counts.get(layer.kind.value)
    )


def sources(restitution: Restitution) -> Sources | None:
    """The same, of a restitution."""
    return sources_of(restitution.query)

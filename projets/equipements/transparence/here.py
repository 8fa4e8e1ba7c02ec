"""What the page says of one place, or of the whole city: each count with the way to its rows, and nothing guessed."""

from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.db.models import Count
from django.urls import reverse
from django.utils.module_loading import import_string

from carto.carte.one_page.telling import in_charge
from carto.fiches.filters import Filters
from carto.fiches.layers import Layer, layer_named
from carto.fiches.models import Stage
from carto.territoires.models import Territoire
from projets.equipements.querysets import EquipementQuerySet
from projets.equipements.transparence.facilities import as_facility, counted, facilities_of, totals, with_costs
from projets.equipements.transparence.rows import SORTS, Row, Sort, Standing, as_rows, counts, rows_of, standing

FEW: Final = 3  # rows of each matter that the page shows; the list has the rest
FACILITIES: Final = 6
LAYERS: Final = ("signalements", "idees", "opportunites")  # what people bring, or work on together
DECIDED: Final = "projets.opportunites.deciding.here.decided_in"  # given a code, or nothing: what was decided there


@dataclass(frozen=True)
class Money:
    """One matter: how many of its rows are tied to a facility there, the latest, and how it stands in all."""

    sort: Sort
    count: int
    rows: list[Row]
    city: Standing

    @property
    def whole(self) -> str:
        """The list of all of them."""
        return reverse(f"equipements:{self.sort.whole}")

    @property
    def loose(self) -> str:
        """The list of those that no person has tied to a place."""
        if self.sort.loose:
            return f"{self.whole}?{self.sort.loose}"
        return f"{reverse('equipements:transparence:rows', args=[self.sort.name])}?lie=non"


@dataclass(frozen=True)
class Said:
    """How many fiches of one layer stand at each stage, in the order of `Stage`."""

    layer: Layer
    stages: tuple[int, ...]

    @property
    def total(self) -> int:
        """All stages together."""
        return sum(self.stages)


def told(place: Territoire | None) -> dict[str, Any]:
    """All of it; without a place, of the whole city, whose rows are in their own lists."""
    code = place.code if place else ""
    there = facilities_of(code)
    count, priced = counted(there)
    return {
        "money": _money(there if place else None),
        "facilities": [as_facility(each) for each in with_costs(there)[:FACILITIES]],
        "count": count, "priced": priced, "totals": totals(there) if priced else [],
        "said": _said(code), "stages": Stage, "decided": import_string(DECIDED)(code),
        "charge": in_charge(place) if place else {},
        "invented": Filters(territoire=code).fiches().filter(demonstration=True).exists(),
    }  # fmt: skip


def _money(there: EquipementQuerySet | None) -> list[Money]:
    """Each matter in order; what has no row there asks nothing more of the database."""
    found = counts(there) if there is not None else {}
    latest = {
        sort.name: list(rows_of(sort, there)[:FEW])
        for sort in SORTS.values()
        if there is not None and found.get(sort.matter)
    }
    shown = iter(as_rows((SORTS[name], ligne) for name, lignes in latest.items() for ligne in lignes))
    rows = {name: list(islice(shown, len(lignes))) for name, lignes in latest.items()}
    return [Money(sort, found.get(sort.matter, 0), rows.get(sort.name, []), standing(sort)) for sort in SORTS.values()]


def _said(code: str) -> list[Said]:
    """One line a layer: one query for a place; the whole city has its counts in memory, as the map does."""
    found = {layer_named(name).kind.value: layer_named(name) for name in LAYERS}
    if code:
        kept = Filters(couches=LAYERS, territoire=code).fiches().order_by()
        told = {(kind, stage): n for kind, stage, n in kept.values_list("kind", "stage").annotate(n=Count("pk"))}
    else:
        told = {
            (kind, stage.value): n
            for stage in Stage
            for kind, n in Filters(couches=LAYERS, etapes=(stage.value,)).counted_by_kind().items()
        }
    return [Said(layer, tuple(told.get((kind, stage.value), 0) for stage in Stage)) for kind, layer in found.items()]

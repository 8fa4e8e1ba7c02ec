"""The groups of a dimension that a table shows, in which order, under which names, and the list of each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from carto.fiches.dimensions import Dimension
from carto.fiches.filters import Filters
from carto.fiches.grouping import values_said
from carto.fiches.layers import layer_of

MOST_STEPS: Final = 120  # rows or columns that are months or years: ten years of months
WEEK: Final = tuple("1234567")


@dataclass(frozen=True)
class Group:
    """A row's or column's heading. `key` is None for all that the table has no room for."""

    key: str | None
    label: str
    count: int


def groups_of(dimension: Dimension, sizes: Mapping[str, int], most: int) -> tuple[tuple[Group, ...], int]:
    """The groups that are shown, in the dimension's own order or the largest first; and how many are not."""
    kept = _steps(dimension, sizes) if dimension.days else _largest(dimension, sizes, most)
    said = _apart(values_said(dimension, kept))
    order = {key: rank for rank, key in enumerate(said)}
    largest = sorted(kept, key=lambda key: (key == "", -sizes.get(key, 0), said[key].casefold()))
    shown = sorted(kept, key=order.__getitem__) if dimension.ordered else largest
    groups = [Group(key, capfirst(said[key]), sizes.get(key, 0)) for key in shown]
    missing = sizes.keys() - set(kept)
    if missing:
        rest = _("Avant") if dimension.days else _("Autres")
        groups.append(Group(None, rest, sum(sizes[key] for key in missing)))
    return tuple(groups), len(missing)


def _largest(dimension: Dimension, sizes: Mapping[str, int], most: int) -> list[str]:
    """Every day of the week; else as many as there is room for."""
    if dimension.code == "jour" and sizes:
        return list(WEEK)
    return sorted(sizes, key=lambda key: (-sizes[key], key))[:most]


def _steps(dimension: Dimension, sizes: Mapping[str, int]) -> list[str]:
    """The last months or years, those where nothing was made too."""
    if not sizes:
        return []
    first, last = min(sizes), max(sizes)
    step, found = last, []
    while step >= first and len(found) < MOST_STEPS:
        found.append(step)
        year = int(step[:4])
        month = int(step[5:7]) if len(step) > 4 else 0
        step = f"{year - 1:04d}" if not month else f"{year:04d}-{month - 1:02d}" if month > 1 else f"{year - 1:04d}-12"
    return found


def _apart(said: dict[str, str]) -> dict[str, str]:
    """The same names, told apart by their code where two things bear one."""
    times = Counter(said.values())
    return {key: f"{name} ({key})" if times[name] > 1 and key else name for key, name in said.items()}


def listed(filters: Filters, groups: Sequence[tuple[Dimension, str | None]]) -> str | None:
    """The parameters of the list of just these groups of a view; None where no address tells them."""
    asked, since, until = dict(filters.raw), filters.depuis, filters.jusqua
    for dimension, key in groups:
        if key is None or "," in key:
            return None
        if dimension.parameter:
            asked[dimension.parameter] = layer_of(key).name if dimension.parameter == "couches" else key
        elif dimension.days:
            first, last = dimension.days(key)
            since, until = max(first, since or first), min(last, until or last)
            asked |= {"depuis": since.isoformat(), "jusqua": until.isoformat()}
        else:
            asked["parmi"] = ",".join(filter(None, (asked.get("parmi", ""), f"{dimension.code}:{key}")))
    return filters.query(**asked)

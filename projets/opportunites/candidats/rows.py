"""What stands behind a number: the rows of one signal, each with its page and, when it is a fiche, its place."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Final
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db.models import Q
from django.utils.module_loading import import_string

from carto.fiches.models import Fiche, Kind
from projets.opportunites.models import SIGNALS, Candidat

COUNTED: Final = "projets.opportunites.evidence.rows"  # what counts says its own rows
EACH: Final = 50  # rows of a page, there as here
# Where that room is not there: the fiches of that theme at that place, from which the signal comes.
KINDS: Final = {
    "people": Kind.IDEE, "repeats": Kind.SIGNALEMENT, "cost": Kind.EQUIPEMENT, "uses": Kind.EQUIPEMENT,
    "contracts": Kind.EQUIPEMENT, "access": Kind.EQUIPEMENT, "neglect": Kind.OPPORTUNITE,
}  # fmt: skip
FICHE: Final = re.compile(r"/(?:signalement|idee|equipement|opportunite)s/([0-9a-f-]{36})/")


@dataclass(frozen=True)
class Row:
    """One of them: what it is, where one reads it, what is said of it; of a fiche, its kind and a point (SRID 4326)."""

    title: str
    address: str
    said: str = ""
    kind: str = ""
    point: Point | None = None


@dataclass(frozen=True)
class Rows:
    """One page of them, and how many there are in all."""

    rows: Sequence[Any]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages, one at least."""
        return max(1, -(-self.total // EACH))


def rows_of(candidat: Candidat, signal: str, page: int = 1) -> Rows:
    """What the number of `signal` was counted from, the most telling first; a page past the last is empty."""
    if find_spec(COUNTED):
        return import_string(f"{COUNTED}.rows_of")(candidat, signal, page)
    fiches = Fiche.objects.public().filter(_within(candidat), kind=KINDS.get(signal, ""), theme=candidat.theme)
    first = (page - 1) * EACH
    found = fiches.order_by("-created_at", "-pk")[first : first + EACH]
    return Rows([Row(fiche.title, fiche.get_absolute_url()) for fiche in found], fiches.count(), page)


def _within(candidat: Candidat) -> Q:
    """Fiches at its place."""
    if candidat.rue_id:
        return Q(rue=candidat.rue_id)
    if candidat.territoire_id is None:
        return Q()
    at = candidat.territoire_id
    return Q(quartier=at) | Q(commune=at) | Q(commune__parent=at)


def placed(by_signal: Mapping[str, Iterable[Any]]) -> dict[str, list[Row]]:
    """The same rows with the kind and the point of those that are fiches; one query for all of them."""
    named = {
        row.address: found[1] for rows in by_signal.values() for row in rows if (found := FICHE.match(row.address))
    }
    fiches = (
        Fiche.objects.public().filter(uuid__in={UUID(name) for name in named.values()}).only("uuid", "kind", "geom")
    )
    known = {str(fiche.uuid): fiche for fiche in fiches}
    return {
        signal: [_placed(row, known.get(named.get(row.address, ""))) for row in rows]
        for signal, rows in by_signal.items()
    }


def _placed(row: Any, fiche: Fiche | None) -> Row:
    kind, point = (fiche.kind, fiche.geom.point_on_surface) if fiche else ("", None)
    return Row(row.title, row.address, row.said, kind, point)


def behind(candidat: Candidat, most: int) -> dict[str, list[Row]]:
    """The first rows of each signal that has data, by signal."""
    known = [signal for signal in SIGNALS if getattr(candidat, signal) is not None]
    return placed({signal: rows_of(candidat, signal).rows[:most] for signal in known})

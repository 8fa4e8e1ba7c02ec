"""What stands behind a number: the rows of one signal, each with its page and, when it is a fiche, its place."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib.gis.geos import Point

from carto.fiches.models import Fiche
from projets.opportunites.evidence.rows import rows_of
from projets.opportunites.models import SIGNALS, Candidat

FICHE: Final = re.compile(r"/(?:signalement|idee|equipement|opportunite)s/([0-9a-f-]{36})/")


@dataclass(frozen=True)
class Row:
    """One of them: what it is, where one reads it, what is said of it; of a fiche, its kind and a point (SRID 4326)."""

    title: str
    address: str
    said: str = ""
    kind: str = ""
    point: Point | None = None


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

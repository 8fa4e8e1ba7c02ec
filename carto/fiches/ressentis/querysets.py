"""What the perception layer shows: cells where several have spoken, and of them the feelings that several share."""

import json
from dataclasses import dataclass
from typing import Any, Final, Self

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import F, QuerySet

from carto.fiches.models import RessentiCell
from carto.fiches.ressentis.grid import told

DIGITS: Final = 6  # of a degree: a decimetre
_TOLD: Final = ("column", "row", "total", "faces", "drawn", "rue__name", "quartier__name", "commune__name")


@dataclass(frozen=True)
class Shown:
    """One cell as everybody may read it: voices by fives, feelings by their code, and its outline (SRID 4326)."""

    column: int
    row: int
    voices: int
    faces: dict[str, int]
    outline: dict[str, Any]
    rue: str
    quartier: str
    commune: str

    @classmethod
    def of(cls, told_of: tuple[Any, ...]) -> Self:
        """From a row of `cells`."""
        column, row, total, faces, drawn, *names = told_of
        shared = {face: told(n) for face, n in faces.items()}
        return cls(column, row, told(total), shared, json.loads(drawn), *(name or "" for name in names))

    @property
    def where(self) -> str:
        """The quartier, else the commune, that its middle lies in."""
        return self.quartier or self.commune

    @property
    def name(self) -> str:
        """How its page and the map refer to it."""
        return f"case-{self.column}-{self.row}"


def cells(moment: str = "", face: str = "") -> QuerySet[RessentiCell, tuple[Any, ...]]:
    """Rows for `Shown.of`, by commune and quartier: of one part of the day, or where several share one feeling.

    The threshold was asked of what the filter keeps, so that no choice of filters shows fewer.
    """
    kept = RessentiCell.objects.filter(moment=moment)
    if face:
        kept = kept.filter(faces__has_key=face)
    by_name = [F(name).asc(nulls_last=True) for name in ("commune__name", "quartier__name")]
    return (
        kept.order_by(*by_name, "column", "row").annotate(drawn=AsGeoJSON("geom", precision=DIGITS)).values_list(*_TOLD)
    )


def shown(moment: str = "", face: str = "") -> list[Shown]:
    """All of them."""
    return [Shown.of(each) for each in cells(moment, face)]

"""Who passes by: schema « comptage-mobilites », file `measure` 0.2.5, CSV
(https://schema.data.gouv.fr/etalab/schema-comptage-mobilites-measure/).

A counter writes a line every quarter of an hour: what we keep is one row a channel and month, with how many lines made
it. The facility of a channel is told by the mapping ({"places": {channel: facility}}) or by tying its rows.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projets.equipements.imports.formats import Field, Format, Naming, Row
from projets.equipements.imports.schemas import tables
from projets.equipements.imports.schemas.counting import Counted, Places, record_usages, recount
from projets.equipements.imports.schemas.usages import MOST
from projets.equipements.imports.schemas.values import FIRST_YEAR, LAST_YEAR, Cell, shortened, words
from projets.equipements.models import Import, Matter, Source, Usage

FIELDS: Final = (
    Field("place", gettext_lazy("voie de comptage"), ("channel_id",), required=True),
    Field("counter", gettext_lazy("compteur"), ("counter_id",)),
    Field("start", gettext_lazy("début"), ("start_datetime",), required=True),
    Field("end", gettext_lazy("fin"), ("end_datetime",)),
    Field("value", gettext_lazy("nombre"), ("count",), required=True),
)
COUNT: Final = gettext_lazy("nombre")


@dataclass
class _Month:
    """What one channel counted in one month, so far."""

    number: int
    value: Decimal = Decimal(0)
    lines: int = 0
    last: str = ""


def rows(path: Path, mapping: Mapping[str, Any]) -> Iterator[Row]:
    """One row a channel and month, in the order of their first lines; each line that says nothing possible is refused.

    Raises ValidationError (French) for a file that is no such table.
    """
    months: dict[tuple[str, date], _Month] = {}
    for line in tables.read(path, mapping, FIELDS):
        cell = Cell()
        place, month = cell.needed(line.told["place"], "channel_id", 200), _month(cell, line.told["start"])
        value = cell.amount(line.told["value"], COUNT)
        reasons = (*line.reasons, *cell.reasons)
        if not reasons and month:
            reasons = _count(months.setdefault((place, month), _Month(line.number)), line.told["start"], value)
        if reasons:
            yield Row(line.number, f"?{line.number}", line.data, reasons=reasons)
    for (place, month), met in months.items():
        yield _row(place, month, met)


def _count(met: _Month, start: str, value: Decimal | None) -> tuple[str, ...]:
    """Add a line up; one that says the same moment again is refused. An empty count is no zero."""
    if start == met.last:
        return (_("Ce créneau est déjà compté, une ligne plus haut."),)
    met.last = start
    if value is not None:
        met.value, met.lines = met.value + value, met.lines + 1
    return ()


def _row(place: str, month: date, met: _Month) -> Row:
    data = {"channel_id": place, "mois": month.isoformat(), "passages": str(met.value), "mesures": met.lines}
    told = {
        "place": place, "measure": Usage.Measure.PASSAGES.value, "month": month, "months": 1, "value": met.value,
    }  # fmt: skip
    reasons = ()
    if not met.lines:
        reasons = (_("Aucun comptage ce mois-là."),)
    elif met.value >= MOST:
        reasons = (_("nombre : il est trop grand pour être vrai"),)
    return Row(met.number, shortened([place, month]), data, told, reasons)


def _month(cell: Cell, text: str) -> date | None:
    """The month in which a count began, where the city is."""
    try:
        moment = datetime.fromisoformat(text.strip())
        local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
        if FIRST_YEAR <= local.year <= LAST_YEAR:
            return local.date().replace(day=1)
    except (ValueError, OverflowError):
        pass
    cell.reasons.append(_("début : « %(value)s » n’est pas un moment") % {"value": words(text, 60)})
    return None


def columns(path: Path, mapping: Mapping[str, Any]) -> list[str]:
    """The columns of the file."""
    return tables.header_of(path, mapping)


def guess(path: Path) -> float:
    """How much of the schema's columns it has."""
    return tables.likeness(path, FIELDS)


def store(reading: Import, pairs: Iterable[tuple[int, Row]]) -> None:
    """The counts, on the facilities of their channels."""
    record_usages(reading, pairs, COUNTED)


def again(data: Mapping[str, Any], _mapping: Mapping[str, Any]) -> dict[str, Any]:
    """What a kept row tells: one channel in one month."""
    return {
        "place": data["channel_id"], "measure": Usage.Measure.PASSAGES.value, "month": date.fromisoformat(data["mois"]),
        "months": 1, "value": Decimal(data["passages"]),
    }  # fmt: skip


def count_again(source: Source, equipements: Collection[int]) -> None:
    """What all channels of these facilities counted, after a person tied or untied one."""
    recount(source, COUNTED, equipements)


COUNTED: Final = Counted(again, adds=True)
FORMAT: Final = Format(
    code="comptage-mobilites",
    label=gettext_lazy("Comptages de passages (comptage-mobilites 0.2.5)"),
    matter=Matter.USAGE,
    fields=FIELDS,
    rows=rows,
    columns=columns,
    guess=guess,
    store=store,
    naming=Naming(lambda _mapping: "channel_id", partial(Places, counted=COUNTED)),
    recount=count_again,
)

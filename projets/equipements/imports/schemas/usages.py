"""Who uses a facility: a simple CSV of one count a row, by month (or quarter, or year where nobody says more).

Columns: the facility (its name here, its address or the key under which its own source has it), what is counted, the
month, the number.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projets.equipements.imports.alone import of_table
from projets.equipements.imports.columns import resolve
from projets.equipements.imports.formats import Field, Format, Naming, Row
from projets.equipements.imports.schemas import tables
from projets.equipements.imports.schemas.counting import Counted, Places, record_usages, recount
from projets.equipements.imports.schemas.periods import period
from projets.equipements.imports.schemas.values import Cell, shortened
from projets.equipements.models import Import, Matter, Source, Usage

MOST: Final = 10**12
LIKELY: Final = 0.8
FIELDS: Final = (
    Field("place", gettext_lazy("équipement"), ("equipement", "lieu", "site", "equip_nom", "equip_uid"), required=True),
    Field("measure", gettext_lazy("ce que l’on compte"), ("mesure", "indicateur", "usage", "type")),
    Field("month", gettext_lazy("mois"), ("mois", "periode", "annee_mois", "date"), required=True),
    Field(
        "value", gettext_lazy("nombre"),
        ("nombre", "valeur", "frequentation", "entrees", "visites", "prets", "passages", "total"), required=True,
    ),
)  # fmt: skip
MEASURES: Final = {
    "entrees": Usage.Measure.ENTRIES, "entree": Usage.Measure.ENTRIES, "entries": Usage.Measure.ENTRIES,
    "visites": Usage.Measure.ENTRIES, "frequentation": Usage.Measure.ENTRIES,
    "visiteurs": Usage.Measure.VISITORS, "personnes": Usage.Measure.VISITORS, "visitors": Usage.Measure.VISITORS,
    "personnesdifferentes": Usage.Measure.VISITORS, "usagers": Usage.Measure.VISITORS,
    "prets": Usage.Measure.LOANS, "loans": Usage.Measure.LOANS,
    "passages": Usage.Measure.PASSAGES, "velos": Usage.Measure.PASSAGES,
    "heures": Usage.Measure.HOURS, "heuresoccupees": Usage.Measure.HOURS, "hours": Usage.Measure.HOURS,
    "repas": Usage.Measure.MEALS, "meals": Usage.Measure.MEALS,
    "eleves": Usage.Measure.PUPILS, "enfants": Usage.Measure.PUPILS, "pupils": Usage.Measure.PUPILS,
}  # fmt: skip


def rows(path: Path, mapping: Mapping[str, Any]) -> Iterator[Row]:
    """One row a count. Raises ValidationError (French) for a file that is no such table."""
    usual = str(mapping.get("measure") or Usage.Measure.ENTRIES.value)
    for line in tables.read(path, mapping, FIELDS):
        cell = Cell()
        told = _told(cell, line.told, usual)
        key = shortened([told["place"], told["measure"], told["month"] or line.number, told["months"]])
        yield Row(line.number, key, line.data, told, (*line.reasons, *cell.reasons))


def _told(cell: Cell, given: Mapping[str, str], usual: str) -> dict[str, Any]:
    said = given.get("measure", "").strip() or usual
    measure = MEASURES.get(tables.folded(said))
    if measure is None:
        cell.reasons.append(_("On ne sait pas compter « %(value)s ».") % {"value": said[:60]})
    found = period(given["month"])
    if found is None:
        cell.reasons.append(_("mois : « %(value)s » n’est pas un mois") % {"value": given["month"].strip()[:60]})
    value = cell.amount(given["value"], _("nombre"))
    if value is None and not cell.reasons:
        cell.reasons.append(_("nombre : il n’y a rien"))
    if value is not None and value >= MOST:
        cell.reasons.append(_("nombre : il est trop grand pour être vrai"))
    month, months = found or (None, 1)
    measured = measure.value if measure else ""
    place = cell.needed(given["place"], _("équipement"), 300)
    return {"place": place, "measure": measured, "month": month, "months": months, "value": value}


def columns(path: Path, mapping: Mapping[str, Any]) -> list[str]:
    """The columns of the file."""
    return tables.header_of(path, mapping)


def guess(path: Path) -> float:
    """How much of the columns it has."""
    return LIKELY * tables.likeness(path, FIELDS)


def store(reading: Import, pairs: Iterable[tuple[int, Row]]) -> None:
    """The counts, on the facilities that they name."""
    record_usages(reading, pairs, COUNTED)


def again(data: Mapping[str, Any], mapping: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a kept row tells; nothing when its columns are read otherwise since, or cannot be any more."""
    places, cell = resolve(FIELDS, list(data), mapping), Cell()
    given = {name: str(data[column] or "") for name, column in places.items() if column in data}
    if not {field.name for field in FIELDS if field.required} <= given.keys():
        return None
    told = _told(cell, given, str(mapping.get("measure") or Usage.Measure.ENTRIES.value))
    return None if cell.reasons else told


def count_again(source: Source, equipements: Collection[int]) -> None:
    """What its rows tell of these facilities, after a person tied or untied one of them."""
    recount(source, COUNTED, equipements)


COUNTED: Final = Counted(again)


FORMAT: Final = Format(
    code="usages",
    label=gettext_lazy("Fréquentation par mois (CSV)"),
    matter=Matter.USAGE,
    fields=FIELDS,
    rows=rows,
    columns=columns,
    guess=guess,
    store=store,
    one=of_table(rows),
    naming=Naming(lambda mapping: (mapping.get("columns") or {}).get("place", ""), partial(Places, counted=COUNTED)),
    recount=count_again,
)

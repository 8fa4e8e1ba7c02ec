"""What councils voted: SCDL « délibérations » 2.1.3, CSV
(https://schema.data.gouv.fr/scdl/deliberations/2.1.3/documentation.html). The documents themselves come apart.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy

from projets.equipements.imports.alone import of_table
from projets.equipements.imports.formats import Field, Format, Row
from projets.equipements.imports.schemas import tables
from projets.equipements.imports.schemas.loaders import store_mirrors
from projets.equipements.imports.schemas.values import Cell, Name, shortened, words
from projets.equipements.models import Deliberation, Import, Matter

LONGEST_ADDRESS: Final = 500
FIELDS: Final = (
    Field("council", gettext_lazy("assemblée"), ("COLL_NOM",)),
    Field("siret", gettext_lazy("SIRET"), ("COLL_SIRET",)),
    Field("reference", gettext_lazy("numéro"), ("DELIB_ID",), required=True),
    Field("on", gettext_lazy("date"), ("DELIB_DATE",), required=True),
    Field("matter_code", gettext_lazy("code de matière"), ("DELIB_MATIERE_CODE",)),
    Field("matter", gettext_lazy("matière"), ("DELIB_MATIERE_NOM",)),
    Field("objet", gettext_lazy("objet"), ("DELIB_OBJET",), required=True),
    Field("budget_year", gettext_lazy("exercice"), ("BUDGET_ANNEE",)),
    Field("present", gettext_lazy("votants"), ("VOTE_REEL",)),
    Field("votes_for", gettext_lazy("pour"), ("VOTE_POUR",)),
    Field("votes_against", gettext_lazy("contre"), ("VOTE_CONTRE",)),
    Field("abstained", gettext_lazy("abstentions"), ("VOTE_ABSTENTION",)),
    Field("url", gettext_lazy("adresse du document"), ("DELIB_URL",)),
)
READ: Final = (
    "reference", "council", "on", "matter", "objet", "budget_year", "present", "votes_for", "votes_against",
    "abstained", "url",
)  # fmt: skip
COUNTED: Final = ("present", "votes_for", "votes_against", "abstained")


def rows(path: Path, mapping: Mapping[str, Any]) -> Iterator[Row]:
    """One row a deliberation. Raises ValidationError (French) for a file that is no such table."""
    names = {each.name: each.label for each in FIELDS}
    for line in tables.read(path, mapping, FIELDS):
        cell = Cell()
        told = _told(cell, line.told, names)
        key = shortened([line.told.get("siret", ""), told["reference"]] if told["reference"] else ["?", line.number])
        yield Row(line.number, key, line.data, told, (*line.reasons, *cell.reasons))


def _told(cell: Cell, given: Mapping[str, str], names: Mapping[str, Name]) -> dict[str, Any]:
    cell.siret(given.get("siret"), names["siret"])
    counted = {name: cell.whole(given.get(name), names[name]) for name in COUNTED}
    return counted | {
        "reference": cell.needed(given["reference"], names["reference"], 120),
        "council": words(given.get("council"), 300),
        "on": cell.day(given["on"], names["on"]),
        "matter": words(given.get("matter"), 300) or words(given.get("matter_code"), 300),
        "objet": cell.needed(given["objet"], names["objet"], 2000),
        # « 2017/2018 » is told by its first year.
        "budget_year": cell.whole(given.get("budget_year", "").split("/")[0], names["budget_year"]),
        "url": web_address(given.get("url", "")),
    }


def web_address(text: str) -> str:
    """An address of the web that a page may link to; empty for anything else."""
    address = text.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    good = parts.scheme in ("http", "https") and parts.netloc and len(address) <= LONGEST_ADDRESS
    return address if good and address.isprintable() else ""


def columns(path: Path, mapping: Mapping[str, Any]) -> list[str]:
    """The columns of the file."""
    return tables.header_of(path, mapping)


def guess(path: Path) -> float:
    """How much of the schema's columns it has."""
    return tables.likeness(path, FIELDS)


def store(reading: Import, pairs: Iterable[tuple[int, Row]]) -> None:
    """The deliberations, as they are now; their documents stay with them."""
    store_mirrors(Deliberation, READ, pairs)


FORMAT: Final = Format(
    code="scdl-deliberations",
    label=gettext_lazy("Délibérations (SCDL 2.1.3)"),
    matter=Matter.DELIBERATION,
    fields=FIELDS,
    rows=rows,
    columns=columns,
    guess=guess,
    store=store,
    one=of_table(rows),
)

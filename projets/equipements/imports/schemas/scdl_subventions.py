"""Grants: SCDL « subventions » 2.1.1, CSV (https://schema.data.gouv.fr/scdl/subventions/2.1.1/documentation.html).

The schema names no grant: who gave, when, to whom and for what makes its key, so that another amount is a change of the
same grant. It has no place and no outcome; those are ours, and no file changes them.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext_lazy

from projets.equipements.imports.alone import of_table
from projets.equipements.imports.formats import Field, Format, Row
from projets.equipements.imports.schemas import tables
from projets.equipements.imports.schemas.loaders import store_mirrors
from projets.equipements.imports.schemas.values import Cell, Numbered, words
from projets.equipements.models import Import, Matter, Subvention

FIELDS: Final = (
    Field("giver", gettext_lazy("attribuant"), ("nomAttribuant",), required=True),
    Field("giver_siret", gettext_lazy("SIRET de l’attribuant"), ("idAttribuant",)),
    Field("on", gettext_lazy("convention du"), ("dateConvention",)),
    Field("reference", gettext_lazy("décision"), ("referenceDecision",)),
    Field("beneficiary", gettext_lazy("bénéficiaire"), ("nomBeneficiaire",), required=True),
    Field("beneficiary_siret", gettext_lazy("SIRET du bénéficiaire"), ("idBeneficiaire",)),
    Field("beneficiary_rna", gettext_lazy("RNA du bénéficiaire"), ("rnaBeneficiaire",)),
    Field("objet", gettext_lazy("objet"), ("objet",)),
    Field("amount", gettext_lazy("montant"), ("montant",), required=True),
    Field("nature", gettext_lazy("en argent ou en nature"), ("nature",)),
    Field("conditions", gettext_lazy("conditions de versement"), ("conditionsVersement",)),
    Field("dates", gettext_lazy("dates de versement"), ("datesPeriodeVersement",)),
    Field("scheme", gettext_lazy("dispositif"), ("dispositifAide",)),
)
LABELS: Final = {each.name: each.label for each in FIELDS}
READ: Final = (
    "giver", "giver_siret", "beneficiary", "beneficiary_id", "objet", "amount", "nature", "on", "scheme",
)  # fmt: skip
KEY: Final = (
    "giver_siret", "giver", "on", "reference", "beneficiary_siret", "beneficiary", "objet", "nature", "scheme",
)  # fmt: skip


def rows(path: Path, mapping: Mapping[str, Any]) -> Iterator[Row]:
    """One row a grant. Raises ValidationError (French) for a file that is no such table."""
    key = Numbered()
    for line in tables.read(path, mapping, FIELDS):
        cell = Cell()
        told = _told(cell, line.told)
        named = key(line.told.get(name, "") for name in KEY)
        yield Row(line.number, named, line.data, told, (*line.reasons, *cell.reasons))


def _told(cell: Cell, given: Mapping[str, str]) -> dict[str, Any]:
    amount = cell.amount(given["amount"], LABELS["amount"])
    return {
        "giver": words(given["giver"], 300),
        "giver_siret": cell.siret(given.get("giver_siret"), LABELS["giver_siret"]),
        "beneficiary": cell.needed(given["beneficiary"], LABELS["beneficiary"], 300),
        "beneficiary_id": words(given.get("beneficiary_siret"), 20) or words(given.get("beneficiary_rna"), 20),
        "objet": words(given.get("objet"), 1000),
        "amount": amount,
        "nature": words(given.get("nature"), 60),
        "on": cell.day(given.get("on"), LABELS["on"]),
        "scheme": words(given.get("scheme"), 300),
    }


def columns(path: Path, mapping: Mapping[str, Any]) -> list[str]:
    """The columns of the file."""
    return tables.header_of(path, mapping)


def guess(path: Path) -> float:
    """How much of the schema's columns it has."""
    return tables.likeness(path, FIELDS)


def store(reading: Import, pairs: Iterable[tuple[int, Row]]) -> None:
    """The grants, as they are now."""
    store_mirrors(Subvention, READ, pairs)


FORMAT: Final = Format(
    code="scdl-subventions",
    label=gettext_lazy("Subventions (SCDL 2.1.1)"),
    matter=Matter.SUBSIDY,
    fields=FIELDS,
    rows=rows,
    columns=columns,
    guess=guess,
    store=store,
    one=of_table(rows),
    numbered=True,
)

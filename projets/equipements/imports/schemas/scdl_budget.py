"""Lines of a budget: SCDL « budget » 0.8.3, CSV (https://schema.data.gouv.fr/scdl/budget/0.8.3/documentation.html).

Each document feeds one column, so that nothing is counted twice: a compte administratif says what was realised
(BGT_MTREAL), a budget primitif what was voted (BGT_MTPREV), a budget supplémentaire or a décision modificative what it
adds (BGT_MTPROPNOUV). Operations « d’ordre » move money between accounts: they are marked, and never spent.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projets.equipements.imports.alone import of_table
from projets.equipements.imports.formats import Field, Format, Row
from projets.equipements.imports.schemas import tables
from projets.equipements.imports.schemas.loaders import store_mirrors
from projets.equipements.imports.schemas.nomenclature import function_label, nature_label, nomenclature_of
from projets.equipements.imports.schemas.values import FIRST_YEAR, LAST_YEAR, Cell, Name, Numbered, words
from projets.equipements.models import Import, LigneBudget, Matter

FIELDS: Final = (
    Field("document", gettext_lazy("étape budgétaire"), ("BGT_NATDEC",), required=True),
    Field("year", gettext_lazy("exercice"), ("BGT_ANNEE",), required=True),
    Field("siret", gettext_lazy("SIRET"), ("BGT_SIRET",)),
    Field("entity", gettext_lazy("budget"), ("BGT_NOM",)),
    Field("chapter", gettext_lazy("compte"), ("BGT_CONTNAT",)),
    Field("nature_code", gettext_lazy("nature"), ("BGT_NATURE",), required=True),
    Field("nature", gettext_lazy("nature, en toutes lettres"), ("BGT_NATURE_LABEL",)),
    Field("function_code", gettext_lazy("fonction"), ("BGT_FONCTION",)),
    Field("function", gettext_lazy("fonction, en toutes lettres"), ("BGT_FONCTION_LABEL",)),
    Field("operation", gettext_lazy("opération"), ("BGT_OPERATION",)),
    Field("section", gettext_lazy("section"), ("BGT_SECTION",), required=True),
    Field("order", gettext_lazy("réel ou d’ordre"), ("BGT_OPBUDG",)),
    Field("spending", gettext_lazy("dépense ou recette"), ("BGT_CODRD",), required=True),
    Field("real", gettext_lazy("réalisé"), ("BGT_MTREAL",)),
    Field("planned", gettext_lazy("voté"), ("BGT_MTPREV",)),
    Field("added", gettext_lazy("propositions nouvelles"), ("BGT_MTPROPNOUV",)),
    Field("special", gettext_lazy("article spécialisé"), ("BGT_ARTSPE",)),
)
LABELS: Final = {each.name: each.label for each in FIELDS}
READ: Final = (
    "year", "entity", "siret", "document", "section", "spending", "nature_code", "nature", "function_code", "function",
    "operation", "order", "voted", "realised",
)  # fmt: skip
KEY: Final = (
    "document", "year", "siret", "entity", "section", "spending", "order", "chapter", "nature_code", "function_code",
    "operation", "special",
)  # fmt: skip

PRIMITIVE, ACCOUNTS, SINGLE = "budget primitif", "compte administratif", "compte financier unique"
ADDITIONAL, DECISION = "budget supplémentaire", "décision modificative"
DOCUMENTS: Final = {
    "budgetprimitif": PRIMITIVE, "budgetprevisionnel": PRIMITIVE, "bp": PRIMITIVE,
    "budgetsupplementaire": ADDITIONAL, "bs": ADDITIONAL,
    "decisionmodificative": DECISION, "dm": DECISION,
    "compteadministratif": ACCOUNTS, "ca": ACCOUNTS, "comptefinancierunique": SINGLE, "cfu": SINGLE,
}  # fmt: skip
SECTIONS: Final = {"fonctionnement": "F", "exploitation": "F", "f": "F", "investissement": "I", "i": "I"}
SIDES: Final = {"depense": True, "d": True, "1": True, "recette": False, "r": False, "0": False}
ORDERS: Final = {"ordre": True, "o": True, "1": True, "reel": False, "r": False, "0": False}
ORDER_CHAPTERS: Final = frozenset({"021", "023", "040", "041", "042", "043"})


def rows(path: Path, mapping: Mapping[str, Any]) -> Iterator[Row]:
    """One row a line of the budget. Raises ValidationError (French) for a file that is no such table."""
    key, chosen = Numbered(), str(mapping.get("nomenclature", ""))
    for line in tables.read(path, mapping, FIELDS):
        cell = Cell()
        told = _told(cell, line.told, chosen)
        named = key(line.told.get(name, "") for name in KEY)
        yield Row(line.number, named, line.data, told, (*line.reasons, *cell.reasons))


def _told(cell: Cell, given: Mapping[str, str], chosen: str) -> dict[str, Any]:
    document = _among(cell, DOCUMENTS, given["document"], LABELS["document"]) or ""
    year = _year(cell, given["year"])
    nature, function = words(given["nature_code"], 20), words(given.get("function_code"), 20)
    nomenclature = nomenclature_of(year, chosen)
    return {
        "year": year,
        "entity": words(given.get("entity"), 300),
        "siret": cell.siret(given.get("siret"), LABELS["siret"]),
        "document": document,
        "section": _among(cell, SECTIONS, given["section"], LABELS["section"]) or "",
        "spending": bool(_among(cell, SIDES, given["spending"], LABELS["spending"])),
        "nature_code": nature,
        "nature": words(given.get("nature"), 300) or nature_label(nature),
        "function_code": function,
        "function": words(given.get("function"), 300) or function_label(function, nomenclature),
        "operation": words(given.get("operation"), 60),
        "order": _order(given),
        **_amounts(cell, given, document),
    }


def _amounts(cell: Cell, given: Mapping[str, str], document: str) -> dict[str, Decimal | None]:
    """What this document is about, in one of the two columns; they may be under zero (a correction)."""
    real = cell.amount(given.get("real"), "BGT_MTREAL", signed=True)
    planned = cell.amount(given.get("planned"), "BGT_MTPREV", signed=True)
    added = cell.amount(given.get("added"), "BGT_MTPROPNOUV", signed=True)
    if document in (ACCOUNTS, SINGLE):
        return {"voted": None, "realised": real}
    if document == PRIMITIVE:
        return {"voted": planned if planned is not None else added, "realised": None}
    return {"voted": added if added is not None else planned, "realised": None}


def _year(cell: Cell, value: str) -> int:
    """`2023`, or any day of that year."""
    year = cell.whole(value[:4] if value[4:5] == "-" else value, LABELS["year"], LAST_YEAR)
    if (year or 0) >= FIRST_YEAR:
        return year or 0
    cell.reasons.append(_("exercice : « %(value)s » n’est pas une année") % {"value": value[:20]})
    return 0


def _order(given: Mapping[str, str]) -> bool:
    said = ORDERS.get(tables.folded(given.get("order", "")))
    return words(given.get("chapter"), 20) in ORDER_CHAPTERS if said is None else said


def _among(cell: Cell, known: Mapping[str, Any], value: str, name: Name) -> Any:
    found = known.get(tables.folded(value))
    if found is None:
        cell.reasons.append(_("%(name)s : « %(value)s » n’est pas connu") % {"name": name, "value": value[:60]})
    return found


def columns(path: Path, mapping: Mapping[str, Any]) -> list[str]:
    """The columns of the file."""
    return tables.header_of(path, mapping)


def guess(path: Path) -> float:
    """How much of the schema's columns it has."""
    return tables.likeness(path, FIELDS)


def store(reading: Import, pairs: Iterable[tuple[int, Row]]) -> None:
    """The lines of the budget, as they are now."""
    store_mirrors(LigneBudget, READ, pairs)


FORMAT: Final = Format(
    code="scdl-budget",
    label=gettext_lazy("Budget (SCDL 0.8.3)"),
    matter=Matter.BUDGET,
    fields=FIELDS,
    rows=rows,
    columns=columns,
    guess=guess,
    store=store,
    one=of_table(rows),
    numbered=True,
)

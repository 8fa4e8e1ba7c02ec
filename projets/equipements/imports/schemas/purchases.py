"""Purchases that are planned, told before anybody has decided: a CSV of the buyer's programme of purchases.

No national schema says how; buyers publish an object, when they mean to ask for offers, and what it may cost, as one
figure, two, or a bracket in words (« entre 40 000 et 90 000 € »). Amounts are HT.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projets.equipements.imports.alone import of_table
from projets.equipements.imports.formats import Field, Format, Row
from projets.equipements.imports.schemas import tables
from projets.equipements.imports.schemas.loaders import store_mirrors
from projets.equipements.imports.schemas.periods import period
from projets.equipements.imports.schemas.values import NOTHING, Cell, Numbered, words
from projets.equipements.models import Achat, Import, Matter

FIELDS: Final = (
    Field("id", gettext_lazy("numéro"), ("id", "identifiant", "numero", "reference", "code")),
    Field(
        "objet", gettext_lazy("objet"),
        ("objet", "objet du marche", "objet de l’achat", "intitule", "libelle", "projet d’achat", "description"),
        required=True,
    ),
    Field("buyer", gettext_lazy("acheteur"), ("acheteur", "entite", "collectivite", "organisme")),
    Field(
        "expected_on", gettext_lazy("consultation prévue"),
        ("date previsionnelle", "date previsionnelle de publication", "date previsionnelle de lancement",
         "date de lancement", "lancement previsionnel", "consultation prevue", "date de consultation", "trimestre",
         "periode"),
        required=True,
    ),
    Field("low", gettext_lazy("au moins"), ("montant min", "montant minimum", "estimation basse")),
    Field("high", gettext_lazy("au plus"), ("montant max", "montant maximum", "estimation haute")),
    Field(
        "estimate", gettext_lazy("estimation"),
        ("montant estime", "montant previsionnel", "estimation", "fourchette", "tranche de montant", "montant"),
    ),
    Field("months", gettext_lazy("durée en mois"), ("duree en mois", "duree mois", "duree")),
)  # fmt: skip
READ: Final = ("objet", "buyer", "expected_on", "low", "high", "months")
LIKELY: Final = 0.85  # its columns are no schema's: another reader that knows the file comes first
_AMOUNT: Final = re.compile(r"\d[\d\s\u00a0\u202f]*(?:[.,]\d{1,2}(?!\d))?\s*(?P<by>[kKmM](?=\s|€|$|[^\w]))?")
_BY: Final = {"k": 1_000, "m": 1_000_000}


def rows(path: Path, mapping: Mapping[str, Any]) -> Iterator[Row]:
    """One row a purchase. Raises ValidationError (French) for a file that is no such table."""
    key = Numbered()
    for line in tables.read(path, mapping, FIELDS):
        cell, given = Cell(), line.told
        named = key([given["id"]] if given.get("id", "").strip() else [given.get("buyer", ""), given["objet"]])
        yield Row(line.number, named, line.data, _told(cell, given), (*line.reasons, *cell.reasons))


def _told(cell: Cell, given: Mapping[str, str]) -> dict[str, Any]:
    low, high = bracket(cell, given.get("estimate", ""))
    low = cell.amount(given.get("low"), _("au moins")) if given.get("low", "").strip() else low
    high = cell.amount(given.get("high"), _("au plus")) if given.get("high", "").strip() else high
    if low is not None and high is not None and low > high:
        cell.reasons.append(_("L’estimation la plus basse est au-dessus de la plus haute."))
    lasts = re.sub(r"\s*mois$", "", given.get("months", "").strip(), flags=re.IGNORECASE)
    return {
        "objet": cell.needed(given["objet"], _("objet"), 1000),
        "buyer": words(given.get("buyer"), 300),
        "expected_on": _expected(cell, given["expected_on"]),
        "low": low,
        "high": high,
        "months": cell.months(lasts, _("durée")),
    }


def _expected(cell: Cell, text: str) -> date | None:
    """A day, or the first of the month, quarter or year that is named."""
    if re.match(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}", text.strip()):
        return cell.day(text, _("consultation prévue"))
    found = period(text)
    if found is None and text.strip().lower() not in NOTHING:
        told = _("consultation prévue : « %(value)s » n’est ni un jour, ni un mois, ni un trimestre")
        cell.reasons.append(told % {"value": text.strip()[:60]})
    return found[0] if found else None


def bracket(cell: Cell, text: str) -> tuple[Decimal | None, Decimal | None]:
    """(at least, at most): « 90 000 », « entre 40 000 et 90 000 € », « < 40 k€ », « plus de 221 000 € HT »."""
    bare = text.strip()[:200]
    if bare.lower() in NOTHING:
        return None, None
    found = [cell.amount(each[0].rstrip("kKmM "), _("estimation")) for each in _AMOUNT.finditer(bare)]
    times = [_BY.get((each["by"] or "").lower(), 1) for each in _AMOUNT.finditer(bare)]
    amounts = [each * by for each, by in zip(found, times, strict=True) if each is not None]
    if bare.startswith("-") or not 1 <= len(amounts) <= 2:
        if not cell.reasons:
            cell.reasons.append(_("estimation : « %(value)s » ne se comprend pas") % {"value": bare[:60]})
        return None, None
    if len(amounts) == 2:
        return min(amounts), max(amounts)
    (only,), said = amounts, bare.lower()
    if said.startswith(("<", "≤", "moins", "jusqu", "inf", "max")):
        return None, only
    return (only, None) if said.startswith((">", "≥", "plus", "sup", "à partir", "min")) else (only, only)


def columns(path: Path, mapping: Mapping[str, Any]) -> list[str]:
    """The columns of the file."""
    return tables.header_of(path, mapping)


def guess(path: Path) -> float:
    """How much of the columns that buyers use it has."""
    return LIKELY * tables.likeness(path, FIELDS)


def store(reading: Import, pairs: Iterable[tuple[int, Row]]) -> None:
    """The purchases, as they are planned now."""
    store_mirrors(Achat, READ, pairs)


FORMAT: Final = Format(
    code="achats",
    label=gettext_lazy("Programme d’achats (CSV)"),
    matter=Matter.PURCHASE,
    fields=FIELDS,
    rows=rows,
    columns=columns,
    guess=guess,
    store=store,
    one=of_table(rows),
    numbered=True,
)

"""Contracts and concessions: DECP, « données essentielles de la commande publique », format 2.0.3, JSON and XML.

The schema is schema_decp_v2.0.3.json (and schema_decp_v2.0.2.xsd for XML) of
https://github.com/139bercy/format-commande-publique: `marches.marche[]` and `marches.contrat-concession[]`. Buyers also
publish flat lists, one object where a list is meant, numbers as text, dates with an hour, and the format of before 2024
(`marches[]` with `_type`): all of these are read. Amounts are HT, and notified: not what was spent.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projets.equipements.imports.alone import of_json
from projets.equipements.imports.formats import Field, Format, Row
from projets.equipements.imports.schemas import json_stream, xml_stream
from projets.equipements.imports.schemas.contracts import is_concession, understood
from projets.equipements.imports.schemas.loaders import store_contracts
from projets.equipements.models import Import, Matter

AROUND: Final = ("marches",)
NAMED: Final = ("marche", "contrat-concession")
LOOKED_AT: Final = 2000  # records whose keys make the header
HEAD: Final = 1 << 16
MARKS: Final = ("acheteur", "autoriteConcedante", "dureeMois", "codeCPV", "titulaires", "concessionnaires", "objet")
SURE, LIKELY = 0.95, 0.6
# Keys that a contract may lack, and those that concessions have no use for.
OPTIONAL: Final = (
    "modifications", "actesSousTraitance", "modificationsActesSousTraitance", "autoriteConcedante", "concessionnaires",
    "dateSignature", "dateDebutExecution", "valeurGlobale", "montantSubventionPublique", "donneesExecution",
)  # fmt: skip
CONTRACTS_ALONE: Final = ("acheteur", "codeCPV", "lieuExecution", "dateNotification", "montant", "titulaires")

FIELDS: Final = (
    Field("id", gettext_lazy("numéro du contrat"), ("id", "uid"), required=True),
    Field("buyer", gettext_lazy("acheteur"), ("acheteur", "autoriteConcedante"), required=True),
    Field("objet", gettext_lazy("objet"), ("objet",), required=True),
    Field("nature", gettext_lazy("nature"), ("nature",)),
    Field("procedure", gettext_lazy("procédure"), ("procedure",)),
    Field("cpv", gettext_lazy("code CPV"), ("codeCPV",)),
    Field("place", gettext_lazy("lieu d’exécution"), ("lieuExecution",)),
    Field("months", gettext_lazy("durée en mois"), ("dureeMois",)),
    Field("notified_on", gettext_lazy("date de notification"), ("dateNotification", "dateSignature")),
    Field("begins_on", gettext_lazy("début d’exécution"), ("dateDebutExecution",)),
    Field("amount", gettext_lazy("montant HT"), ("montant",)),
    Field("total_value", gettext_lazy("valeur globale HT"), ("valeurGlobale",)),
    Field("public_subsidy", gettext_lazy("subvention publique"), ("montantSubventionPublique",)),
    Field("holders", gettext_lazy("titulaires"), ("titulaires", "concessionnaires")),
    Field("under", gettext_lazy("sous-traitance"), ("actesSousTraitance",)),
    Field("under_changes", gettext_lazy("sous-traitance modifiée"), ("modificationsActesSousTraitance",)),
    Field("changes", gettext_lazy("modifications"), ("modifications",)),
    Field("years", gettext_lazy("années d’exécution"), ("donneesExecution",)),
)


def rows(path: Path, mapping: Mapping[str, Any]) -> Iterator[Row]:
    """One row a contract. Raises ValidationError (French) for a file that is neither of the two, or is cut short."""
    names = {each.name: _columns(each, mapping) for each in FIELDS}
    for number, (name, record) in enumerate(_records(path), start=1):
        if not isinstance(record, dict):
            yield Row(number, f"?{number}", {"valeur": record}, reasons=(_("Ce n’est pas un contrat."),))
            continue
        yield understood(number, _unwrapped(record), name, names)


def columns(path: Path, mapping: Mapping[str, Any]) -> list[str]:
    """The keys that the first contracts have; those that a file may do without count as there, for nothing was renamed
    when this month's contracts were not modified.
    """
    found: dict[str, None] = {}
    names: set[str] = set()
    for name, record in islice(_records(path), LOOKED_AT):
        if isinstance(record, dict):
            keys = _unwrapped(record)
            names.add("contrat-concession" if is_concession(keys, name) else "marche")
            found.update(dict.fromkeys(str(key) for key in keys))
    if "marche" not in names:
        found.update(dict.fromkeys(CONTRACTS_ALONE))
    return list(dict.fromkeys([*found, *OPTIONAL]))


def guess(path: Path) -> float:
    """How much the beginning of a file looks like contracts."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n").replace("\x00", "")
    if text.startswith("<"):
        return SURE if "<marches" in text and any(f"<{name}" in text for name in NAMED) else 0.0
    if not text.startswith(("{", "[")):
        return 0.0
    met = sum(f'"{mark}"' in text for mark in MARKS)
    if '"marches"' in text[:400]:
        return SURE
    return LIKELY if met >= 4 else 0.0


def store(reading: Import, pairs: Iterable[tuple[int, Row]]) -> None:
    """The contracts of the rows, with their holders, modifications and years."""
    store_contracts(pairs)


def _records(path: Path) -> Iterator[tuple[str, Any]]:
    with path.open("rb") as file:
        head = file.read(HEAD).replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not head:
        raise ValidationError(_("Ce fichier est vide."))
    if head.startswith(b"<"):
        return xml_stream.records(path, "marches", NAMED)
    return json_stream.records(path, AROUND, NAMED)


def _unwrapped(record: dict[str, Any]) -> dict[str, Any]:
    """A flat list may hold `{"marche": {…}}` for each."""
    for name in NAMED:
        inner = record.get(name)
        if len(record) == 1 and isinstance(inner, dict):
            return {"_type": name, **inner} if name != "marche" else inner
    return record


def _columns(field: Field, mapping: Mapping[str, Any]) -> tuple[str, ...]:
    """Where a field stands: where a person said, else under the schema's names; a concession has its own."""
    chosen = (mapping.get("columns") or {}).get(field.name)
    return () if chosen == "" else tuple(dict.fromkeys([*([chosen] if chosen else []), *field.columns]))


FORMAT: Final = Format(
    code="decp",
    label=gettext_lazy("Marchés et concessions (DECP 2.0.3, JSON ou XML)"),
    matter=Matter.CONTRACT,
    fields=FIELDS,
    rows=rows,
    columns=columns,
    guess=guess,
    store=store,
    one=of_json(rows, lambda data: [dict(data)]),
)

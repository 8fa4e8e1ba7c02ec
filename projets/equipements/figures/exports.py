"""Lists of public money as CSV, streamed row by row."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db.models import F, QuerySet
from django.http import StreamingHttpResponse

from carto.text import cell

BATCH: Final = 2000
# name in the file → path from the row
ORIGIN: Final = {"source": "ligne__source__title", "clef": "ligne__key"}
CONTRACTS: Final = {
    "identifiant": "uid", "acheteur": "buyer", "acheteur_siret": "buyer_siret", "objet": "objet", "nature": "nature",
    "procedure": "procedure", "cpv": "cpv", "notifie_le": "notified_on", "fin": "ends_on", "mois": "months",
    "montant_notifie_ht": "amount", "concession": "concession", "valeur_globale_ht": "total_value",
    "subvention_publique": "public_subsidy", "pourquoi": "reason", **ORIGIN,
}  # fmt: skip
GRANTS: Final = {
    "attribuant": "giver", "attribuant_siret": "giver_siret", "beneficiaire": "beneficiary",
    "beneficiaire_id": "beneficiary_id", "objet": "objet", "montant": "amount", "nature": "nature", "le": "on",
    "dispositif": "scheme", "ce_que_cela_a_permis": "outcome", **ORIGIN,
}  # fmt: skip
PURCHASES: Final = {
    "objet": "objet", "acheteur": "buyer", "consultation_prevue": "expected_on", "au_moins_ht": "low",
    "au_plus_ht": "high", "mois": "months", **ORIGIN,
}  # fmt: skip
BUDGET: Final = {
    "annee": "year", "budget": "entity", "siret": "siret", "document": "document", "section": "section",
    "depense": "spending", "fonction": "function_code", "fonction_libelle": "function", "nature": "nature_code",
    "nature_libelle": "nature", "operation": "operation", "ordre": "order", "vote": "voted", "realise": "realised",
    **ORIGIN,
}  # fmt: skip


def csv_of(rows: QuerySet, columns: Mapping[str, str], name: str) -> StreamingHttpResponse:
    """A download of every row; a server-side cursor keeps memory flat."""
    answer = StreamingHttpResponse(_written(rows, columns), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _written(rows: QuerySet, columns: Mapping[str, str]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    own = {f"out_{name}": F(path) for name, path in columns.items()}
    for row in rows.annotate(**own).values_list(*own).iterator(chunk_size=BATCH):
        writer.writerow([_cell(value) for value in row])
        if buffer.tell() > 65_536:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _cell(value: Any) -> str:
    """Amounts as they are, below zero too; yes and no in French; words that no spreadsheet runs."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return cell(value)


def _emptied(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text

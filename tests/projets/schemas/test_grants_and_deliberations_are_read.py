"""Grants and deliberations in the formats that cities publish; planned purchases, which have none."""

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from projets.equipements.imports.formats import formats
from projets.equipements.models import Achat, Deliberation, Subvention
from tests.projets.schemas.taking import take, understood
from tiles.bench.money_files import CITY

GRANT = {
    "nomAttribuant": "Ville de Nantes", "idAttribuant": CITY, "dateConvention": "2024-03-15",
    "referenceDecision": "2024-03-103", "nomBeneficiaire": "Les Amis du Jardin des Plantes",
    "idBeneficiaire": "", "rnaBeneficiaire": "W442001234", "objet": "Visites du jardin pour les écoles",
    "montant": "12500.50", "nature": "aide en numéraire", "conditionsVersement": "unique",
    "datesPeriodeVersement": "2024-04-01", "idRAE": "", "notificationUE": "non", "pourcentageSubvention": "1",
    "dispositifAide": "Nature en ville",
}  # fmt: skip
VOTED = {
    "COLL_NOM": "Nantes Métropole", "COLL_SIRET": "24440040400129", "DELIB_ID": "2024-12", "DELIB_DATE": "2024-02-09",
    "DELIB_MATIERE_CODE": "8.4", "DELIB_MATIERE_NOM": "Domaines de compétences/Aménagement du territoire",
    "DELIB_OBJET": "Pont Anne-de-Bretagne : élargissement", "BUDGET_ANNEE": "2024/2025", "BUDGET_NOM": "",
    "PREF_ID": "", "PREF_DATE": "", "VOTE_EFFECTIF": "98", "VOTE_REEL": "90", "VOTE_POUR": "80", "VOTE_CONTRE": "6",
    "VOTE_ABSTENTION": "4", "DELIB_URL": "https://metropole.nantes.fr/deliberations/2024-12.pdf",
}  # fmt: skip
PURCHASE = {
    "Identifiant": "A-7", "Objet du marché": "Réfection du terrain de la Durantière", "Acheteur": "Ville de Nantes",
    "Date prévisionnelle": "T2 2025", "Montant estimé": "entre 90 000 et 221 000 € HT", "Durée en mois": "12 mois",
}  # fmt: skip


def write(path: Path, *rows: Mapping[str, str]) -> Path:
    """A table with these rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.django_db
def test_a_grant_is_stored_and_what_came_of_it_stays(tmp_path: Path) -> None:
    path = write(tmp_path / "subventions.csv", GRANT, GRANT | {"objet": "", "montant": "1 000,5 €"})
    assert formats()["scdl-subventions"].guess(path) == 1
    assert take("scdl-subventions", path)[1] == []
    grant = Subvention.objects.get(objet=GRANT["objet"])
    assert (grant.giver_siret, grant.beneficiary_id, grant.amount) == (CITY, "W442001234", Decimal("12500.50"))
    assert (grant.on, grant.scheme) == (date(2024, 3, 15), "Nature en ville")
    Subvention.objects.filter(pk=grant.pk).update(outcome="Douze classes sont venues.", outcome_at=timezone.now())
    take("scdl-subventions", write(path, GRANT | {"montant": "13000"}))
    grant.refresh_from_db()
    assert (grant.amount, grant.outcome) == (Decimal("13000.00"), "Douze classes sont venues.")
    assert grant.outcome_at is not None
    assert Subvention.objects.count() == 2


@pytest.mark.django_db
def test_a_deliberation_is_stored_with_its_votes(tmp_path: Path) -> None:
    path = write(
        tmp_path / "deliberations.csv", VOTED, VOTED | {"DELIB_ID": "2024-13", "DELIB_URL": "javascript:alert(1)"}
    )
    assert formats()["scdl-deliberations"].guess(path) == 1
    assert take("scdl-deliberations", path)[1] == []
    voted = Deliberation.objects.get(reference="2024-12")
    assert (voted.on, voted.budget_year, voted.council) == (date(2024, 2, 9), 2024, "Nantes Métropole")
    assert (voted.present, voted.votes_for, voted.votes_against, voted.abstained) == (90, 80, 6, 4)
    assert voted.url.endswith("2024-12.pdf")
    Deliberation.objects.filter(pk=voted.pk).update(sha256="a" * 64, pages=3)
    take("scdl-deliberations", write(path, VOTED | {"VOTE_POUR": "79"}))
    voted.refresh_from_db()
    assert (voted.votes_for, voted.pages, voted.sha256) == (79, 3, "a" * 64)
    assert Deliberation.objects.get(reference="2024-13").url == ""


@pytest.mark.django_db
def test_a_planned_purchase_says_when_and_how_much_at_most(tmp_path: Path) -> None:
    path = write(tmp_path / "achats.csv", PURCHASE)
    assert formats()["achats"].guess(path) > 0.5
    assert take("achats", path)[1] == []
    planned = Achat.objects.get()
    assert (planned.expected_on, planned.months) == (date(2025, 4, 1), 12)
    assert (planned.low, planned.high) == (Decimal("90000.00"), Decimal("221000.00"))


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("90000", 90_000, 90_000), ("< 40 k€", None, 40_000), ("plus de 5,5 M€", 5_500_000, None), ("NC", None, None),
        ("40 000 € - 90 000 €", 40_000, 90_000), ("de 40000 à 90000", 40_000, 90_000), ("", None, None),
    ],
)  # fmt: skip
def test_a_bracket_is_understood(tmp_path: Path, said: str, low: int | None, high: int | None) -> None:
    (row,) = understood("achats", write(tmp_path / "achats.csv", PURCHASE | {"Montant estimé": said}))
    assert (row.reasons, row.told["low"], row.told["high"]) == ((), low, high)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2025-06-15", date(2025, 6, 15)), ("15/06/2025", date(2025, 6, 15)), ("2025-06", date(2025, 6, 1)),
        ("juin 2025", date(2025, 6, 1)), ("2ème semestre 2025", date(2025, 7, 1)), ("2025", date(2025, 1, 1)),
        ("1er trimestre 2026", date(2026, 1, 1)), ("06/2025", date(2025, 6, 1)), ("Février 2025", date(2025, 2, 1)),
    ],
)  # fmt: skip
def test_a_period_begins_on_its_first_day(tmp_path: Path, said: str, day: date) -> None:
    (row,) = understood("achats", write(tmp_path / "achats.csv", PURCHASE | {"Date prévisionnelle": said}))
    assert (row.reasons, row.told["expected_on"]) == ((), day)


@pytest.mark.parametrize(
    ("code", "row", "told"),
    [
        ("scdl-subventions", GRANT | {"montant": "-5"}, "négatif"),
        ("scdl-subventions", GRANT | {"montant": "Infinity"}, "n’est pas un montant"),
        ("scdl-subventions", GRANT | {"montant": "1" + "0" * 30}, "trop grand"),
        ("scdl-subventions", GRANT | {"dateConvention": "0000-00-00"}, "n’est pas une date"),
        ("scdl-subventions", GRANT | {"nomBeneficiaire": "\x00"}, "bénéficiaire"),
        ("scdl-deliberations", VOTED | {"DELIB_ID": ""}, "numéro"),
        ("scdl-deliberations", VOTED | {"DELIB_DATE": "9 février"}, "n’est pas une date"),
        ("scdl-deliberations", VOTED | {"VOTE_POUR": "1e9"}, "n’est pas un nombre possible"),
        ("scdl-deliberations", VOTED | {"VOTE_POUR": "-1"}, "n’est pas un nombre possible"),
        ("achats", PURCHASE | {"Date prévisionnelle": "bientôt"}, "ni un jour"),
        ("achats", PURCHASE | {"Montant estimé": "beaucoup"}, "ne se comprend pas"),
        ("achats", PURCHASE | {"Montant estimé": "-12"}, "ne se comprend pas"),
        ("achats", PURCHASE | {"Objet du marché": " "}, "objet"),
    ],
)
def test_what_is_not_possible_is_refused_with_its_reason(
    tmp_path: Path, code: str, row: dict[str, Any], told: str
) -> None:
    refused, good = understood(
        code, write(tmp_path / "t.csv", row, dict(GRANT if "sub" in code else VOTED if "del" in code else PURCHASE))
    )
    assert len(refused.reasons) == 1
    assert told in refused.reasons[0]
    assert good.reasons == ()


def test_a_row_wider_than_its_table_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", GRANT)
    path.write_text(path.read_text() + ";".join(GRANT.values()) + ";en trop\n")
    good, wide = understood("scdl-subventions", path)
    assert (good.reasons, len(wide.reasons), wide.data[""]) == ((), 1, ["en trop"])


@pytest.mark.parametrize("code", ["scdl-subventions", "scdl-deliberations", "achats", "usages", "comptage-mobilites"])
def test_another_table_is_said_to_be_another(tmp_path: Path, code: str) -> None:
    path = write(tmp_path / "t.csv", {"nom": "a", "prix": "3"})
    assert formats()[code].guess(path) == 0
    with pytest.raises(ValidationError, match="manque"):
        understood(code, path)


def test_each_file_is_recognised_by_its_own_reader(tmp_path: Path) -> None:
    for code, row in (("scdl-subventions", GRANT), ("scdl-deliberations", VOTED), ("achats", PURCHASE)):
        path = write(tmp_path / f"{code}.csv", row)
        scores = {name: each.guess(path) for name, each in formats().items()}
        assert max(scores, key=lambda name: scores[name]) == code

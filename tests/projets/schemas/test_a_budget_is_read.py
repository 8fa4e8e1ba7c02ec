"""A budget in the format that cities publish: every line, in the right column, to the cent."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projets.equipements.imports.formats import formats
from projets.equipements.models import LigneBudget
from tests.projets.schemas.taking import take, understood
from tiles.bench.money_files import BUDGET_COLUMNS, CITY, write_budget

LINE = {
    "BGT_NATDEC": "compte administratif", "BGT_ANNEE": "2023", "BGT_SIRET": CITY, "BGT_NOM": "Ville de Nantes",
    "BGT_CONTNAT": "011", "BGT_CONTNAT_LABEL": "Charges à caractère général", "BGT_NATURE": "60612",
    "BGT_FONCTION": "413", "BGT_SECTION": "fonctionnement", "BGT_OPBUDG": "réel", "BGT_CODRD": "dépense",
    "BGT_MTREAL": "182340.55",
}  # fmt: skip


def write(path: Path, *lines: dict[str, str], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A budget with these lines, each said by what differs."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, BUDGET_COLUMNS, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(dict.fromkeys(BUDGET_COLUMNS, "") | LINE | line for line in lines)
    return path


@pytest.mark.django_db
def test_each_document_feeds_its_own_column(tmp_path: Path) -> None:
    path = write(
        tmp_path / "budget.csv",
        {"BGT_MTPREV": "999.00"},
        {"BGT_NATDEC": "budget primitif", "BGT_MTREAL": "", "BGT_MTPREV": "170000.00"},
        {"BGT_NATDEC": "décision modificative", "BGT_MTREAL": "", "BGT_MTPROPNOUV": "-500.10", "BGT_MTPREV": "0"},
        {"BGT_OPBUDG": "ordre", "BGT_CODRD": "recette", "BGT_CONTNAT": "042", "BGT_NATURE": "777", "BGT_MTREAL": "12"},
    )
    _reading, refused = take("scdl-budget", path)
    assert refused == []
    lines = list(LigneBudget.objects.order_by("ligne__number").values_list("document", "voted", "realised", "order"))
    assert lines == [
        ("compte administratif", None, Decimal("182340.55"), False),
        ("budget primitif", Decimal("170000.00"), None, False),
        ("décision modificative", Decimal("-500.10"), None, False),
        ("compte administratif", None, Decimal("12.00"), True),
    ]
    pool = LigneBudget.objects.get(ligne__number=2)
    assert (pool.year, pool.section, pool.spending, pool.siret) == (2023, "F", True, CITY)
    assert (pool.nature, pool.function) == ("Énergie, électricité", "Piscines")
    assert pool.ligne.data["BGT_MTPREV"] == "999.00"  # the row itself is untouched


def test_codes_are_said_in_the_words_of_their_year(tmp_path: Path) -> None:
    path = write(
        tmp_path / "budget.csv",
        {"BGT_FONCTION": "323"},
        {"BGT_FONCTION": "323", "BGT_ANNEE": "2024"},
        {"BGT_FONCTION": "4221", "BGT_ANNEE": "2024"},
        {"BGT_FONCTION": "413", "BGT_FONCTION_LABEL": "Les piscines de la ville", "BGT_NATURE": "999"},
    )
    told = [(row.told["function"], row.told["nature"]) for row in understood("scdl-budget", path)]
    assert told == [
        ("Archives", "Énergie, électricité"),
        ("Piscines", "Énergie, électricité"),
        ("Petite enfance", "Énergie, électricité"),  # its own words are not known, its parent's are
        ("Les piscines de la ville", ""),
    ]
    chosen = understood("scdl-budget", path, {"nomenclature": "M57"})
    assert chosen[0].told["function"] == "Piscines"


@pytest.mark.django_db
def test_lines_that_look_alike_are_all_kept_and_found_again(tmp_path: Path) -> None:
    path = write(tmp_path / "budget.csv", {}, {"BGT_MTREAL": "10"}, {"BGT_MTREAL": "10"})
    take("scdl-budget", path)
    take("scdl-budget", path)
    assert LigneBudget.objects.aggregate(Sum("realised"))["realised__sum"] == Decimal("182360.55")
    assert LigneBudget.objects.count() == 3


def test_a_spreadsheet_in_french_is_read_alike(tmp_path: Path) -> None:
    plain = understood("scdl-budget", write(tmp_path / "a.csv", {}))
    french = write(tmp_path / "b.csv", {"BGT_MTREAL": "182 340,55 €"}, encoding="cp1252", delimiter=";")
    assert [row.told for row in understood("scdl-budget", french)] == [row.told for row in plain]
    assert formats()["scdl-budget"].guess(french) == 1
    wide = write(tmp_path / "c.csv", {}, encoding="utf-16", delimiter="\t")
    assert [row.told for row in understood("scdl-budget", wide)] == [row.told for row in plain]


def test_a_column_with_another_name_is_read_when_a_person_says_which(tmp_path: Path) -> None:
    path = write(tmp_path / "budget.csv", {})
    path.write_text(path.read_text().replace("BGT_CODRD", "SENS"))
    with pytest.raises(ValidationError, match="BGT_CODRD"):
        understood("scdl-budget", path)
    assert "SENS" in formats()["scdl-budget"].columns(path, {})
    (row,) = understood("scdl-budget", path, {"columns": {"spending": "SENS"}})
    assert row.told["spending"] is True
    assert row.reasons == ()


@pytest.mark.parametrize(
    ("strange", "told"),
    [
        ({"BGT_MTREAL": "NaN"}, "n’est pas un montant"),
        ({"BGT_MTREAL": "-Infinity"}, "n’est pas un montant"),
        ({"BGT_MTREAL": "1" + "0" * 30}, "trop grand"),
        ({"BGT_MTREAL": "1e30"}, "trop grand"),
        ({"BGT_MTREAL": "9" * 200}, "n’est pas un montant"),
        ({"BGT_ANNEE": "0000"}, "n’est pas une année"),
        ({"BGT_ANNEE": ""}, "n’est pas une année"),
        ({"BGT_CODRD": "peut-être"}, "n’est pas connu"),
        ({"BGT_SECTION": "x" * 10**6}, "n’est pas connu"),
        ({"BGT_NATDEC": ""}, "étape budgétaire"),
        ({"BGT_SIRET": "'; DROP TABLE"}, "n’est pas un SIRET"),
    ],
)
def test_a_line_that_says_nothing_possible_is_refused_with_its_reason(
    tmp_path: Path, strange: dict[str, str], told: str
) -> None:
    refused, good = understood("scdl-budget", write(tmp_path / "budget.csv", strange, {}))
    assert len(refused.reasons) == 1
    assert told in refused.reasons[0]
    assert len(refused.reasons[0]) < 200
    assert good.reasons == ()


@pytest.mark.django_db
def test_very_long_words_are_cut_beside_the_row_which_keeps_them(tmp_path: Path) -> None:
    path = write(
        tmp_path / "budget.csv", {"BGT_NOM": "é" * 10**6, "BGT_OPERATION": "o" * 10**6, "BGT_NATURE_LABEL": "a\x00b"}
    )
    take("scdl-budget", path)
    line = LigneBudget.objects.get()
    assert (len(line.entity), len(line.operation), line.nature) == (300, 60, "ab")
    assert len(line.ligne.data["BGT_NOM"]) == 10**6


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"%PDF-1.4 nothing", b"a\n1\n", b'"open', b"{}"])
def test_what_is_no_budget_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "budget.csv"
    path.write_bytes(content)
    with pytest.raises(ValidationError):
        understood("scdl-budget", path)
    assert formats()["scdl-budget"].guess(path) == 0


@pytest.mark.django_db
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(0, 60), seed=st.integers(0, 10**6))
def test_what_is_stored_adds_up_to_the_file_to_the_cent(tmp_path: Path, count: int, seed: int) -> None:
    LigneBudget.objects.all().delete()
    path = tmp_path / "budget.csv"
    expected = write_budget(path, count, seed)
    _reading, refused = take("scdl-budget", path)
    assert refused == []
    sums = LigneBudget.objects.values("document").annotate(voted=Sum("voted"), realised=Sum("realised"))
    stored = {each["document"]: int(((each["voted"] or 0) + (each["realised"] or 0)) * 100) for each in sums}
    assert stored == dict(expected)

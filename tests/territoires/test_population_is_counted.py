"""Inhabitants and age bands come from INSEE's tables, whatever their dialect; what is no figure is named."""

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from carto.territoires.models import Level, Population, Territoire
from tests.factories import make_territoire

pytestmark = pytest.mark.django_db
IRIS = """IRIS;COM;LIBIRIS;TYP_IRIS;P20_POP;P20_POP0014;P20_POP1529;P20_POP75P;P20_POPH
441090101;44109;Dobrée;H;3012,5;310,25;1402;207,75;1490
441090102;44109;Gloriette;H;2100;200;900;150;1000
751010101;75101;Ailleurs;H;900;1;2;3;4
"""


@pytest.fixture
def iris() -> Territoire:
    make_territoire(level=Level.IRIS, code="441090102", name="Gloriette-Feydeau")
    return make_territoire(level=Level.IRIS, code="441090101", name="Dobrée-Bon Port")


def imported(tmp_path: Path, table: str | bytes, *options: str) -> str:
    path = tmp_path / "base-ic-evol-struct-pop.csv"
    path.write_bytes(table if isinstance(table, bytes) else table.encode())
    out = StringIO()
    call_command("import_population", str(path), "--source", "INSEE, RP 2020", *options, stdout=out)
    return out.getvalue()


def figures(territoire: Territoire) -> dict[tuple[int | None, int | None], Decimal]:
    return {(one.age_from, one.age_to): one.count for one in territoire.populations.all()}


def test_bands_are_named_by_their_columns(tmp_path: Path, iris: Territoire) -> None:
    told = imported(tmp_path, IRIS)
    totals = {(None, None): Decimal("3012.5"), (0, 14): Decimal("310.25"), (15, 29): Decimal(1402)}
    assert figures(iris) == totals | {(75, None): Decimal("207.75")}
    assert set(Population.objects.values_list("year", "source")) == {(2020, "INSEE, RP 2020")}
    assert "8 ajoutés" in told
    assert "4 d’ailleurs" in told


def test_importing_twice_changes_nothing_and_a_correction_is_made(tmp_path: Path, iris: Territoire) -> None:
    imported(tmp_path, IRIS)
    before = list(Population.objects.order_by("pk").values_list())
    assert "0 ajoutés, 0 modifiés, 8 inchangés" in imported(tmp_path, IRIS)
    assert list(Population.objects.order_by("pk").values_list()) == before
    assert "0 ajoutés, 1 modifiés, 7 inchangés" in imported(tmp_path, IRIS.replace("3012,5", "3013"))
    assert figures(iris)[(None, None)] == 3013


@pytest.mark.parametrize(
    "table",
    [
        b"\xef\xbb\xbf" + IRIS.encode(),
        IRIS.encode("cp1252"),
        IRIS.replace(",", ".").replace(";", ",").encode(),
        IRIS.replace(",", ".").replace(";", "\t").encode(),
        IRIS.replace("\n", "\r\n").encode(),
        IRIS.replace("3012,5", '"3 012,5"').encode(),
    ],
    ids=["bom", "windows", "commas", "tabs", "crlf", "thousands"],
)
def test_every_dialect_says_the_same(tmp_path: Path, iris: Territoire, table: bytes) -> None:
    imported(tmp_path, table)
    assert figures(iris)[(None, None)] == Decimal("3012.5")


def test_communes_are_read_too_and_the_year_is_chosen(tmp_path: Path) -> None:
    nantes = make_territoire(level=Level.COMMUNE, code="44109", name="Nantes")
    table = "CODGEO;P20_POP;P14_POP;P14_POP75P\n44109;320732;298029;21000\n"
    imported(tmp_path, table)
    imported(tmp_path, table, "--year", "2014")
    years = nantes.populations.filter(age_from=None).order_by("year").values_list("year", "count")
    assert list(years) == [(2014, 298029), (2020, 320732)]
    with pytest.raises(CommandError, match="2014, 2020"):
        imported(tmp_path, table, "--year", "1999")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("441090102;44109;G;H;secret;1;2;3;4", "P20_POP n’est pas un nombre"),
        ("441090102;44109;G;H;-5;1;2;3;4", "P20_POP est impossible"),
        ("441090102;44109;G;H;NaN;1;2;3;4", "P20_POP est impossible"),
        (";44109;G;H;5;1;2;3;4", "code absent"),
        ("441090101;44109;G;H;5;1;2;3;4", "code déjà présent ligne 2"),
    ],
)
def test_a_bad_row_is_named_and_the_others_go_in(tmp_path: Path, iris: Territoire, bad: str, reason: str) -> None:
    lines = IRIS.splitlines()
    out = StringIO()
    path = tmp_path / "table.csv"
    path.write_text("\n".join([*lines[:2], bad]))
    with pytest.raises(CommandError) as stopped:
        call_command("import_population", str(path), "--source", "INSEE", stdout=out)
    assert stopped.value.returncode == 1
    assert "Refusé : ligne 3" in out.getvalue()
    assert reason in out.getvalue()
    assert figures(iris)[(None, None)] == Decimal("3012.5")


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("IRIS;LIB\n1;2\n", "Aucune colonne de population"),
        ("NOM;P20_POP\n1;2\n", "Aucune colonne d’identifiant"),
        (IRIS, "Aucun territoire de ce tableau n’est connu"),
        ("", "Aucune colonne"),
        (b"\x00\x01\x02" * 99, "n’est pas un tableau"),
    ],
)
def test_a_table_that_cannot_serve_says_why(tmp_path: Path, table: str | bytes, reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        imported(tmp_path, table)

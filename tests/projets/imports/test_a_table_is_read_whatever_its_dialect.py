"""CSV as it is met: encodings, delimiters, quotes, decimal commas; and what is no table is refused in words."""

import gzip
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from projets.equipements.imports import tables
from projets.equipements.imports.values import amount, site, whole, year
from tests.projets.imports.samples import written

TEXT = 'nom;latitude;longitude\nÉcole d’été;47,2161;-1,5497\n"Le ;dit ""Parc""";47,2;-1,5\n'
ROWS = [
    {"nom": "École d’été", "latitude": "47,2161", "longitude": "-1,5497"},
    {"nom": 'Le ;dit "Parc"', "latitude": "47,2", "longitude": "-1,5"},
]


def _read(path: Path) -> list[dict[str, str]]:
    return [data for _number, data in tables.records(path, {})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_is_understood(tmp_path: Path, encoding: str) -> None:
    assert _read(written(tmp_path, TEXT.encode(encoding))) == ROWS


@pytest.mark.parametrize("sign", ";,\t|")
def test_any_delimiter_is_understood(tmp_path: Path, sign: str) -> None:
    lines = f"nom{sign}lieu{sign}note\n" + f"Parc{sign}ici{sign}1\n" * 3
    assert _read(written(tmp_path, lines)) == [{"nom": "Parc", "lieu": "ici", "note": "1"}] * 3


def test_a_table_may_come_packed(tmp_path: Path) -> None:
    assert _read(written(tmp_path, gzip.compress(TEXT.encode()), "a.csv.gz")) == ROWS
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", TEXT)
        archive.writestr("__MACOSX/a.csv", "x")
    assert _read(written(tmp_path, packed.getvalue(), "a.zip")) == ROWS


def test_columns_that_bear_one_name_or_none_are_told_apart(tmp_path: Path) -> None:
    path = written(tmp_path, "nom;nom;\nParc;Jardin;x\n")
    assert tables.header(path, {}) == ["nom", "nom (2)", "colonne 3"]


def test_a_short_row_is_completed_and_a_long_one_is_seen(tmp_path: Path) -> None:
    short, long = _read(written(tmp_path, "a;b;c\n1;2\n1;2;3;4\n"))
    assert short == {"a": "1", "b": "2", "c": ""}
    assert tables.too_wide(long) and not tables.too_wide(short)


def _bomb() -> bytes:
    return gzip.compress(b"a;b\n" + b"0;0\n" * (20 << 20), 9)


HOSTILE = {
    "empty": (b"", "vide"),
    "blank": (b"\n\n  \n", "vide"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "octets nuls"),
    "controls": (b"a;b\n\x01\x02;\x03\n", "n’est pas un tableau de texte"),
    "nul in utf-16": ("a;b\nx\0;y\n".encode("utf-16"), "octets nuls"),
    "one column": (b"nom\nParc\nJardin\n", "qu’une colonne"),
    "cut gzip": (gzip.compress(TEXT.encode() * 99)[:60], "abîmé"),
    "false zip": (b"PK\x03\x04 nothing", "abîmé"),
    "endless line": (b"a;b\n" + b"x" * (tables.LONGEST_LINE + 9), "ne finit pas"),
    "cut utf-16": ("a;b\nx;y\n".encode("utf-16")[:-1], "ne se lit pas"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, name: str) -> None:
    content, said = HOSTILE[name]
    with pytest.raises(ValidationError) as refused:
        _read(written(tmp_path, content, "file"))
    assert said in refused.value.message


def test_a_bomb_stops_before_it_swells(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="trop lourd"):
        _read(written(tmp_path, _bomb(), "bomb.csv.gz"))


def test_a_wrong_encoding_that_was_settled_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT.encode("cp1252"))
    with pytest.raises(ValidationError, match="ne se lit pas en utf-8"):
        list(tables.records(path, {"encoding": "utf-8"}))
    with pytest.raises(ValidationError, match="Encodage inconnu"):
        list(tables.records(path, {"encoding": "klingon"}))


@given(st.binary(max_size=400))
def test_no_bytes_ever_raise_anything_else(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = written(tmp_path_factory.mktemp("any"), content, "file")
    try:
        _read(path)
    except ValidationError as refused:
        assert refused.messages


def test_numbers_are_read_as_people_write_them() -> None:
    said = {
        "1 234,56 €": "1234.56",
        "1\u202f234,5": "1234.5",
        "1,234.56": "1234.56",
        "15000.0": "15000.0",
        "-1,55": "-1.55",
    }
    assert {text: amount(text) for text in said} == {text: Decimal(number) for text, number in said.items()}
    assert amount("") is amount(None) is amount("NC") is None
    for wrong in ("douze", "1e999", "Infinity"):
        with pytest.raises(ValueError):
            amount(wrong)


def test_other_cells_are_read_with_sense() -> None:
    assert (year("le 12 mai 1998"), year("bientôt"), whole("120 places"), whole("")) == (1998, None, 120, None)
    assert site("www.nantes.fr") == "https://www.nantes.fr"
    assert site("javascript:alert(1)") == site("http://[") == site("pas un site") == ""

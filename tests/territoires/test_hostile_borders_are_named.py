"""A row that cannot be a border is named with its line, code and reason; the others go in; the exit status says so."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import geopandas
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from carto.geometry import place_box
from carto.territoires.models import Territoire
from carto.territoires.reports import SourceError
from carto.territoires.sources.borders import read_borders
from tests.places import CHATEAU, PARIS
from tests.territoires.samples import BOWTIE, X, Y, area, ring, row, write_rows

GOOD = row(area(0, 0, 1, 1), code="bon", nom="Bouffay")
BESIDE = area(1, 0, 2, 1)


def refusals(tmp_path: Path, *rows: dict[str, Any], repair: bool = False) -> list[str]:
    """The reasons, after checking that the good row is in."""
    found = read_borders(write_rows(tmp_path / "rows.geojson", GOOD, *rows), repair=repair, box=place_box())
    assert found.good[0].code == "bon"
    assert len(found.good) + len(found.refused) == 1 + len(rows)
    return [str(remark) for remark in found.refused]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row(None, code="x", nom="X"), "ligne 2 (x) : géométrie absente"),
        (row({"type": "Polygon", "coordinates": []}, code="x", nom="X"), "ligne 2 (x) : géométrie"),
        (row({"type": "MultiPolygon", "coordinates": []}, code="x", nom="X"), "ligne 2 (x) : géométrie vide"),
        (row({"type": "Point", "coordinates": [X, Y]}, code="x", nom="X"), "pas « Point »"),
        (row(BOWTIE, code="x", nom="X"), "le contour se croise lui-même (-1.5"),
        (row(BESIDE, code=None, nom="X"), "ligne 2 : code absent"),
        (row(BESIDE, code="  ", nom="X"), "ligne 2 : code absent"),
        (row(BESIDE, code="x", nom=None), "nom absent"),
        (row(BESIDE, code="x" * 21, nom="X"), "code illisible"),
        (row(BESIDE, code="../x", nom="X"), "code illisible"),
        (row(BESIDE, code="x", nom="X" * 121), "nom trop long"),
        (row(BESIDE, code="bon", nom="X"), "code déjà présent ligne 1"),
        (row(area(0, 0, 1, 1), code="x", nom="X"), "même contour que la ligne 1"),
        (row({"type": "Polygon", "coordinates": [ring(0, 0, 1, 1)[::-1]]}, code="x", nom="X"), "même contour"),
        (row({"type": "Polygon", "coordinates": [[[y, x] for x, y in ring(1, 0, 2, 1)]]}, code="x", nom="X"),
         "longitude et latitude semblent inversées"),
        (row({"type": "Polygon", "coordinates": [[[355000, 6689000], [356000, 6689000], [356000, 6690000],
             [355000, 6689000]]]}, code="x", nom="X"), "hors des degrés"),
        (row(json.loads(PARIS.buffer(0.01).json), code="x", nom="X"), "hors du lieu"),
        (row({"type": "Polygon", "coordinates": [[[X, Y], [X + 0.01, Y], [X + 0.02, Y], [X, Y]]]}, code="x", nom="X"),
         "ligne 2 (x)"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_the_others_go_in(tmp_path: Path, bad: dict[str, Any], reason: str) -> None:
    assert reason in refusals(tmp_path, bad)[0]


def test_not_a_number_is_named(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "nan.geojson", GOOD, row(BESIDE, code="x", nom="X"))
    path.write_text(path.read_text().replace(str(ring(1, 0, 2, 1)[2][0]), "NaN"))
    found = read_borders(path)
    assert [border.code for border in found.good] == ["bon"]
    assert [remark.line for remark in found.refused] == [2]


def test_an_invalid_border_is_mended_only_when_asked_and_it_is_said(tmp_path: Path) -> None:
    found = read_borders(write_rows(tmp_path / "b.geojson", GOOD, row(BOWTIE, code="x", nom="X")), repair=True)
    assert [border.code for border in found.good] == ["bon", "x"]
    assert found.good[1].geom.is_valid
    assert str(found.repaired[0]).startswith("ligne 2 (x) : le contour se croise lui-même")


@pytest.mark.django_db
def test_the_exit_status_says_that_a_row_was_refused(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "rows.geojson", GOOD, row(None, code="x", nom="X"))
    out = StringIO()
    with pytest.raises(CommandError) as stopped:
        call_command("import_territoires", str(path), "--level", "quartier", stdout=out)
    assert stopped.value.returncode == 1
    assert "Refusé : ligne 2 (x) : géométrie absente ou illisible" in out.getvalue()
    assert Territoire.objects.at(CHATEAU).get().code == "bon"


def _mute(tmp_path: Path) -> Path:
    frame = geopandas.read_file(write_rows(tmp_path / "a.geojson", GOOD))
    frame.set_crs(None, allow_override=True).to_file(tmp_path / "mute.shp")
    return tmp_path / "mute.shp"


def _text(tmp_path: Path) -> Path:
    (tmp_path / "text.geojson").write_text("Bonjour, ceci n’est pas une carte.")
    return tmp_path / "text.geojson"


def _cut(tmp_path: Path) -> Path:
    path = write_rows(tmp_path / "cut.geojson", GOOD)
    path.write_bytes(path.read_bytes()[:150])
    return path


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "options", "reason"),
    [
        (_text, (), "ne se lit pas comme un fichier géographique"),
        (_cut, (), "ne se lit pas comme un fichier géographique"),
        (lambda folder: folder / "absent.gpkg", (), "n’existe pas"),
        (_mute, (), "--crs"),
        (
            lambda folder: write_rows(folder / "a.geojson", GOOD),
            ("--crs", "EPSG:bidon"),
            "Système de coordonnées inconnu",
        ),
        (lambda folder: write_rows(folder / "a.geojson", GOOD), ("--code", "insee"), "Le fichier a : code, nom"),
        (lambda folder: write_rows(folder / "a.geojson", row(BESIDE, foo=1)), (), "Champ introuvable pour --code"),
        (lambda folder: write_rows(folder / "a.geojson", GOOD), ("--layer", "autre"), "ne se lit pas"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, make: Any, options: tuple[str, ...], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        call_command("import_territoires", str(make(tmp_path)), "--level", "quartier", *options)
    assert not Territoire.objects.exists()


degrees = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-2, 2).map(lambda d: X + d)
outlines = st.lists(st.tuples(degrees, degrees).map(list), min_size=0, max_size=6)
names = st.none() | st.text(max_size=8) | st.integers(-(2**63), 2**63 - 1) | st.floats()


def test_a_number_that_no_reader_holds_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="ne se lit pas"):
        read_borders(write_rows(tmp_path / "rows.geojson", GOOD | {"properties": {"code": 2**63}}))


@given(outline=outlines, code=names, name=names)
def test_whatever_a_row_says_it_is_either_in_or_named(
    tmp_path_factory: pytest.TempPathFactory, outline: list[list[float]], code: Any, name: Any
) -> None:
    odd = row({"type": "Polygon", "coordinates": [outline]}, code=code, nom=name)
    path = write_rows(tmp_path_factory.mktemp("rows") / "rows.geojson", GOOD, odd)
    found = read_borders(path, repair=True)
    assert len(found.good) + len(found.refused) == 2
    assert all(border.geom.is_valid and not border.geom.is_empty for border in found.good)

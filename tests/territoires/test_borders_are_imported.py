"""Borders come in from any GIS file, in any reference system, and the same file twice changes nothing."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import geopandas
import pytest
from django.contrib.gis.db.models import Union
from django.core.management import call_command

from carto.territoires.models import Level, Territoire, TerritoirePart
from tests.places import CHATEAU
from tests.territoires.samples import area, row, write_rows

pytestmark = pytest.mark.django_db


def imported(path: Path, level: str, *options: str) -> str:
    out = StringIO()
    call_command("import_territoires", str(path), "--level", level, *options, stdout=out)
    return out.getvalue()


def commune(tmp_path: Path, *corners: float) -> Path:
    return write_rows(tmp_path / "commune.geojson", row(area(*corners), code_insee="44109", nom="Nantes"))


def snapshot() -> list[tuple[object, ...]]:
    territoires = Territoire.objects.order_by("pk").values_list("pk", "code", "name", "parent", "geom", "valid_to")
    return [*territoires, *TerritoirePart.objects.order_by("pk").values_list("pk", "geom")]


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    path = commune(tmp_path, -1, -1, 1, 1)
    assert imported(path, "commune").startswith("1 ajoutés, 0 modifiés, 0 inchangés")
    before = snapshot()
    assert imported(path, "commune").startswith("0 ajoutés, 0 modifiés, 1 inchangés")
    assert snapshot() == before


@pytest.mark.parametrize("name", ["borders.gpkg", "borders.shp"])
def test_lambert_93_and_other_formats_are_read(tmp_path: Path, name: str) -> None:
    frame = geopandas.read_file(commune(tmp_path, -1, -1, 1, 1)).to_crs(2154)
    frame.to_file(tmp_path / name)
    imported(tmp_path / name, "commune")
    found = Territoire.objects.get(code="44109")
    assert found.geom.srid == 4326
    assert found.geom.extent == pytest.approx((CHATEAU.x - 0.01, CHATEAU.y - 0.01, CHATEAU.x + 0.01, CHATEAU.y + 0.01))


def test_a_file_that_hides_its_reference_system_is_read_once_it_is_told(tmp_path: Path) -> None:
    frame = geopandas.read_file(commune(tmp_path, -1, -1, 1, 1)).to_crs(2154)
    frame.set_crs(None, allow_override=True).to_file(tmp_path / "mute.shp")
    imported(tmp_path / "mute.shp", "commune", "--crs", "EPSG:2154")
    assert Territoire.objects.get().geom.covers(CHATEAU)


def test_fields_are_named_by_option(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "odd.geojson", row(area(0, 0, 1, 1), Clef="Q7", Appellation="Le Port", lien="44109"))
    imported(commune(tmp_path, -1, -1, 2, 2), "commune")
    imported(path, "quartier", "--code", "clef", "--name", "appellation", "--parent", "lien", "--source", "la mairie")
    found = Territoire.objects.get(level=Level.QUARTIER)
    assert (found.code, found.name, found.parent.code, found.source) == ("Q7", "Le Port", "44109", "la mairie")


def test_a_code_that_a_spreadsheet_made_a_number_is_a_code_again(tmp_path: Path) -> None:
    rows = [row(area(0, 0, 1, 1), code=44109.0, nom="Nantes"), row(area(1, 0, 2, 1), code=44143.0, nom="Rezé")]
    imported(write_rows(tmp_path / "float.geojson", *rows), "commune")
    assert set(Territoire.objects.values_list("code", flat=True)) == {"44109", "44143"}


def test_the_parent_is_where_the_largest_share_lies(tmp_path: Path, two_communes: None) -> None:
    path = write_rows(
        tmp_path / "quartiers.geojson",
        row(area(-1, 0, 0.3, 1), code="a", nom="Surtout à l’ouest"),
        row(area(-0.3, 1, 1, 2), code="b", nom="Surtout à l’est"),
        row(area(-5, 5, -4, 6), code="c", nom="Nulle part"),
    )
    imported(path, "quartier")
    parents = dict(Territoire.objects.filter(level=Level.QUARTIER).values_list("code", "parent__code"))
    assert parents == {"a": "44901", "b": "44902", "c": None}


def test_quartiers_imported_before_their_communes_find_them_later(tmp_path: Path) -> None:
    imported(write_rows(tmp_path / "q.geojson", row(area(0, 0, 1, 1), code="a", nom="Bouffay")), "quartier")
    imported(commune(tmp_path, -1, -1, 2, 2), "commune")
    assert Territoire.objects.get(code="a").parent.code == "44109"


def test_a_border_that_moved_is_corrected_in_place(tmp_path: Path) -> None:
    imported(commune(tmp_path, -1, -1, 1, 1), "commune")
    first = Territoire.objects.get()
    assert "0 ajoutés, 1 modifiés" in imported(commune(tmp_path, -1, -1, 2, 1), "commune")
    again = Territoire.objects.get()
    assert (again.pk, again.valid_to) == (first.pk, None)
    assert again.geom.area > first.geom.area


def test_a_border_that_moved_on_a_day_closes_the_old_one(tmp_path: Path) -> None:
    imported(commune(tmp_path, -1, -1, 1, 1), "commune")
    imported(commune(tmp_path, -1, -1, 2, 1), "commune", "--valid-from", "2026-01-01")
    old, new = Territoire.objects.order_by("pk")
    assert (old.valid_to, new.valid_from, new.valid_to) == (date(2026, 1, 1), date(2026, 1, 1), None)
    assert not old.parts.exists()
    assert list(Territoire.objects.in_force(date(2025, 6, 1))) == [old]
    assert list(Territoire.objects.in_force(date(2026, 6, 1))) == [new]
    assert "0 modifiés, 1 inchangés" in imported(
        commune(tmp_path, -1, -1, 2, 1), "commune", "--valid-from", "2026-01-01"
    )


def test_the_pieces_are_the_border(tmp_path: Path) -> None:
    circle = CHATEAU.buffer(0.02, quadsegs=400)
    path = write_rows(tmp_path / "round.geojson", row(json.loads(circle.json), code="44109", nom="Nantes"))
    imported(path, "commune")
    found = Territoire.objects.get()
    pieces = found.parts.aggregate(whole=Union("geom"))["whole"]
    assert found.parts.count() > 10
    assert pieces.sym_difference(found.geom).area < 1e-9

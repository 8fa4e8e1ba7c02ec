"""`load_place` brings in the territories, streets and addresses of whatever city the base map shows, once."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command

from carto.place import Place, read_place, read_stamp, write_place
from carto.territoires.models import Level, Rue, Territoire
from tests.factories import make_fiche, make_territoire
from tests.places import CHATEAU, PARIS
from tests.territoires.samples import area, row, write_rows

ELSEWHERE = Place("Genève", (6.0, 46.1, 6.2, 46.3), (6.1, 46.2))


def loaded(*options: Any) -> str:
    out = StringIO()
    call_command("load_place", *map(str, options), stdout=out, stderr=out)
    return out.getvalue()


def in_force(level: Level) -> set[str]:
    return set(Territoire.objects.filter(level=level, valid_to=None).values_list("code", flat=True))


@pytest.mark.django_db
def test_the_plan_is_loaded_by_default_and_only_once(own_var: Path) -> None:
    assert "communes : 24 ajoutés" in loaded()
    assert len(in_force(Level.QUARTIER)) == 11
    assert Rue.objects.filter(name="Cours des 50 Otages", commune__code="44109").exists()
    assert [str(one) for one in Territoire.objects.at(CHATEAU)] == ["Nantes", "Centre-ville"]
    assert loaded() == "Rien n’a changé : territoires et rues sont déjà là.\n"
    assert read_place(own_var, configured.CARTO_HOME) == configured.CARTO_HOME


@pytest.mark.django_db
def test_an_emptied_database_is_loaded_again(own_var: Path) -> None:
    loaded("--plan")
    Rue.objects.all().delete()
    Territoire.objects.exclude(parent=None).delete()
    Territoire.objects.all().delete()
    assert "24 ajoutés" in loaded("--plan")


@pytest.mark.django_db
def test_an_extract_gives_its_own_communes(own_var: Path, extract: Path) -> None:
    loaded("--osm", extract)
    assert in_force(Level.COMMUNE) == {"44999"}
    assert Rue.objects.filter(code="essais-sur-loire-rue-longue").exists()


@pytest.mark.django_db
def test_fiches_are_placed_again(own_var: Path, extract: Path) -> None:
    fiche = make_fiche(CHATEAU)
    assert fiche.rue is None
    assert "Fiches rattachées à un autre territoire : 1." in loaded("--osm", extract)
    fiche.refresh_from_db()
    assert fiche.rue.name == "Rue Longue"


@pytest.mark.django_db
def test_real_borders_take_the_place_of_drawn_ones(own_var: Path, tmp_path: Path) -> None:
    loaded("--plan")
    path = write_rows(
        tmp_path / "vrais.geojson",
        row(area(-1, -1, 1, 1), idobj="1", nom="Centre-Ville"),
        row(None, idobj="2", nom="Perdu"),
        row(area(1, -1, 2, 1), idobj="99", nom="Nouveau"),
    )
    told = loaded("--plan", "--territoires", path)
    assert "Refusé : ligne 2 (2)" in told
    assert in_force(Level.QUARTIER) == {"1", "99"}
    assert len(in_force(Level.COMMUNE)) == 24
    assert "Rien n’a changé" in loaded("--plan", "--territoires", path)


@pytest.mark.django_db
def test_levels_are_told_from_the_fields(own_var: Path, extract: Path, tmp_path: Path) -> None:
    iris = write_rows(tmp_path / "iris.geojson", row(area(0, 0, 1, 1), code_iris="441090101", nom_iris="Dobrée"))
    loaded("--osm", extract, "--territoires", iris)
    assert in_force(Level.IRIS) == {"441090101"}
    communes = write_rows(tmp_path / "c.geojson", row(area(-2, -2, 2, 2), id_insee="44109", toponyme="Nantes"))
    loaded("--osm", extract, "--territoires", communes)
    assert in_force(Level.COMMUNE) == {"44109"}


@pytest.mark.django_db
def test_territories_of_another_place_are_closed_and_come_back(own_var: Path, extract: Path) -> None:
    paris = make_territoire(PARIS, code="75101")
    loaded("--plan")
    paris.refresh_from_db()
    assert paris.valid_to is not None
    assert not paris.parts.exists()
    before = Territoire.objects.count()
    loaded("--osm", extract)
    loaded("--plan")
    assert Territoire.objects.count() == before + 1  # the extract's commune, closed
    assert len(in_force(Level.COMMUNE)) == 24


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["absent.osm.pbf", "text.osm"])
def test_what_cannot_be_loaded_is_said_in_french(own_var: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "text.osm").write_text("bonjour")
    with pytest.raises(CommandError):
        loaded("--osm", tmp_path / name)
    assert read_stamp(own_var) == ""
    assert not Territoire.objects.exists()


@pytest.mark.long
@pytest.mark.django_db
def test_an_extract_of_elsewhere_moves_the_map(own_var: Path, real: Path) -> None:
    loaded("--osm", real / "osm" / "geneve.osm.pbf")
    place = read_place(own_var, configured.CARTO_HOME)
    assert place.name == "Genève"
    assert place.bbox[0] < place.centre[0] < place.bbox[2]
    assert place.bbox == pytest.approx((6.098, 46.194, 6.16, 46.229))


def test_the_note_of_a_place_is_read_back(tmp_path: Path) -> None:
    write_place(tmp_path, ELSEWHERE, "abc")
    assert read_place(tmp_path, configured.CARTO_HOME) == ELSEWHERE
    assert read_stamp(tmp_path) == "abc"
    write_place(tmp_path, None, "def")
    assert read_place(tmp_path, ELSEWHERE) == ELSEWHERE


@pytest.mark.parametrize(
    "note", ["", "[]", "{", '{"place": 3}', '{"place": {"name": "x", "bbox": [1, 2], "centre": [0, 0]}}',
             '{"place": {"name": "x", "bbox": [0, 0, 1, 1], "centre": [9, 9]}}', '{"place": {"bbox": ["a"]}}'],
)  # fmt: skip
def test_a_note_that_cannot_be_understood_is_no_note(tmp_path: Path, note: str) -> None:
    (tmp_path / "place.json").write_text(note)
    assert read_place(tmp_path, ELSEWHERE) == ELSEWHERE


def test_a_place_framed_elsewhere_is_centred_there() -> None:
    assert ELSEWHERE.framed((6.05, 46.15, 6.15, 46.25)).centre == ELSEWHERE.centre
    assert ELSEWHERE.framed((0.0, 0.0, 2.0, 2.0)).centre == (1.0, 1.0)

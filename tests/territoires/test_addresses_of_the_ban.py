"""The Base adresse nationale comes in through COPY; bad rows are named, rows of elsewhere are left."""

import gzip
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from django.core.management import CommandError, call_command

from carto.territoires.models import Adresse, Voie
from carto.territoires.sources.ban import SOURCE
from tests.places import CHATEAU, PARIS, REZE
from tests.territoires.test_where_a_point_lies import make_street

pytestmark = pytest.mark.django_db
HEADER = "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;x;y;lon;lat;type_position"
X, Y = CHATEAU.x, CHATEAU.y


def line(code: str, number: str = "4", suffix: str = "", street: str = "Place Marc Elder", at: str = f"{X};{Y}") -> str:
    return f"{code};44109_1;{number};{suffix};{street};44000;44109;Nantes;355000;6689000;{at};entrée"


def imported(tmp_path: Path, *lines: str, zipped: bool = False) -> str:
    path = tmp_path / ("adresses-44.csv.gz" if zipped else "adresses-44.csv")
    content = "\n".join([HEADER, *lines]).encode()
    path.write_bytes(gzip.compress(content) if zipped else content)
    out = StringIO()
    try:
        call_command("import_adresses", str(path), stdout=out)
    except CommandError as stopped:
        assert stopped.returncode == 1
        return f"{out.getvalue()}{stopped}"
    return out.getvalue()


@pytest.mark.parametrize("zipped", [False, True])
def test_an_address_is_told_as_people_write_it(tmp_path: Path, zipped: bool) -> None:
    imported(tmp_path, line("44109_1_00004_bis", suffix="bis"), zipped=zipped)
    found = Adresse.objects.get()
    assert (str(found), found.postcode, found.city, found.source) == (
        "4 bis Place Marc Elder",
        "44000",
        "Nantes",
        SOURCE,
    )
    assert found.geom.equals_exact(CHATEAU, 1e-9)


def test_it_stands_on_the_street_of_its_name(tmp_path: Path) -> None:
    rue = make_street(CHATEAU, REZE, name="PLACE Marc-Elder").pk
    imported(tmp_path, line("a"), line("b", street="place marc elder"), line("c", street="Place Royale"))
    assert dict(Adresse.objects.values_list("code", "rue")) == {"a": rue, "b": rue, "c": None}


def test_a_street_of_that_name_far_away_is_another(tmp_path: Path) -> None:
    make_street(REZE, Point(REZE.x + 0.001, REZE.y), name="Place Marc Elder")
    imported(tmp_path, line("a"))
    assert Adresse.objects.get().rue is None


def test_a_street_without_a_course_is_known_by_its_addresses(tmp_path: Path) -> None:
    imported(tmp_path, line("a", street="Rue Cachée"), line("b", "6", street="Rue Cachée"))
    assert [(voie.name, voie.city) for voie in Voie.objects.all()] == [("Rue Cachée", "Nantes")]
    make_street(CHATEAU, REZE, name="Rue Cachée")
    imported(tmp_path, line("a", street="Rue Cachée"))
    assert not Voie.objects.exists()


def test_importing_twice_changes_nothing_and_what_is_gone_goes(tmp_path: Path) -> None:
    rows = [line("a"), line("b", "6")]
    imported(tmp_path, *rows)
    before = list(Adresse.objects.order_by("pk").values_list())
    assert "0 ajoutés, 0 modifiés, 2 inchangés, 0 retirés" in imported(tmp_path, *rows)
    assert list(Adresse.objects.order_by("pk").values_list()) == before
    assert "0 ajoutés, 1 modifiés, 0 inchangés, 1 retirés" in imported(tmp_path, line("a", "8"))


def test_other_places_and_hamlets_are_left(tmp_path: Path) -> None:
    told = imported(tmp_path, line("a"), line("p", at=f"{PARIS.x};{PARIS.y}"), line("h", "99999"))
    assert "2 d’ailleurs" in told
    assert list(Adresse.objects.values_list("code", flat=True)) == ["a"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (line("x", at="abc;47.2"), "coordonnées illisibles"),
        (line("x", at="nan;47.2"), "coordonnées illisibles"),
        (line("x", at=";"), "coordonnées illisibles"),
        (line("x", at=f"{Y};{X}"), "inversées"),
        (line("x", "douze"), "numéro illisible"),
        (line("x", "123456789"), "numéro illisible"),
        (line(""), "identifiant, numéro ou voie absents"),
        (line("x", street=""), "identifiant, numéro ou voie absents"),
        (line("x", street="R" * 200), "trop longs"),
        (line("a"), "déjà présent ligne 2"),
        ("x;court", "absents"),
    ],
)
def test_a_bad_row_is_named_and_the_others_go_in(tmp_path: Path, bad: str, reason: str) -> None:
    told = imported(tmp_path, line("a"), bad, line("z", "6"))
    assert "Refusé : ligne 3" in told
    assert reason in told
    assert set(Adresse.objects.values_list("code", flat=True)) == {"a", "z"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"id;numero\n1;2\n", "Colonne absente : nom_voie, lon, lat"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "n’est pas un tableau|Colonne absente"),
        (gzip.compress(f"{HEADER}\n{line('a')}\n".encode() * 500)[:-40], "s’arrête ou s’abîme|ne peut pas être lu"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_what_was_there(tmp_path: Path, content: bytes, reason: str) -> None:
    imported(tmp_path, line("a"))
    (tmp_path / "faux.csv.gz").write_bytes(content)
    with pytest.raises(CommandError, match=reason):
        call_command("import_adresses", str(tmp_path / "faux.csv.gz"), stdout=StringIO())
    assert Adresse.objects.get().code == "a"

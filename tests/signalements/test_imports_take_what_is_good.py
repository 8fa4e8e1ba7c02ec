"""A foreign file: every good row goes in once, every other one is named with its line, its field and the reason."""

import csv
import gzip
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from carto.fiches.models import Evenement, Fiche, What
from signalements.models import Signalement
from tests.factories import make_territoire
from tests.places import CHATEAU
from tests.signalements.samples import load_content

pytestmark = pytest.mark.django_db
PARIS = Path(settings.BASE_DIR) / "signalements" / "content" / "mappings" / "paris_dansmarue.toml"
HEADER = "id,lon,lat,sorte,texte,jour\n"
MAPPING = """
[file]
source = "Ailleurs"
id = "id"
[place]
longitude = "lon"
latitude = "lat"
[words]
text = "texte"
[date]
column = "jour"
format = "%d/%m/%Y"
[category]
[[category.rules]]
code = "trou-chaussee"
column = "sorte"
contains = ["Trou"]
[[category.rules]]
code = "tags-affiches"
column = "sorte"
equals = ["tag"]
"""
GOOD = "1,-1.5497,47.2161,Gros trou,Devant le château,04/03/2026\n"

Importer = Callable[..., str]


@pytest.fixture
def importer(tmp_path: Path) -> Importer:
    """Writes the rows and the mapping to files, imports them, and returns what the command said."""
    load_content()

    def run(rows: str, *options: str, mapping: str = MAPPING, header: str = HEADER) -> str:
        said = io.StringIO()
        (tmp_path / "file.csv").write_bytes((header + rows).encode())
        (tmp_path / "mapping.toml").write_text(mapping)
        call_command(
            "import_signalements", str(tmp_path / "file.csv"), "--mapping", str(tmp_path / "mapping.toml"), *options,
            stdout=said, stderr=said,
        )  # fmt: skip
        return said.getvalue()

    return run


def test_a_good_row_becomes_a_whole_signalement(importer: Importer) -> None:
    make_territoire(CHATEAU, name="Centre-Ville")
    assert "Lignes lues : 1 ; reprises : 1 ; déjà là : 0 ; refusées : 0" in importer(GOOD)
    stored = Signalement.objects.get()
    assert (stored.title, stored.text, stored.categorie.code) == (
        "Trou dans la chaussée", "Devant le château", "trou-chaussee",
    )  # fmt: skip
    assert stored.geom.coords == (-1.5497, 47.2161)
    assert stored.reported_at == stored.created_at == datetime(2026, 3, 3, 23, 0, tzinfo=UTC)
    assert (stored.quartier.name, stored.number[:7], stored.origin) == ("Centre-Ville", "S-2026-", "import")
    assert (stored.stage, stored.demonstration, stored.due_at is None) == ("new", False, False)
    event = stored.evenements.get()
    assert (event.what, event.public_text) == (What.IMPORTED, "Repris de Ailleurs, numéro 1.")


def test_importing_twice_changes_nothing(importer: Importer) -> None:
    rows = GOOD + "2,-1.55,47.21,tag,,05/03/2026\n"
    importer(rows)
    before = list(Fiche.objects.order_by("pk").values()), Evenement.objects.count()
    assert "Lignes lues : 2 ; reprises : 0 ; déjà là : 2" in importer(rows)
    assert (list(Fiche.objects.order_by("pk").values()), Evenement.objects.count()) == before


def test_the_same_identifier_twice_in_a_file_is_one_fiche(importer: Importer) -> None:
    assert "reprises : 1 ; déjà là : 1" in importer(GOOD + GOOD)
    assert Evenement.objects.count() == 1


HOSTILE = {
    "NaN": ("9,NaN,47.2,trou,,04/03/2026\n", "lon, lat", "illisible"),
    "infinite": ("9,inf,47.2,trou,,04/03/2026\n", "lon, lat", "illisible"),
    "no number": ("9,ouest,nord,trou,,04/03/2026\n", "lon, lat", "illisible"),
    "empty place": ("9,,,trou,,04/03/2026\n", "lon, lat", "illisible"),
    "off the Earth": ("9,200,100,trou,,04/03/2026\n", "lon, lat", "hors de Nantes"),
    "elsewhere": ("9,2.35,48.85,trou,,04/03/2026\n", "lon, lat", "hors de Nantes"),
    "swapped": ("9,47.2161,-1.5497,trou,,04/03/2026\n", "lon, lat", "inversées"),
    "NUL": ("9,-1.55,47.21,trou,a\x00b,04/03/2026\n", "texte", "illisibles"),
    "NUL in the identifier": ("9\x00,-1.55,47.21,trou,,04/03/2026\n", "id", "identifiant"),
    "no identifier": (",-1.55,47.21,trou,,04/03/2026\n", "id", "identifiant"),
    "huge": (f"9,-1.55,47.21,trou,{'é' * 200_000},04/03/2026\n", "texte", "200000 caractères, 4000 au plus"),
    "bad date": ("9,-1.55,47.21,trou,,2026-03-04\n", "jour", "Date illisible"),
    "no date": ("9,-1.55,47.21,trou,,\n", "jour", "Date illisible"),
    "impossible day": ("9,-1.55,47.21,trou,,31/02/2026\n", "jour", "Date illisible"),
    "future": ("9,-1.55,47.21,trou,,04/03/2126\n", "jour", "Date impossible"),
    "antique": ("9,-1.55,47.21,trou,,04/03/1626\n", "jour", "Date impossible"),
    "unknown category": ("9,-1.55,47.21,licorne,,04/03/2026\n", "catégorie", "Aucune catégorie ne convient"),
    "short row": ("9,-1.55\n", "jour", "Date illisible"),
}


@pytest.mark.parametrize(("row", "field", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_row_is_named_and_the_others_go_in(
    importer: Importer, tmp_path: Path, row: str, field: str, reason: str
) -> None:
    rejects = tmp_path / "rejets.csv"
    with pytest.raises(CommandError, match="Lignes refusées : 1 ; les autres sont bien là") as stopped:
        importer(row + GOOD, "--reject", str(rejects))
    assert stopped.value.returncode == 3
    assert Signalement.objects.count() == 1
    with rejects.open(newline="") as lines:
        (named,) = csv.DictReader(lines)
    assert (named["ligne"], named["champ"]) == ("2", field)
    assert reason in named["raison"]


def test_a_text_over_several_lines_does_not_lose_count(importer: Importer, tmp_path: Path) -> None:
    rows = '1,-1.55,47.21,trou,"trois\nlignes\nici",04/03/2026\n2,0,0,trou,,04/03/2026\n'
    with pytest.raises(CommandError):
        importer(rows, "--reject", str(tmp_path / "rejets.csv"))
    assert "\n5," in (tmp_path / "rejets.csv").read_text().replace("\r\n", "\n")


def test_bytes_that_are_no_text_refuse_the_row_only(importer: Importer, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Lignes refusées : 1"):
        importer(GOOD, header=HEADER + "2,-1.55,47.21,trou,\ufffd,04/03/2026\n")
    assert Signalement.objects.count() == 1


def test_a_limit_reads_the_first_rows_only(importer: Importer) -> None:
    assert "Lignes lues : 1 ;" in importer(GOOD + "2,-1.55,47.21,tag,,05/03/2026\n", "--limit", "1")


def test_a_shift_moves_everything_to_the_place_and_says_so(importer: Importer) -> None:
    rows = "1,2.30,48.80,trou,,04/03/2026\n2,2.40,48.90,tag,,04/03/2026\n3,200,100,tag,,04/03/2026\n"
    with pytest.raises(CommandError, match="Lignes refusées : 1"):
        importer(rows, "--shift-to-place")
    west, south, east, north = settings.CARTO_BBOX
    first, second = Signalement.objects.order_by("text", "pk")
    assert (first.geom.x + second.geom.x) / 2 == pytest.approx((west + east) / 2)
    assert (first.geom.y + second.geom.y) / 2 == pytest.approx((south + north) / 2)
    assert first.demonstration, "a moved report is no report of this city"
    assert "Lieu déplacé pour un essai." in first.evenements.get().public_text


def test_places_may_come_as_wkt(importer: Importer) -> None:
    mapping = MAPPING.replace('longitude = "lon"\nlatitude = "lat"', 'wkt = "ou"')
    header = "id,ou,sorte,texte,jour\n"
    rows = (
        '1,"LINESTRING (-1.55 47.21, -1.551 47.211)",trou,,04/03/2026\n'
        '2,"POLYGON ((0 0",trou,,04/03/2026\n'
        '3,"SRID=2154;POINT (355577 6689723)",trou,,04/03/2026\n'
        '4,"POLYGON ((-1.55 47.21, -1.54 47.22, -1.55 47.22, -1.54 47.21, -1.55 47.21))",trou,,04/03/2026\n'
        "5,POINT EMPTY,trou,,04/03/2026\n"
    )
    with pytest.raises(CommandError, match="Lignes refusées : 4"):
        importer(rows, mapping=mapping, header=header)
    assert Signalement.objects.get().geom.geom_type == "LineString"


def test_states_are_translated(importer: Importer) -> None:
    mapping = MAPPING + '[status]\ncolumn = "sorte"\nvalues = { tag = "treated" }\n'
    importer("1,-1.55,47.21,tag,,05/03/2026\n", mapping=mapping)
    assert (Signalement.objects.get().status, Signalement.objects.get().stage) == ("treated", "done")


MAPPINGS = {
    "no TOML": ("[file", "Correspondance illisible"),
    "no place": (MAPPING.replace('longitude = "lon"', ""), "incomplète"),
    "unknown state": (MAPPING + '[status]\ndefault = "perdu"\n', "incomplète"),
    "unknown key": (MAPPING.replace('id = "id"', 'id = "id"\nidd = "x"'), "incomplète"),
    "column that the file lacks": (MAPPING.replace('"texte"', '"description"'), "Colonnes absentes .*: description"),
    "unknown encoding": (MAPPING.replace('id = "id"', 'id = "id"\nencoding = "utf-99"'), "illisible"),
    "long delimiter": (MAPPING.replace('id = "id"', 'id = "id"\ndelimiter = "::"'), "illisible"),
}


@pytest.mark.parametrize(("mapping", "said"), MAPPINGS.values(), ids=MAPPINGS)
def test_a_mapping_that_cannot_serve_stops_before_anything(importer: Importer, mapping: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        importer(GOOD, mapping=mapping)
    assert not Signalement.objects.exists()


def test_a_code_that_no_category_has_is_refused(importer: Importer) -> None:
    with pytest.raises(CommandError, match="Lignes refusées : 1"):
        importer(GOOD, mapping=MAPPING.replace("trou-chaussee", "nid-de-poule"))


def test_a_cut_archive_is_said_and_nothing_goes_in(tmp_path: Path) -> None:
    load_content()
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(gzip.compress((HEADER + GOOD * 1000).encode())[:-20])
    (tmp_path / "mapping.toml").write_text(MAPPING)
    with pytest.raises(CommandError, match="Fichier illisible"):
        call_command("import_signalements", str(path), "--mapping", str(tmp_path / "mapping.toml"))
    assert not Signalement.objects.exists()


@pytest.mark.long
@pytest.mark.skipif(not settings.CARTO_REAL_DATA, reason="CARTO_REAL_DATA is not set: no real reports to import")
def test_the_45_342_reports_of_paris_all_go_in() -> None:
    load_content()
    path = settings.CARTO_REAL_DATA / "signalements" / "paris_dansmarue_45k.csv.gz"
    call_command("import_signalements", str(path), "--mapping", str(PARIS), "--shift-to-place", verbosity=0)
    assert Signalement.objects.count() == Fiche.objects.count() == Evenement.objects.count() == 45_342
    other = Signalement.objects.filter(categorie__code="autre").count()
    assert other < 453, "the mapping leaves less than one report in a hundred without a category"

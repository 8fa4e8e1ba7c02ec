"""The ways of one name in one commune are one street, cut where the commune ends."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.core.management import CommandError, call_command
from shapely.geometry.base import BaseGeometry

from carto.territoires.actions import load_streets
from carto.territoires.models import Adresse, Lieu, Rue
from carto.territoires.sources.osm import read_extract
from tests.factories import make_fiche
from tests.places import CHATEAU

pytestmark = pytest.mark.django_db
LAMBERT_METRES = 1.5  # what a projection may cost over a few hundred metres


def imported(extract: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_rues", str(extract), *options, stdout=out)
    return out.getvalue()


def lengths() -> dict[str, float]:
    return {rue.code: rue.geom_metres.length for rue in Rue.objects.all()}


def test_a_street_that_crosses_a_border_is_two_streets_of_the_same_name(extract: Path, two_communes: None) -> None:
    imported(extract)
    west, east = Rue.objects.filter(name="Rue Longue").order_by("-commune__name")
    assert (west.code, east.code) == ("ouest-ville-rue-longue", "est-ville-rue-longue")
    assert west.geom.extent[2] == pytest.approx(CHATEAU.x)
    assert east.geom.extent[0] == pytest.approx(CHATEAU.x)
    assert (west.osm_ids, east.osm_ids) == ([1, 2, 5], [2])


def test_the_pieces_of_a_street_are_as_long_as_the_street(extract: Path, two_communes: None) -> None:
    read = read_extract(extract)
    imported(extract)
    drawn = lengths()
    whole = sum(_metres(street.geom) for street in read.streets if street.slug == "rue-longue")
    assert drawn["ouest-ville-rue-longue"] + drawn["est-ville-rue-longue"] == pytest.approx(whole, abs=LAMBERT_METRES)


def _metres(line: BaseGeometry) -> float:
    return GEOSGeometry(line.wkt, srid=4326).transform(2154, clone=True).length


def test_a_street_that_brushes_the_next_commune_is_not_a_street_of_it(extract: Path, two_communes: None) -> None:
    imported(extract)
    assert [rue.commune.name for rue in Rue.objects.filter(name="Rue Frôlée")] == ["Ouest-Ville"]
    assert Rue.objects.get(name="Impasse du Bord").commune.name == "Est-Ville"


def test_without_communes_streets_are_told_apart_by_distance(extract: Path) -> None:
    imported(extract)
    assert set(Rue.objects.values_list("code", flat=True)) == {"rue-longue", "rue-frolee", "impasse-du-bord"}


def test_a_way_whose_nodes_are_missing_is_no_street(extract: Path) -> None:
    imported(extract)
    assert not Rue.objects.filter(name="Rue Coupée").exists()


def test_importing_twice_changes_nothing(extract: Path, two_communes: None) -> None:
    imported(extract)
    before = list(Rue.objects.order_by("pk").values_list()), list(Adresse.objects.order_by("pk").values_list())
    told = imported(extract)
    assert "rues : 0 ajoutés, 0 modifiés, 4 inchangés, 0 retirés." in told
    assert (
        list(Rue.objects.order_by("pk").values_list()),
        list(Adresse.objects.order_by("pk").values_list()),
    ) == before


def test_what_an_extract_no_longer_holds_goes_and_fiches_stay(extract: Path, two_communes: None) -> None:
    imported(extract)
    fiche = make_fiche(CHATEAU)
    assert fiche.rue.name == "Rue Longue"
    extract.write_text(extract.read_text().replace("Rue Longue", "Rue Nouvelle").replace("rue longue", "rue nouvelle"))
    assert "2 retirés" in imported(extract).splitlines()[0]
    fiche.refresh_from_db()
    assert fiche.rue is None
    call_command("reassign_fiches", stdout=StringIO())
    fiche.refresh_from_db()
    assert fiche.rue.name == "Rue Nouvelle"


def test_a_second_extract_can_be_added_to_the_first(extract: Path, two_communes: None) -> None:
    imported(extract)
    extract.write_text(extract.read_text().replace("Impasse du Bord", "Impasse Nouvelle"))
    imported(extract, "--add")
    assert Rue.objects.filter(name__startswith="Impasse").count() == 2


def test_spots_have_a_name_or_are_street_furniture(extract: Path) -> None:
    imported(extract)
    kept = set(Lieu.objects.values_list("osm_id", "nature", "name"))
    assert kept == {
        ("node/20", "amenity=library", "Bibliothèque des Essais"),
        ("node/21", "amenity=bench", ""),
        ("way/8", "leisure=park", "Parc des Essais"),
    }


def test_trees_come_only_when_asked(extract: Path) -> None:
    imported(extract, "--trees")
    assert Lieu.objects.filter(nature="natural=tree").count() == 1


def test_addresses_stand_on_their_street(extract: Path, two_communes: None) -> None:
    imported(extract)
    doors = {door.number: door.rue.code for door in Adresse.objects.select_related("rue")}
    assert doors == {"12 bis": "ouest-ville-rue-longue", "3": "est-ville-rue-longue", "5": "est-ville-rue-longue"}


def test_an_extract_that_nobody_sorted_is_read_all_the_same(extract: Path) -> None:
    lines = extract.read_text().split("\n")
    ways = [rank for rank, line in enumerate(lines) if line.startswith(('  <way id="1"', '  <way id="4"'))]
    for offset in (0, 1):
        lines[ways[0] + offset], lines[ways[1] + offset] = lines[ways[1] + offset], lines[ways[0] + offset]
    extract.write_text("\n".join(lines))
    assert len(read_extract(extract).streets) == 5


@pytest.mark.parametrize(
    "content", [b"", b"<html></html>", b"PK\x03\x04", b"<?xml version='1.0'?><osm version='0.6'><node"]
)
def test_what_is_not_an_extract_is_said_in_french(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "faux.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=r"n’est pas un extrait|abîmé ou incomplet"):
        imported(path)


@pytest.mark.long
def test_a_real_town_is_imported_and_imported_again(real: Path) -> None:
    steps = load_streets(real / "osm" / "geneve.osm.pbf")
    assert [step.report.added > 500 for step in steps] == [True, True, True]
    again = load_streets(real / "osm" / "geneve.osm.pbf")
    assert [step.report.touched for step in again] == [False, False, False]
    linked = Adresse.objects.exclude(rue=None).count() / Adresse.objects.count()
    assert linked > 0.95

"""Real files, read in place: each imports with a report that says what is in it, and twice changes nothing."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from projets.equipements.models import Equipement, Ligne
from tests.projets.imports.samples import load_reference

DATA = Path(os.environ.get("CARTO_REAL_DATA", ""))
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not os.environ.get("CARTO_REAL_DATA"), reason="CARTO_REAL_DATA is not set"),
]
COUNTS = (
    "lignes lues : {0} ; nouvelles : {1} ; changées : {2} ; inchangées : {3} ; "
    "refusées : {4} ; absentes désormais : {5}."
)


def _read(name: str, *options: str) -> str:
    said = StringIO()
    call_command("import_source", str(DATA / name), "--source", "reelle", *options, stdout=said)
    return said.getvalue()


@pytest.mark.parametrize(
    ("name", "options", "read", "refused", "placed"),
    [
        ("nantes/equipements_deplacement_2012.csv", (), 224, 0, 224),
        ("nantes/parcs_officiels.geojson", (), 127, 0, 127),
        ("nantes/parcs_osm.geojson", (), 403, 0, 403),
        ("projets/dsil_pays_de_la_loire.geojson", ("--extent=-2.7,46.2,1,48.6", "--status=planned"), 223, 0, 223),
        ("projets/paris_bp_laureats.sqlite", ("--status=planned",), 1341, 0, 0),
        ("osm/redon.osm", ("--extent=-2.2,47.5,-1.9,47.8",), None, 0, None),
    ],
)  # fmt: skip
def test_each_imports_and_twice_changes_nothing(
    name: str, options: tuple[str, ...], read: int | None, refused: int, placed: int | None
) -> None:
    load_reference()
    said = _read(name, *options)
    read = read or Ligne.objects.count()
    placed = Equipement.objects.count() if placed is None else placed
    assert COUNTS.format(read, read - refused, 0, 0, refused, 0) in said, said
    assert Equipement.objects.count() == placed and read > 50
    assert ("n’en ont pas" in said) == (placed < read)
    assert COUNTS.format(read, 0, 0, read - refused, refused, 0) in _read(name)


def test_the_swapped_rows_of_wroclaw_are_caught_and_placed_when_accepted() -> None:
    load_reference()
    name = "projets/pabulib_projects_geolocated.csv.gz"
    said = _read(name, "--extent=16.8,51.0,17.2,51.25", "--status=planned")
    assert "165 lignes semblent avoir latitude et longitude inversées." in said
    assert not Equipement.objects.exists()
    assert COUNTS.format(8409, 165, 0, 0, 8244, 0) in _read(name, "--accept-swapped")
    assert (
        Equipement.objects.filter(
            geom__bboverlaps="SRID=4326;POLYGON((16.8 51,17.2 51,17.2 51.25,16.8 51.25,16.8 51))"
        ).count()
        == 165
    )
    assert COUNTS.format(8409, 0, 0, 165, 8244, 0) in _read(name)

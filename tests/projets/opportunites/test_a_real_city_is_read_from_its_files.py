"""Streets and quartiers worked out from the addresses of reports; projects put on their street, or nowhere."""

import sqlite3
from pathlib import Path

import pytest
from shapely import Point

from projets.opportunites.evidence.real.paris import City, Project, dashes, folded, read_address, read_projects

ROWS = [
    ("4 Rue du Bac, 75007 PARIS", "7", "INVALIDES", 2.30, 48.85),
    ("40bis rue du bac, 75007 PARIS", "7", "INVALIDES", 2.31, 48.85),
    ("Rue du Bac, 75006 PARIS", "6", "ODEON", 2.33, 48.85),
    ("12, 75006 PARIS", "6", "", 2.331, 48.851),
]


@pytest.fixture
def city() -> City:
    """Two quartiers, one street in two arrondissements."""
    found = City()
    for address, arrondissement, quartier, longitude, latitude in ROWS:
        found.add(
            {"adresse": address, "arrondissement": arrondissement, "conseilquartier": quartier, "lon": str(longitude),
             "lat": str(latitude)}
        )  # fmt: skip
    return found


def project(address: str, arrondissement: int) -> Project:
    """One that nothing but its place tells apart."""
    return Project(1, "Un banc", "Cadre de vie", 2023, "ETUDES", "", "", None, address, arrondissement)


def test_a_street_is_its_reported_addresses_and_a_quartier_what_is_nearest(city: City) -> None:
    assert {key: len(known) for key, known in city.streets.items()} == {(7, "rue du bac"): 2, (6, "rue du bac"): 1}
    assert len(dashes(city.streets[7, "rue du bac"])) == 2
    borders = city.borders
    assert set(borders) == {"INVALIDES", "ODEON"}
    assert borders["INVALIDES"].contains(Point(2.30, 48.85)) and borders["ODEON"].contains(Point(2.33, 48.85))
    assert borders["INVALIDES"].intersection(borders["ODEON"]).area < 1e-12


def test_a_project_goes_to_the_nearest_number_of_its_street_or_nowhere(city: City) -> None:
    assert city.place(project("38 Rue du Bac", 7)) == (2.31, 48.85)
    assert city.place(project("Rue  DU  BAC", 6)) == (2.33, 48.85)
    assert city.place(project("1 Rue Inconnue", 7)) is None and city.place(project("", 7)) is None


def test_addresses_are_read_as_people_write_them() -> None:
    read = read_address("17 Bis Avenue Jean-Jaurès, 75019 PARIS", 19)
    assert read and (read.number, read.street) == (17, "avenue jean jaurès")
    assert folded("Rue de l’Échiquier") == folded("rue de l'échiquier") and read_address("", 1) is None


def test_projects_keep_only_dates_that_are_dates(tmp_path: Path) -> None:
    path = tmp_path / "lus.sqlite"
    columns = (
        "identifiant_projet_gagnant, titre_projet_gagnant, thematique, edition, avancement_projet, "
        "lancement_travaux_projet, livraison_prev_projet, budget_global_projet_gagnant, adresse_projet_gagnant, "
        "arrondissement_projet_gagnant"
    )
    with sqlite3.connect(path) as held:
        held.execute(f"CREATE TABLE projects ({columns})")
        held.execute(
            "INSERT INTO projects VALUES (7, 'Un banc', 'Sport', 2023, 'ETUDES', 'NON LANCÉS', '2026-07', 9, NULL, 7)"
        )
    found = list(read_projects(path))
    assert [(each.begins, each.due, each.budget, each.address) for each in found] == [("", "2026-07", 9, "")]

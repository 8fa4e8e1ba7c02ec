"""A source changes its columns: told before anything is taken, nothing lost, and settled once for the next times."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from projets.equipements.imports.columns import likeness
from projets.equipements.imports.readings import look_again, preview, take
from projets.equipements.imports.remapping import remap
from projets.equipements.models import Equipement, Ligne
from tests.projets.imports.samples import LIBRARY, POOL, SCDL, counted, load_reference, make_source, read, written

pytestmark = pytest.mark.django_db
OTHER = SCDL.replace("EQUIP_NOM", "DESIGNATION").replace("EQUIP_WEB", "EQUIP_WEB,ETAGES")
ROWS = POOL.replace("fr\n", "fr,2\n") + LIBRARY.replace(",,\n", ",,,5\n")


@pytest.fixture(autouse=True)
def reference() -> None:
    load_reference()


def test_a_renamed_column_is_reported_and_nothing_is_lost(tmp_path: Path) -> None:
    source = make_source()
    read(source, written(tmp_path, SCDL + POOL + LIBRARY))
    source.refresh_from_db()
    reading = preview(source, written(tmp_path, OTHER + ROWS))
    drift = reading.report["drift"]
    assert (drift["added"], drift["gone"]) == (["DESIGNATION", "ETAGES"], ["EQUIP_NOM"])
    assert [(each["from"], each["to"]) for each in drift["renamed"]] == [("EQUIP_NOM", "DESIGNATION")]
    assert drift["lost"] == {"title": "EQUIP_NOM"}
    with pytest.raises(ValidationError, match="EQUIP_NOM"):
        take(reading)
    assert Equipement.objects.get(ligne__key="P1").title == "Piscine Léo Lagrange"

    remap(source, {"title": "DESIGNATION"})
    source.save()
    look_again(reading)
    assert counted(take(reading)) == {"read": 2, "changed": 2}
    assert Equipement.objects.get(ligne__key="P1").title == "Piscine Léo Lagrange"
    assert Ligne.objects.get(key="P1").data["ETAGES"] == "2"

    again = read(source, written(tmp_path, OTHER + ROWS))  # the mapping is kept: nothing is asked any more
    assert counted(again) == {"read": 2, "same": 2} and again.report["drift"]["lost"] == {}


def test_a_renamed_identifier_keeps_every_row(tmp_path: Path) -> None:
    source = make_source(format="table")
    rows = "Parc;47,21;-1,55;{}\nJardin;47,22;-1,56;{}\n".format("a1", "a2")
    read(source, written(tmp_path, "nom;lat;lon;idobj\n" + rows))
    source.refresh_from_db()
    reading = preview(source, written(tmp_path, "nom;lat;lon;ref_equipement\n" + rows))
    assert reading.report["drift"]["lost"] == {"key": "idobj"}
    remap(source, {"key": "ref_equipement"})
    source.save()
    assert counted(take(reading)) == {"read": 2, "changed": 2}
    assert sorted(Ligne.objects.values_list("key", flat=True)) == ["a1", "a2"]


def test_a_new_mapping_is_applied_to_rows_that_have_not_changed(tmp_path: Path) -> None:
    source = make_source(format="table")
    path = written(tmp_path, "id;nom;lat;lon;exploitation\n1;Parc;47,21;-1,55;SEVE\n")
    read(source, path)
    source.refresh_from_db()
    remap(source, {"operator": "exploitation"})
    source.save()
    assert counted(read(source, path)) == {"read": 1, "same": 1}
    assert Equipement.objects.get().operator == "SEVE"


def test_columns_are_alike_by_name_or_by_what_they_hold() -> None:
    towns = ("Nantes", "Rezé", "Orvault", "Bouguenais")
    assert likeness("commune", towns, "ville", towns) > likeness(
        "commune", towns, "nom", ("Parc", "École", "Halle", "Pont")
    )
    assert likeness("adresse", ("1 rue A",), "adresse_postale", ("3 rue B",)) > 0.55
    assert likeness("latitude", ("47.2",), "telephone", ("0240",)) < 0.55


def test_the_command_says_what_is_lost_and_takes_nothing(tmp_path: Path) -> None:
    def run(text: str, *options: str) -> str:
        said = StringIO()
        path = written(tmp_path, text)
        call_command("import_source", str(path), "--source", "nantes", *options, stdout=said, stderr=said)
        return said.getvalue()

    assert "lignes lues : 2 ; nouvelles : 2" in run(SCDL + POOL + LIBRARY, "--title", "Équipements")
    with pytest.raises(CommandError, match="Rien n’a été pris"):
        run(OTHER + ROWS)
    said = run(OTHER + ROWS, "--map", "title=DESIGNATION")
    assert "changées : 2" in said and "Colonne « EQUIP_NOM » : sans doute devenue « DESIGNATION »." in said
    with pytest.raises(CommandError, match="Il n’y a pas de fichier"):
        call_command("import_source", str(tmp_path / "absent.csv"), "--source", "nantes")

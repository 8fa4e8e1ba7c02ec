"""A source is read again and again: what is new comes, what changed keeps its past, what people did stays."""

from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError

from carto.fiches.actions import record
from carto.fiches.models import What
from projets.equipements.imports.readings import drop, preview, take
from projets.equipements.models import Equipement, Import, Ligne, LigneVersion, Organisme, Rattachement, Rejet
from tests.people import bob
from tests.projets.imports.samples import LIBRARY, POOL, SCDL, counted, load_reference, make_source, read, written
from tests.projets.samples import make_cout, make_equipement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reference() -> None:
    load_reference()


def test_a_scdl_file_becomes_facilities_with_their_history(tmp_path: Path) -> None:
    chu = Organisme.objects.create(slug="chu", name="CHU", level="hospital")
    city = Organisme.objects.create(slug="nantes", name="Ville de Nantes", level="commune", siren="214401093")
    reading = read(make_source(organisme=chu, licence="ODbL"), written(tmp_path, SCDL + POOL + LIBRARY))
    assert counted(reading) == {"read": 2, "new": 2}
    pool = Equipement.objects.get(title="Piscine Léo Lagrange")
    assert (pool.type.code, pool.nature, pool.theme.code, pool.status, pool.stage) == (
        "piscine", "pool", "sport", "open", "done",
    )  # fmt: skip
    assert pool.geom.coords == (-1.5442, 47.206)
    assert (pool.address, pool.hours) == (
        "38 boulevard Gaston Doumergue, 44200 Nantes",
        "Mo-Fr 08:30-12:00,13:30-17:30",
    )
    assert (pool.owner, pool.publisher, pool.operator) == (city, chu, "Ville de Nantes")
    assert (pool.ligne.key, pool.ligne.data["EQUIP_NOM"], pool.number[:2]) == ("P1", "Piscine Léo Lagrange", "E-")
    told = pool.evenements.get()
    assert (told.what, told.public_text) == (What.IMPORTED, "Repris de « Équipements de Nantes », ligne P1.")
    assert "ODbL" in pool.place_source


def test_reading_twice_changes_nothing(tmp_path: Path) -> None:
    source, path = make_source(), written(tmp_path, SCDL + POOL + LIBRARY)
    read(source, path)
    before = list(Ligne.objects.order_by("pk").values()), list(Equipement.objects.order_by("pk").values())
    again = read(source, path)
    assert counted(again) == {"read": 2, "same": 2}
    assert (list(Ligne.objects.order_by("pk").values()), list(Equipement.objects.order_by("pk").values())) == before
    assert LigneVersion.objects.count() == 0


def test_what_changed_is_brought_up_to_date_and_keeps_its_past(tmp_path: Path) -> None:
    source = make_source()
    first = read(source, written(tmp_path, SCDL + POOL + LIBRARY))
    moved = POOL.replace("Piscine Léo Lagrange", "Piscine Gloriette").replace("47.2060", "47.2070")
    second = read(source, written(tmp_path, SCDL + moved))
    assert counted(second) == {"read": 1, "changed": 1, "withdrawn": 1}
    pool = Ligne.objects.get(key="P1")
    assert (pool.equipement.title, pool.equipement.geom.y) == ("Piscine Gloriette", 47.207)
    assert (pool.first_import, pool.last_import) == (first, second)
    old = pool.versions.get()
    assert (old.data["EQUIP_NOM"], old.until) == ("Piscine Léo Lagrange", second)
    library = Ligne.objects.get(key="B1")
    assert library.withdrawn_at and library.equipement.title == "Médiathèque Jacques Demy"
    back = read(source, written(tmp_path, SCDL + moved + LIBRARY))
    library.refresh_from_db()
    assert counted(back) == {"read": 2, "same": 2} and library.withdrawn_at is None


def test_what_people_did_is_never_undone(tmp_path: Path) -> None:
    source = make_source()
    read(source, written(tmp_path, SCDL + POOL + LIBRARY))
    pool, library = Ligne.objects.get(key="P1"), Ligne.objects.get(key="B1")
    tied = Rattachement.objects.create(ligne=pool, equipement=make_equipement(), state="confirmed")
    cost = make_cout(pool.equipement, "1200000.50", ligne=pool)
    agent = bob()
    pool.equipement.title = "Piscine du quartier"
    pool.equipement.save()
    record(pool.equipement, What.CORRECTED, role="agent", person=agent)
    library.equipement.geom = Point(-1.56, 47.21, srid=4326)
    library.equipement.save()
    record(library.equipement, What.MOVED, role="agent", person=agent)

    changed = POOL.replace("Léo Lagrange", "municipale") + LIBRARY.replace("47.2113", "47.2000").replace(
        "Jacques ", "J. "
    )
    assert counted(read(source, written(tmp_path, SCDL + changed))) == {"read": 2, "changed": 2}
    read(source, written(tmp_path, SCDL + LIBRARY))  # the pool is gone from the file
    pool.refresh_from_db()
    tied.refresh_from_db()
    cost.refresh_from_db()
    assert pool.equipement.title == "Piscine du quartier" and pool.withdrawn_at
    assert (tied.state, cost.ligne, str(cost.amount)) == ("confirmed", pool, "1200000.50")
    assert Equipement.objects.get(ligne=library).geom.coords == (-1.56, 47.21)


def test_an_empty_cell_erases_nothing(tmp_path: Path) -> None:
    source = make_source()
    read(source, written(tmp_path, SCDL + POOL))
    read(
        source,
        written(tmp_path, SCDL + POOL.replace("https://metropole.nantes.fr", "").replace("Piscine Léo", "Bassin Léo")),
    )
    pool = Equipement.objects.get()
    assert (pool.title, pool.website) == ("Bassin Léo Lagrange", "https://metropole.nantes.fr")


def test_rows_that_cannot_be_taken_are_kept_apart_with_their_reasons(tmp_path: Path) -> None:
    nameless = POOL.replace("P1", "P2").replace("Piscine Léo Lagrange", "")
    far = POOL.replace("P1", "P3").replace("47.2060", "12.0")
    words = POOL.replace("P1", "P4").replace("47.2060", "au nord")
    reading = read(make_source(), written(tmp_path, SCDL + POOL + POOL + nameless + far + words))
    assert counted(reading) == {"read": 5, "new": 1, "rejected": 4}
    assert [(rejet.number, *rejet.reasons) for rejet in Rejet.objects.all()] == [
        (3, "Une ligne plus haut a le même identifiant."),
        (4, "Le nom manque."),
        (5, "Ce lieu est hors de l’étendue attendue."),
        (6, "Ce lieu est illisible : une longitude et une latitude sont attendues."),
    ]


def test_a_row_without_a_place_stays_a_row_until_it_has_one(tmp_path: Path) -> None:
    source = make_source()
    reading = read(source, written(tmp_path, SCDL + POOL.replace("47.2060,-1.5442", ",")))
    assert (reading.report["unplaced"], Ligne.objects.count(), Equipement.objects.count()) == (1, 1, 0)
    read(source, written(tmp_path, SCDL + POOL))
    assert Equipement.objects.get().ligne == Ligne.objects.get()


def test_a_preview_stores_no_row_and_is_taken_once(tmp_path: Path) -> None:
    source, path = make_source(), written(tmp_path, SCDL + POOL)
    reading = preview(source, path)
    assert (reading.state, reading.report["new"], Ligne.objects.count()) == ("preview", 1, 0)
    take(reading)
    for act in (take, drop):
        with pytest.raises(ValidationError, match="plus un aperçu"):
            act(reading)
    other = preview(source, path)
    drop(other)
    other.refresh_from_db()
    assert other.state == "dropped" and not other.file


def test_a_file_that_cannot_be_read_leaves_nothing(tmp_path: Path) -> None:
    source = make_source()
    for content in (b"", b"\x00\x01", SCDL.encode(), (SCDL + POOL).encode("utf-16")[:-1]):
        with pytest.raises(ValidationError):
            preview(source, written(tmp_path, content))
    assert (Import.objects.count(), Ligne.objects.count(), Rejet.objects.count()) == (0, 0, 0)

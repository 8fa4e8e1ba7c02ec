"""Everybody reads where figures come from, down to the row; those who publish add, preview, take, and settle."""

import csv
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from carto.comptes.models import Role, RoleName, User
from projets.equipements.models import Equipement, Import, Ligne, Mandat, Organisme, Rejet, Source
from tests.people import bob, charlie
from tests.projets.imports.samples import LIBRARY, POOL, SCDL, load_reference, make_source, read, written

pytestmark = pytest.mark.django_db
ROOT = "/argent/sources/"


@pytest.fixture(autouse=True)
def reference() -> None:
    load_reference()


def _upload(text: str, name: str = "equipements.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_everybody_reads_the_sources_their_report_and_each_row(
    client: Client, tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    chu = Organisme.objects.create(slug="chu", name="CHU de Nantes", level="hospital")
    source = make_source(organisme=chu, licence="Licence Ouverte", about="Relevé chaque année.")
    read(source, written(tmp_path, SCDL + POOL + LIBRARY))
    read(source, written(tmp_path, SCDL + POOL.replace("Léo Lagrange", "Gloriette") + "x,x\n"))
    make_source("attend", title="Pas encore lue")
    assert ROOT in client.get("/argent/").content.decode()
    listing = client.get(ROOT).content.decode()
    assert "CHU de Nantes" in listing and "Licence Ouverte" in listing and "Pas encore lue" not in listing
    page = client.get(f"{ROOT}equipements/").content.decode()
    for said in ("Relevé chaque année.", "absentes désormais", "Télécharger le fichier", "lignes refusées (CSV)"):
        assert said in page
    row = Ligne.objects.get(key="P1")
    with django_assert_max_num_queries(12):
        told = client.get(reverse("equipements:imports:ligne", args=[row.pk])).content.decode()
    for said in (row.sha256, row.last_import.sha256, "EQUIP_NOM", "Ce qu’elle disait avant", "Piscine Léo Lagrange"):
        assert said in told
    assert reverse("equipements:page", args=[row.equipement.uuid]) in told
    assert client.get(f"{ROOT}lignes/999999/").status_code == client.get(f"{ROOT}inconnue/").status_code == 404
    assert client.get(f"{ROOT}attend/").status_code == 404


def test_the_list_costs_the_same_however_many_sources(
    client: Client, tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(6):
        read(make_source(f"s{n}"), written(tmp_path, SCDL + POOL))
    with django_assert_max_num_queries(8):
        assert client.get(ROOT).content.decode().count('class="sheet"') == 6


def test_the_untouched_file_and_its_rejects_are_downloaded(client: Client, tmp_path: Path) -> None:
    content = SCDL + POOL + LIBRARY.replace("Médiathèque Jacques Demy", "").replace("B1", "=2+5")
    read(make_source(), written(tmp_path, content))
    answer = client.get(f"{ROOT}equipements/fichier/")
    assert b"".join(answer.streaming_content).decode() == content
    assert "attachment" in answer["Content-Disposition"]
    text = b"".join(client.get(f"{ROOT}equipements/rejets.csv").streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (row["ligne"], row["raisons"], row["EQUIP_UID"]) == ("3", "Le nom manque.", "'=2+5")


def test_who_publishes_adds_a_source_sees_it_and_takes_it(client: Client) -> None:
    client.force_login(bob())
    assert "Ajouter une source" in client.get(ROOT).content.decode()
    sent = {"title": "Équipements de la ville", "licence": "ODbL", "fichier": _upload(SCDL + POOL + LIBRARY)}
    answer = client.post(f"{ROOT}ajouter/", sent, follow=True)
    source = Source.objects.get()
    assert (source.code, source.format, source.matter) == ("equipements-de-la-ville", "scdl-equipements", "facility")
    page = answer.content.decode()
    assert "Aperçu" in page and "Prendre ces lignes" in page and "<circle" in page and "Piscine Léo Lagrange" in page
    assert not Ligne.objects.exists()
    act = reverse("equipements:imports:act", args=[source.code, Import.objects.get().pk])
    taken = client.post(act, {"geste": "prendre"}, follow=True)
    assert taken.status_code == 200 and Equipement.objects.count() == 2
    assert client.post(act, {"geste": "prendre"}).status_code == 409
    again = client.post(f"{ROOT}{source.code}/lire/", {"fichier": _upload(SCDL + POOL)}, follow=True)
    assert "absentes désormais" in again.content.decode()
    dropped = reverse("equipements:imports:act", args=[source.code, Import.objects.first().pk])
    assert client.post(dropped, {"geste": "abandonner"}).status_code == 302
    assert Ligne.objects.filter(withdrawn_at=None).count() == 2


def test_a_lost_column_is_pointed_at_on_the_page(client: Client, tmp_path: Path) -> None:
    client.force_login(bob())
    source = make_source()
    read(source, written(tmp_path, SCDL + POOL))
    sent = {"fichier": _upload((SCDL + POOL).replace("EQUIP_NOM", "DESIGNATION"))}
    answer = client.post(f"{ROOT}equipements/lire/", sent, follow=True)
    page = answer.content.decode()
    assert "sans doute devenue « DESIGNATION »" in page and "Prendre ces lignes" not in page
    form = answer.context["form"]
    chosen = {name: field.initial or "" for name, field in form.fields.items()}
    assert chosen["title"] == "DESIGNATION"
    act = reverse("equipements:imports:act", args=[source.code, answer.context["reading"].pk])
    assert client.post(act, {"geste": "prendre"}).status_code == 422
    assert "Prendre ces lignes" in client.post(act, chosen | {"geste": "colonnes"}, follow=True).content.decode()
    assert client.post(act, {"geste": "colonnes", "title": "inventée"}).status_code == 422
    client.post(act, {"geste": "prendre"})
    assert Ligne.objects.get().data["DESIGNATION"] == "Piscine Léo Lagrange"


def test_swapped_rows_are_turned_by_one_gesture_on_the_page(client: Client, tmp_path: Path) -> None:
    client.force_login(bob())
    read(
        make_source(),
        written(tmp_path, SCDL + POOL.replace("47.2060,-1.5442", "-1.5442,47.2060") + LIBRARY.replace("47.2113", "12")),
    )
    page = client.get(f"{ROOT}equipements/rejets/").content.decode()
    assert "1 ligne semble avoir latitude et longitude inversées" in page
    client.post(f"{ROOT}equipements/rejets/", {"geste": "retourner"})
    assert Equipement.objects.get().geom.coords == (-1.5442, 47.206)
    client.post(f"{ROOT}equipements/rejets/", {"geste": "laisser"})
    assert not Rejet.objects.filter(settled_at=None).exists()


def test_a_hostile_file_is_a_sentence_beside_its_field_and_nothing_stays(client: Client) -> None:
    client.force_login(bob())
    for content, said in ((b"\x89PNG\0\0", "octets nuls"), (b"nom\nParc\n", "qu’une colonne")):
        sent = {"title": "Mon fichier", "fichier": SimpleUploadedFile("a.csv", content)}
        answer = client.post(f"{ROOT}ajouter/", sent)
        assert (
            answer.status_code == 422 and said in answer.content.decode() and "Mon fichier" in answer.content.decode()
        )
    answer = client.post(f"{ROOT}ajouter/", {"title": "X", "adresse": "https://127.0.0.1/a.csv"})
    assert answer.status_code == 422 and "https publique" in answer.content.decode()
    assert client.post(f"{ROOT}ajouter/", {"title": "X"}).status_code == 422
    assert not Source.objects.exists()


def test_strangers_publish_nothing_and_an_organisation_only_its_own(client: Client, tmp_path: Path) -> None:
    make_source()
    assert client.get(f"{ROOT}ajouter/").status_code == 302
    client.force_login(charlie())
    assert client.get(f"{ROOT}ajouter/").status_code == client.get(f"{ROOT}equipements/lire/").status_code == 403
    chu = Organisme.objects.create(slug="chu", name="CHU", level="hospital")
    person = User.objects.create_user("ines@exemple.fr", name="Inès")
    Mandat.objects.create(person=person, organisme=chu)
    client.force_login(person)
    assert client.get(f"{ROOT}equipements/lire/").status_code == 404
    sent = {"title": "Sites du CHU", "organisme": chu.pk, "fichier": _upload(SCDL + POOL)}
    assert client.post(f"{ROOT}ajouter/", sent).status_code == 302
    assert client.post(f"{ROOT}ajouter/", sent | {"organisme": "", "fichier": _upload(SCDL + POOL)}).status_code == 422
    own = Source.objects.get(organisme=chu)
    client.post(reverse("equipements:imports:act", args=[own.code, Import.objects.get().pk]), {"geste": "prendre"})
    assert Equipement.objects.get().publisher == chu
    assert not Role.objects.filter(user=person, name=RoleName.AGENT).exists()

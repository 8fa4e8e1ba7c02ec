"""A refused row is corrected on its page and taken by the rules of its file, or left with a reason; both last."""

import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from projets.equipements.imports.correcting import correct, leave
from projets.equipements.imports.formats import formats
from projets.equipements.linking.actions import Hand
from projets.equipements.models import Correction, Equipement, Ligne, LigneBudget, Marche, Rejet, Source
from tests.people import bob, charlie
from tests.projets.imports.samples import LIBRARY, POOL, SCDL, counted, load_reference, make_source, read, written

pytestmark = pytest.mark.django_db
NAMELESS = LIBRARY.replace("Médiathèque Jacques Demy", "")
HEAD = SCDL.strip().split(",")
NAME, KEY, LATITUDE = (HEAD.index(name) for name in ("EQUIP_NOM", "EQUIP_UID", "EQUIP_LAT"))


@pytest.fixture(autouse=True)
def reference() -> None:
    load_reference()


def _address(rejet: Rejet) -> str:
    return reverse("equipements:imports:rejet", args=[rejet.of.source.code, rejet.pk])


def _cells(client: Client, rejet: Rejet, **changed: str) -> dict[str, str]:
    """What the page's form would send, some cells changed."""
    form = client.get(_address(rejet)).context["cells"]
    return {name: form[name].value() for name in form.fields} | {"geste": "corriger"} | changed


def _waiting() -> Rejet:
    return Rejet.objects.get(settled_at=None)


def test_a_row_is_corrected_on_its_page_and_taken(client: Client, tmp_path: Path) -> None:
    person = bob()
    client.force_login(person)
    source, path = make_source(), written(tmp_path, SCDL + POOL + NAMELESS)
    reading = read(source, path)
    rejet = _waiting()
    listed = client.get(reverse("equipements:imports:reading", args=[source.code, reading.pk])).content.decode()
    assert _address(rejet) in listed and "Le nom manque." in listed
    assert _address(rejet) in client.get(f"/argent/sources/{source.code}/rejets/").content.decode()
    wrong = client.post(_address(rejet), _cells(client, rejet, **{f"c{LATITUDE}": "au bord de l’eau"}))
    assert wrong.status_code == 422
    assert "au bord de l’eau" in wrong.content.decode() and "Le nom manque." in wrong.content.decode()
    assert not Correction.objects.exists()

    taken = client.post(_address(rejet), _cells(client, rejet, **{f"c{NAME}": "Médiathèque Jacques Demy"}), follow=True)
    library = Equipement.objects.get(title="Médiathèque Jacques Demy")
    page = taken.content.decode()
    assert "Corrigée à la main" in page and "Par Bob." in page and "Le nom manque." in page
    made = Correction.objects.get()
    assert (made.by, made.role, made.ligne, made.left) == (person, "agent", library.ligne, False)
    assert (library.ligne.key, library.ligne.data["EQUIP_NOM"]) == ("B1", "Médiathèque Jacques Demy")
    assert library.evenements.get().person == person
    assert Ligne.objects.filter(withdrawn_at=None).count() == 2 and not Rejet.objects.filter(settled_at=None).exists()
    assert "par Bob" in client.get(_address(rejet)).content.decode()


def test_the_same_row_read_again_keeps_what_was_made_of_it(tmp_path: Path) -> None:
    hand, source = Hand(bob(), "agent"), make_source()
    path = written(tmp_path, SCDL + POOL + NAMELESS + NAMELESS.replace("B1", "B2"))
    read(source, path)
    first, second = Rejet.objects.order_by("number")
    correct(first, first.data | {"EQUIP_NOM": "Médiathèque Jacques Demy"}, hand)
    leave(second, "Ce n’est pas un équipement.", hand)
    before = list(Equipement.objects.order_by("pk").values())
    again = read(source, path)
    assert counted(again) == {"read": 3, "same": 2, "rejected": 1} and again.report["mended"] == 1
    assert list(Equipement.objects.order_by("pk").values()) == before
    assert not Rejet.objects.filter(settled_at=None).exists()
    # Published otherwise, it is the publisher's again.
    theirs = read(source, written(tmp_path, SCDL + POOL + LIBRARY.replace("Jacques Demy", "Demy")))
    assert counted(theirs) == {"read": 2, "changed": 1, "same": 1}
    assert Equipement.objects.filter(title="Médiathèque Demy").exists()


def test_a_row_that_repeats_another_is_given_its_own_name(tmp_path: Path, client: Client) -> None:
    client.force_login(bob())
    source = make_source()
    read(source, written(tmp_path, SCDL + POOL))  # what names a row is kept: EQUIP_UID
    path = written(tmp_path, SCDL + POOL + POOL)
    read(source, path)
    rejet = _waiting()
    refused = client.post(_address(rejet), _cells(client, rejet))
    assert refused.status_code == 422 and "a déjà cet identifiant" in refused.content.decode()
    client.post(_address(rejet), _cells(client, rejet, **{f"c{KEY}": "P2", f"c{NAME}": "Piscine du haut"}))
    assert list(Ligne.objects.order_by("key").values_list("key", flat=True)) == ["P1", "P2"]
    assert counted(read(source, path)) == {"read": 2, "same": 2}
    assert set(Equipement.objects.values_list("title", flat=True)) == {"Piscine Léo Lagrange", "Piscine du haut"}


def test_who_comes_second_sees_what_the_first_one_did(tmp_path: Path, client: Client) -> None:
    client.force_login(bob())
    source, path = make_source(), written(tmp_path, SCDL + POOL + NAMELESS)
    read(source, path)
    rejet = _waiting()
    mine = _cells(client, rejet, **{f"c{NAME}": "À moi"})
    unsaid = client.post(_address(rejet), {"geste": "laisser", "vu": 0, "pourquoi": ""})
    assert unsaid.status_code == 422
    said = {"geste": "laisser", "vu": 0, "pourquoi": "Fermée depuis dix ans."}
    assert client.post(_address(rejet), said).status_code == 302
    late = client.post(_address(rejet), mine)
    assert late.status_code == 409 and "Fermée depuis dix ans." in late.content.decode()
    assert client.post(_address(rejet), _cells(client, rejet, **{f"c{NAME}": "Rouverte"})).status_code == 302
    assert [each.left for each in rejet.corrections.all()] == [False, True]
    mine = _cells(client, rejet)
    read(source, written(tmp_path, SCDL + POOL))
    assert client.post(_address(rejet), mine).status_code == 409
    assert "plus récent" in client.get(_address(rejet)).content.decode()


def test_all_that_wait_are_left_at_once_and_signed(tmp_path: Path, client: Client) -> None:
    person = bob()
    client.force_login(person)
    source, path = make_source(), written(tmp_path, SCDL + POOL + NAMELESS + NAMELESS.replace("B1", "B2"))
    read(source, path)
    client.post(f"/argent/sources/{source.code}/rejets/", {"geste": "laisser"})
    assert [(each.by, each.left) for each in Correction.objects.all()] == [(person, True)] * 2
    assert read(source, path).report["rejected"] == 2
    assert not Rejet.objects.filter(settled_at=None).exists()


def test_the_list_costs_the_same_however_many_were_corrected(
    tmp_path: Path, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = bob()
    client.force_login(person)
    rows = "".join(NAMELESS.replace("B1", f"B{n}") for n in range(12))
    source = make_source()
    reading = read(source, written(tmp_path, SCDL + POOL + rows))
    for rejet in Rejet.objects.all()[:8]:
        leave(rejet, "Non.", Hand(person, "agent"))
    with django_assert_max_num_queries(14):
        page = client.get(reverse("equipements:imports:reading", args=[source.code, reading.pk])).content.decode()
    assert page.count("Laissée de côté") == 8


def test_strangers_and_other_organisations_settle_nothing(tmp_path: Path, client: Client) -> None:
    read(make_source(), written(tmp_path, SCDL + POOL + NAMELESS))
    rejet = _waiting()
    assert client.get(_address(rejet)).status_code == 302
    client.force_login(charlie())
    assert client.post(_address(rejet), {"geste": "laisser", "pourquoi": "x", "vu": 0}).status_code == 403
    client.force_login(bob())
    make_source("autre")
    elsewhere = reverse("equipements:imports:rejet", args=["autre", rejet.pk])
    assert client.get(elsewhere).status_code == 404


CITY = "21440109300015"
LINE = {
    "BGT_NATDEC": "BP", "BGT_ANNEE": "2024", "BGT_SIRET": CITY, "BGT_NOM": "Ville", "BGT_CONTNAT": "011",
    "BGT_NATURE": "60612", "BGT_SECTION": "F", "BGT_CODRD": "D", "BGT_MTPREV": "12,50",
}  # fmt: skip


def _budget(*lines: dict[str, str]) -> str:
    return "\n".join(";".join(row) for row in [list(LINE), *(list(line.values()) for line in lines)]) + "\n"


def test_money_is_corrected_too_and_the_total_keeps_the_cent(tmp_path: Path) -> None:
    source = make_source("budget", matter="budget", format="scdl-budget")
    path = written(tmp_path, _budget(LINE, LINE | {"BGT_MTPREV": "douze"}, LINE | {"BGT_MTPREV": "12,50"}))
    read(source, path)
    rejet = _waiting()
    correct(rejet, rejet.data | {"BGT_MTPREV": "1 000,25 €"}, Hand(bob(), "agent"))
    read(source, path)
    assert sorted(LigneBudget.objects.values_list("voted", flat=True)) == [12.5, 12.5, 1000.25]
    assert Ligne.objects.filter(withdrawn_at=None).count() == 3


def test_a_contract_and_a_shape_are_corrected_as_their_files_write_them(tmp_path: Path, client: Client) -> None:
    client.force_login(bob())
    contract = {
        "id": "M1",
        "objet": "Toiture",
        "acheteur": {"id": "12"},
        "montant": 1500.5,
        "dateNotification": "2024-05-02",
    }
    source = Source.objects.create(code="decp", title="DECP", matter="contract", format="decp")
    read(source, written(tmp_path, json.dumps({"marches": {"marche": [contract]}}), "decp.json"))
    rejet = _waiting()
    columns = [str(field.label) for field in client.get(_address(rejet)).context["cells"].columns]
    buyer = f"c{columns.index('acheteur')}"
    broken = client.post(_address(rejet), _cells(client, rejet, **{buyer: "{"}))
    assert broken.status_code == 422 and "JSON" in broken.content.decode()
    client.post(_address(rejet), _cells(client, rejet, **{buyer: json.dumps({"id": CITY})}))
    assert str(Marche.objects.get().amount) == "1500.50"

    feature = {"type": "Feature", "properties": {"id": "1", "nom": "Square"}, "geometry": None}
    lost = {
        **feature,
        "properties": {"id": "2", "nom": ""},
        "geometry": {"type": "Point", "coordinates": [-1.55, 47.21]},
    }
    path = written(tmp_path, json.dumps({"type": "FeatureCollection", "features": [feature, lost]}), "a.geojson")
    read(make_source("carte", format="geo"), path)
    rejet = Rejet.objects.get(settled_at=None)
    correct(rejet, rejet.data | {"nom": "Jardin"}, Hand(Correction.objects.first().by, "agent"))
    assert Equipement.objects.get(title="Jardin").geom.coords == (-1.55, 47.21)


def test_every_reader_but_one_of_totals_reads_a_row_alone() -> None:
    assert [code for code, each in formats().items() if each.one is None] == ["comptage-mobilites"]

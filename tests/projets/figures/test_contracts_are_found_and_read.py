"""Contracts, grants and planned purchases: found, paged, downloaded, read to the row, told by who publishes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from projets.equipements.models import Avenant, Recit, Titulaire
from tests.people import bob, charlie
from tests.projets.figures.samples import make_concession, make_grant, make_marche, make_purchase, tie
from tests.projets.samples import make_equipement

pytestmark = pytest.mark.django_db
LIST = "/argent/marches/"


def _read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


@pytest.mark.parametrize("words", ["ecole", "ÉCOLES léon", "réfections des écoles", "LEON-SAY"])
def test_words_find_a_contract_whatever_their_accents_and_plurals(client: Client, words: str) -> None:
    make_marche()
    make_marche("Fourniture de sel de déneigement")
    told = _read(client, f"{LIST}?mots={words}")
    assert "Léon-Say" in told and "déneigement" not in told and "1 contrat<" in told


def test_each_filter_keeps_what_it_says(client: Client) -> None:
    today = timezone.localdate()
    soon = make_marche("Nettoyage des marchés", ends_on=today + timedelta(days=90), holder="PROPRE OUEST")
    over = make_marche(
        "Vieux contrat", ends_on=today - timedelta(days=1), notified_on=date(2019, 5, 5), buyer="SEMITAN"
    )
    parking = make_concession()
    tie(soon, make_equipement())
    kept = {
        "fin=on": soon, "lie=oui": soon, "annee=2019": over, "titulaire=propre": soon, "acheteur=SEMITAN": over,
        "sorte=concession": parking,
    }  # fmt: skip
    for query, one in kept.items():
        told = _read(client, f"{LIST}?{query}")
        assert [each.objet in told for each in (soon, over, parking)] == [each is one for each in (soon, over, parking)]
    told = _read(client, f"{LIST}?titulaire=123 456 789")
    assert "3 contrats" in told


def test_pages_follow_one_another_and_the_undated_come_last(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(55):
        make_marche(f"Contrat {number:02}", notified_on=date(2025, 1, 1) + timedelta(days=number // 3))
    make_marche("Contrat sans date", notified_on=None)
    with django_assert_max_num_queries(8):
        first = _read(client, LIST)
    assert "Contrat 54" in first and "sans date" not in first and "56 contrats" in first
    following = first.split("apres=")[1].split('"')[0]
    second = _read(client, f"{LIST}?apres={following}")
    assert "sans date" in second and "Contrat 00" in second
    shown = [number for number in range(55) if (f"Contrat {number:02}" in first) == (f"Contrat {number:02}" in second)]
    assert shown == [], "each is on one page"


@pytest.mark.parametrize("query", ["apres=hier.1", "annee=deux", "sorte=x", "apres=sans.٣"])
def test_a_wrong_address_is_told_in_words(client: Client, query: str) -> None:
    make_marche()
    assert "Léon-Say" in _read(client, f"{LIST}?{query}", 400)


def test_the_file_has_every_row_of_the_list(client: Client) -> None:
    make_marche("=cmd()")
    make_marche("Autre")
    lines = client.get("/argent/marches.csv?mots=cmd").getvalue().decode().splitlines()
    assert len(lines) == 2 and "'=cmd()" in lines[1] and "250000.00" in lines[1]
    assert client.get("/argent/subventions.csv").status_code == 200
    assert client.get("/argent/achats.csv?annee=x").status_code == 400


def test_a_contract_tells_who_holds_it_what_changed_and_its_row(client: Client) -> None:
    marche = make_marche("Toiture <b>", ends_on=date(2030, 1, 1))
    Titulaire.objects.create(marche=marche, name="SOUS TOIT", under=True, amount="1500.00")
    Avenant.objects.create(marche=marche, number="1", on=date(2025, 9, 1), objet="Amiante", amount="300000.00")
    tie(marche, make_equipement(title="École Léon-Say"))
    told = _read(client, f"/argent/marches/{marche.pk}/")
    for words in (
        "Toiture &lt;b&gt;", "ATLANTIQUE BATIMENT", "SOUS TOIT", "Amiante", "300 000 €", "École Léon-Say",
        "pas ce qui a été dépensé", "La ligne, telle qu’elle est publiée", "a" * 64,
    ):  # fmt: skip
        assert words in told
    assert "Pourquoi ce partenariat" not in told, "nobody told it, and a resident cannot"
    assert client.get("/argent/marches/999999999/").status_code == 404


def test_a_concession_tells_its_years_and_what_people_pay(client: Client) -> None:
    told = _read(client, f"/argent/marches/{make_concession().pk}/")
    assert "9 000 000 € HT" in told.replace("</strong>", "") and "120 000 €" in told and "1 heure : 2,40 €" in told


def test_contracts_stand_on_a_line_of_time(client: Client) -> None:
    today = timezone.localdate()
    make_concession(ends_on=today + timedelta(days=2000))
    make_marche("Bientôt fini", ends_on=today + timedelta(days=30))
    make_marche("Dans longtemps", ends_on=today + timedelta(days=900))
    told = _read(client, "/argent/marches/frise/")
    assert "parkings du centre" in told and "Bientôt fini" in told and "Dans longtemps" not in told
    assert told.count("<svg class") == 4, "each section drawn for a wide page and for a phone"


def test_a_grant_tells_what_it_made_possible_once_somebody_did(client: Client) -> None:
    grant = make_grant()
    page = f"/argent/subventions/{grant.pk}/"
    assert "Personne ne l’a encore raconté" in _read(client, page)
    form = {"chart": f"subvention:{grant.pk}", "version": "0", "text": "300 voisins au lavoir.", "retour": page}
    assert client.post("/argent/raconter/", form).status_code == 302, "signed in first"
    client.force_login(charlie())
    assert client.post("/argent/raconter/", form).status_code == 403
    client.force_login(bob())
    assert client.post("/argent/raconter/", form).url == f"{page}#raconte"
    client.logout()
    assert "300 voisins" in _read(client, page)
    assert "300 voisins" in _read(client, "/argent/subventions/?suite=dit&mots=lavoirs")
    assert "Amis du lavoir" not in _read(client, "/argent/subventions/?suite=tu")


def test_each_version_is_kept_and_none_overwrites_another(client: Client) -> None:
    marche = make_marche()
    page = f"/argent/marches/{marche.pk}/"
    client.force_login(bob())
    form = {"chart": f"marche:{marche.pk}", "version": "0", "text": "L’école prenait l’eau.", "retour": page}
    client.post("/argent/raconter/", form)
    stale = client.post("/argent/raconter/", form | {"text": "Mon texte à moi."})
    assert stale.status_code == 409
    assert "Mon texte à moi." in stale.content.decode() and "prenait l’eau" in stale.content.decode()
    client.post("/argent/raconter/", form | {"version": "1", "text": "L’école prenait l’eau depuis 2023."})
    told = _read(client, page)
    assert "depuis 2023" in told and "Ce qui était écrit avant" in told and "version 1" in told
    assert [recit.version for recit in Recit.objects.all()] == [2, 1]
    marche.refresh_from_db()
    assert marche.reason == "L’école prenait l’eau depuis 2023."
    assert client.post("/argent/raconter/", form | {"version": "2", "text": "x" * 1501}).status_code == 422
    assert client.post("/argent/raconter/", form | {"chart": "marche:999999"}).status_code == 404
    assert client.post("/argent/raconter/", form | {"chart": "n’importe quoi"}).status_code == 404
    away = client.post("/argent/raconter/", form | {"version": "2", "retour": "//ailleurs.fr"})
    assert away.url == "/argent/#raconte"


def test_planned_purchases_come_first_by_their_date_and_the_past_is_asked_for(client: Client) -> None:
    today = timezone.localdate()
    make_purchase("Bientôt", expected_on=today + timedelta(days=40))
    make_purchase("Plus tard", expected_on=today + timedelta(days=400), low=None, high=None)
    make_purchase("Passé", expected_on=today - timedelta(days=400))
    told = _read(client, "/argent/achats/")
    assert told.index("Bientôt") < told.index("Plus tard") and "Passé" not in told
    assert "de 20 000 € à 40 000 €" in told and "montant non publié" in told
    assert "Passé" in _read(client, "/argent/achats/?passes=on")


def test_every_list_has_its_door(client: Client) -> None:
    told = _read(client, "/argent/")
    for address in ("/argent/budget/", LIST, "/argent/subventions/", "/argent/achats/"):
        assert f'href="{address}"' in told
    assert "/argent/marches/frise/" in _read(client, LIST)

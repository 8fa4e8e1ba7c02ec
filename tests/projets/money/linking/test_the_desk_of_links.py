"""The desk: who may settle what, what a filter keeps, what a refused gesture says, and how many queries it takes."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projets.equipements.linking import views
from projets.equipements.linking.suggesting import suggest_for
from projets.equipements.models import Cout, Equipement, Ligne, Rattachement
from tests.factories import make_territoire
from tests.people import alice, bob
from tests.places import CHATEAU
from tests.projets.money.linking.samples import a_publisher, make_marche, make_source
from tests.projets.samples import make_equipement

pytestmark = pytest.mark.django_db
DESK = "/argent/rattachements/"


@pytest.fixture
def pool() -> Equipement:
    make_territoire(CHATEAU, level=2, code="44109", name="Nantes")
    return make_equipement(CHATEAU, title="Piscine Léo-Lagrange", nature="pool", operator="Ville de Nantes")


@pytest.fixture
def rows(pool: Equipement) -> list[Ligne]:
    """Three contracts of the pool."""
    made = [make_marche(f"Piscine Léo Lagrange : {what}", amount) for what, amount in PIECES]
    suggest_for()
    return made


PIECES = (("portes", "1000.00"), ("carrelage", "2000.00"), ("chaudière", "3000.00"))


def _post(client: Client, link: Rattachement, gesture: str, **data: Any) -> Any:
    return client.post(f"{DESK}{link.pk}/{gesture}/", data)


def test_only_those_who_publish_settle_and_an_organisation_its_own_rows_alone(client: Client, pool: Equipement) -> None:
    person, organisme = a_publisher()
    own = make_marche("Piscine Léo Lagrange : soins", source=make_source("chu", organisme=organisme))
    other = make_marche("Piscine Léo Lagrange : portes")
    suggest_for()
    mine, theirs = own.rattachements.get(), other.rattachements.get()
    assert client.get(DESK).status_code == 302, "whoever is not signed in signs in"
    client.force_login(alice())
    assert client.get(DESK).status_code == 403
    assert _post(client, mine, "confirmer").status_code == 403
    client.force_login(person)
    assert "soins" in client.get(DESK).content.decode()
    assert "portes" not in client.get(DESK).content.decode()
    assert _post(client, theirs, "confirmer").status_code == 404
    assert client.get(f"{DESK}lignes/{other.pk}/").status_code == 404
    assert client.post(f"{DESK}lignes/{other.pk}/rattacher/", {"equipement": pool.uuid}).status_code == 404
    assert _post(client, mine, "confirmer").status_code == 302
    assert Cout.objects.get().publisher == organisme
    assert "rattaché par CHU de Nantes le" in client.get(pool.get_absolute_url()).content.decode()
    client.force_login(bob())
    assert _post(client, theirs, "confirmer").status_code == 302
    assert _post(client, mine, "defaire", reason="Doublon").status_code == 302
    assert not Rattachement.objects.filter(state="suggested").exists()


def test_the_queue_shows_reasons_and_keeps_what_is_asked(client: Client, rows: list[Ligne]) -> None:
    client.force_login(bob())
    page = client.get(DESK).content.decode()
    assert "3 propositions" in page
    assert "la même sorte d’équipement : piscine" in page
    assert "1 000 € HT, notifié, 2021" in page.replace("\u00a0", " ")
    for query, shown in (("contenu=budget", 0), ("contenu=contract&source=decp", 3), ("commune=44109", 3)):
        assert client.get(f"{DESK}?{query}").content.decode().count("data-link=") == shown
    assert client.get(f"{DESK}?ressemblance=rien&commune=%00&page=-4").status_code == 200


def test_a_long_queue_shows_the_likeliest_and_says_that_there_are_more(
    client: Client, rows: list[Ligne], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST", 2)
    client.force_login(bob())
    page = client.get(f"{DESK}?page=999").content.decode()
    assert "Plus de 2 propositions" in page
    assert page.count("data-link=") == 2
    monkeypatch.setattr(views, "MOST", 3)
    assert "3 propositions" in client.get(DESK).content.decode()


def test_the_queue_asks_as_many_questions_for_three_rows_as_for_one(client: Client, pool: Equipement) -> None:
    client.force_login(bob())
    asked = []
    for what, _amount in PIECES:
        make_marche(f"Piscine Léo Lagrange : {what}")
        suggest_for()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(DESK)
        asked.append(len(queries))
    assert len(set(asked)) == 1, asked


def test_a_refused_gesture_says_why_and_keeps_what_was_typed(client: Client, rows: list[Ligne]) -> None:
    client.force_login(bob())
    link = rows[0].rattachements.get()
    late = _post(client, link, "confirmer", share="140")
    assert late.status_code == 422
    assert 'value="140"' in late.content.decode()
    assert _post(client, link, "ecarter", reason="").status_code == 422
    assert _post(client, link, "confirmer", share="40,5", purpose="study").status_code == 302
    cout = Cout.objects.get()
    assert (str(cout.amount), cout.purpose, cout.method) == ("405.00", "study", "apportioned")
    stale = _post(client, link, "confirmer", d_ou="file", retour="?contenu=contract")
    assert stale.status_code == 409
    assert "plus rapide" in stale.content.decode()
    assert _post(client, link, "voler").status_code == 404


def test_a_row_is_tied_by_hand_to_a_place_that_is_searched(client: Client, rows: list[Ligne]) -> None:
    client.force_login(bob())
    library = make_equipement(CHATEAU, title="Médiathèque Jacques-Demy")
    page = client.get(f"{DESK}lignes/{rows[0].pk}/?q=mediatheque").content.decode()
    assert "Médiathèque Jacques-Demy" in page
    assert (
        "Médiathèque Jacques-Demy"
        in client.get(f"{DESK}lignes/{rows[0].pk}/", {"q": "mediateque jaques demi"}).content.decode()
    ), "mistyped"
    by_link = client.get(f"{DESK}lignes/{rows[0].pk}/", {"q": f"http://ici/equipements/{library.uuid}/"})
    assert "Médiathèque Jacques-Demy" in by_link.content.decode()
    sent = {"equipement": str(library.uuid), "share": "25", "why": "Le lot 2"}
    assert client.post(f"{DESK}lignes/{rows[0].pk}/rattacher/", sent).status_code == 302
    page = client.get(f"{DESK}lignes/{rows[0].pk}/").content.decode()
    assert "Le reste, 75 %, est ailleurs." in page
    assert client.post(f"{DESK}lignes/{rows[0].pk}/rattacher/", sent).status_code == 409
    assert client.post(f"{DESK}lignes/{rows[0].pk}/rattacher/", {"equipement": "rien"}).status_code == 422
    shown = client.get(library.get_absolute_url()).content.decode()
    assert "rattaché par un agent le" in shown
    assert "dont 25 % pour ce lieu" in shown


def test_the_rule_is_published_and_the_pages_are_reached_from_public_money(client: Client, rows: list[Ligne]) -> None:
    assert "le seul de sa sorte" in client.get(f"{DESK}regle/").content.decode()
    assert "/argent/sur-la-carte/" in client.get("/argent/").content.decode()
    client.force_login(bob())
    assert DESK in client.get("/argent/").content.decode()

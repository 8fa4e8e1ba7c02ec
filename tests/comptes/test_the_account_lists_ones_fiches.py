"""`/compte/` lists everything one signed, with its state and its last news, page by page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from carto.fiches.models import Fiche
from signalements.actions import change_status
from signalements.workflow import Status
from tests.people import alice, charlie
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db


def test_each_has_its_state_its_last_news_and_its_room(client: Client) -> None:
    person = alice()
    mine, hidden = make_signalement(author=person), make_signalement("bruit", author=person)
    make_signalement("fuite-eau", author=charlie())
    make_signalement("lampadaire-eteint")
    change_status(mine, Status.ACCEPTED, public_text="Nous passons demain.")
    Fiche.objects.filter(pk=hidden.pk).update(visibility="withdrawn")
    client.force_login(person)
    page = client.get("/compte/").content.decode()
    for words in ("Trou dans la chaussée", "en cours", "Nous passons demain.", "retiré par son auteur"):
        assert words in page
    assert f"/mes-fiches/{mine.uuid}/" in page
    assert "Fuite d’eau" not in page and "Lampadaire" not in page


def test_it_costs_the_same_for_two_and_for_twenty_and_the_rest_comes_after(client: Client) -> None:
    person = alice()
    client.force_login(person)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/compte/").status_code == 200
        return len(queries)

    for _turn in range(2):
        make_signalement(author=person)
    cost()  # a new process reads what it keeps, once
    few = cost()
    for _turn in range(20):
        make_signalement(author=person)
    assert cost() == few <= 10
    assert client.get("/compte/").content.decode().count("/mes-fiches/") == 20
    assert client.get("/compte/?page=2").content.decode().count("/mes-fiches/") == 2

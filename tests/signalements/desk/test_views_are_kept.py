"""Saved views: filters under a name, for oneself or for one's service; nobody touches those of others."""

import pytest
from django.test import Client

from carto.comptes.models import Service
from signalements.models import SavedView
from tests.people import bob, charlie, emile, farida
from tests.signalements.samples import load_content, make_signalement

pytestmark = pytest.mark.django_db


@pytest.fixture
def content() -> None:
    """The services and categories."""
    load_content()


def _keep(client: Client, **told: str) -> int:
    return client.post("/bureau/vues/", {"name": "Trous", "query": "categories=trou-chaussee"} | told).status_code


def test_the_filters_of_the_moment_come_back_under_their_name(client: Client, content: None) -> None:
    make_signalement()
    client.force_login(bob())
    answer = client.post("/bureau/vues/", {"name": "Trous", "query": "categories=trou-chaussee&apres=x&autre=1"})
    assert answer.status_code == 302
    assert answer.url == "/bureau/?categories=trou-chaussee"
    page = client.get("/bureau/").content.decode()
    assert 'href="?categories=trou-chaussee"' in page
    assert list(client.get("/bureau/comptes.json").json()["views"].values()) == [1]


def test_a_view_of_the_service_is_everybodys_there_and_nobody_elses(client: Client, content: None) -> None:
    client.force_login(bob())
    assert _keep(client, service="voirie") == 302
    assert _keep(client, service="eau") == 422, "only one's own service"
    view = SavedView.objects.get()
    assert (view.owner, view.service.code) == (None, "voirie")
    client.force_login(emile())
    assert "Trous" in client.get("/bureau/").content.decode()
    assert client.post(f"/bureau/vues/{view.pk}/", {"do": "enlever"}).status_code == 404, "a crew reads it"
    client.force_login(farida())
    assert "Trous" not in client.get("/bureau/").content.decode()
    client.force_login(charlie())
    assert client.post(f"/bureau/vues/{view.pk}/", {"do": "enlever"}).status_code == 403


def test_it_is_renamed_put_in_order_and_taken_away(client: Client, content: None) -> None:
    client.force_login(bob())
    for name in ("Une", "Deux", "Trois"):
        _keep(client, name=name)
    one, _two, three = SavedView.objects.order_by("order")
    client.post(f"/bureau/vues/{three.pk}/", {"do": "monter"})
    client.post(f"/bureau/vues/{one.pk}/", {"do": "descendre"})
    client.post(f"/bureau/vues/{one.pk}/", {"name": "La première"})
    assert [view.name for view in SavedView.objects.order_by("order")] == ["Trois", "La première", "Deux"]
    assert client.post(f"/bureau/vues/{one.pk}/", {"name": " "}).status_code == 422
    client.post(f"/bureau/vues/{three.pk}/", {"do": "enlever"})
    assert SavedView.objects.count() == 2


@pytest.mark.parametrize(
    "told", [{"name": ""}, {"name": "x" * 81}, {"query": "etats=nul"}, {"query": "q=" + "a" * 2100}]
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(
    client: Client, content: None, told: dict[str, str]
) -> None:
    client.force_login(bob())
    answer = client.post("/bureau/vues/", {"name": "Trous", "query": "file=retard"} | told)
    assert answer.status_code == 422
    assert not SavedView.objects.exists()
    assert f'value="{(({"name": "Trous"} | told)["name"])}"' in answer.content.decode() or not told.get("name", "x")


def test_nobody_keeps_more_than_can_be_found_again(client: Client, content: None) -> None:
    person = bob()
    SavedView.objects.bulk_create(SavedView(name=str(rank), owner=person, order=rank) for rank in range(20))
    client.force_login(person)
    assert _keep(client) == 422
    assert _keep(client, service="voirie") == 302


def test_a_view_that_reads_wrong_by_now_stops_nothing(client: Client, content: None) -> None:
    person = bob(Service.objects.get(code="voirie"))
    SavedView.objects.create(name="Vieille", query="equipe=dissoute", owner=person)
    client.force_login(person)
    assert client.get("/bureau/").status_code == 200
    assert client.get("/bureau/comptes.json").json()["views"] == {}

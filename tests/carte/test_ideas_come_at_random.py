"""The list of ideas: another order for each visitor, kept page after page; or the latest, or near."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from carto.carte.querysets import shuffled
from carto.fiches.models import Fiche
from tests.places import COMMERCE, COURS_DES_50_OTAGES
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db
UUID = re.compile(r'data-uuid="([0-9a-f-]{36})"')


def shown(client: Client, address: str) -> list[str]:
    """The fiches of a list, in its order."""
    return UUID.findall(client.get(address).content.decode())


@pytest.fixture
def ideas() -> list[str]:
    """Fifty-three of them: two pages."""
    return [str(make_idee(title=f"Idée {rank}").uuid) for rank in range(53)]


def test_two_visitors_have_two_orders_and_each_keeps_theirs(client: Client, ideas: list[str]) -> None:
    first, other = shown(client, "/idees/"), shown(Client(), "/idees/")
    assert first != other and len(first) == len(other) == 50
    assert shown(client, "/idees/") == first, "the visit remembers"
    assert client.cookies["graine"]["expires"] == "" and client.cookies["graine"]["httponly"]


def test_the_pages_of_one_seed_hold_every_idea_once(ideas: list[str]) -> None:
    page = Client().get("/idees/").content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', page).group(1).replace("&amp;", "&")
    assert "graine=" in following
    assert sorted(UUID.findall(page) + shown(Client(), f"/idees/{following}")) == sorted(ideas), (
        "without the cookie too"
    )
    assert shown(Client(), "/idees/?graine=12") == shown(Client(), "/idees/?ordre=hasard&graine=12")


def test_early_ideas_are_not_better_placed(ideas: list[str]) -> None:
    first = Fiche.objects.get(uuid=ideas[0]).pk
    ranks = [
        list(shuffled(Fiche.objects.public(), seed).values_list("pk", flat=True)).index(first) for seed in range(100)
    ]
    assert 19 < sum(ranks) / len(ranks) < 33, "in the middle, on average"


def test_the_latest_and_the_nearest_may_be_asked_for(client: Client, ideas: list[str]) -> None:
    assert shown(client, "/idees/?ordre=recentes")[0] == ideas[-1]
    near = make_idee(COMMERCE)
    assert shown(client, f"/idees/?lat={COMMERCE.y}&lon={COMMERCE.x}")[0] == str(near.uuid)
    page = client.get(f"/idees/?lat={COURS_DES_50_OTAGES.y}&lon={COURS_DES_50_OTAGES.x}").content.decode()
    assert 'aria-current="true">Près d’ici' in page


def test_what_cannot_be_is_told_in_words_and_the_list_stays(client: Client) -> None:
    make_idee()
    for query in ("ordre=soutiens", "graine=douze", "graine=99999999999", "ordre=proches", "pres=Zzyzx"):
        answer = client.get(f"/idees/?{query}")
        assert answer.status_code == 400 and len(UUID.findall(answer.content.decode())) == 1, query


def test_the_list_asks_as_much_for_a_page_as_for_two_ideas(client: Client) -> None:
    make_idee()
    client.get("/idees/?graine=3")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/idees/?graine=3")
    for _rank in range(60):
        make_idee()
    client.get("/idees/?graine=3")
    with CaptureQueriesContext(connection) as many:
        client.get("/idees/?graine=3")
    assert len(many) == len(few)


def test_the_other_lists_keep_the_latest_first(client: Client, ideas: list[str]) -> None:
    assert shown(client, "/liste/")[0] == ideas[-1]
    assert "graine" not in client.get("/liste/").cookies

"""Whatever the filters, the map's panel, the list, the counts and the filters themselves say the same number."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from carto.carte.panel import Panel
from carto.fiches.filters import Filters
from carto.fiches.models import Stage
from carto.geometry import metres_between, on_grid
from tests.factories import make_fiche, make_territoire, make_theme
from tests.places import CHATEAU, COMMERCE, REZE

pytestmark = pytest.mark.django_db

QUERIES = [
    "",
    "couches=signalements",
    "couches=signalements,idees",
    "couches=signalements&couches=idees",
    "themes=velo",
    "themes=velo,voirie&etapes=new",
    "etapes=new&etapes=done",
    f"depuis={date.today() - timedelta(days=30)}",
    "cadre=-1.552,47.215,-1.548,47.218",
    "territoire=T3",
    "parmi=quartier:T3,etape:new",
    "parmi=quartier:,jour:1&couches=idees",
    "couches=opportunites",
]


@pytest.fixture(autouse=True)
def fiches() -> None:
    """Eight fiches of three kinds, two themes, several stages, places and dates."""
    make_territoire(CHATEAU, code="T3")
    velo, voirie = make_theme("velo"), make_theme("voirie")
    long_ago = timezone.now() - timedelta(days=90)
    make_fiche(CHATEAU, theme=voirie)
    make_fiche(CHATEAU, theme=velo, stage=Stage.DONE)
    make_fiche(COMMERCE, theme=voirie, created_at=long_ago)
    make_fiche(COMMERCE, kind="idee", theme=velo, title="Des arceaux")
    make_fiche(REZE, kind="idee", theme=velo, stage=Stage.IN_PROGRESS)
    make_fiche(REZE, kind="equipement", theme=voirie, stage=Stage.DONE, created_at=long_ago)
    make_fiche(CHATEAU, theme=voirie, visibility="waiting")


@pytest.mark.parametrize("query", QUERIES)
def test_every_view_says_the_same_number(client: Client, query: str) -> None:
    page = client.get(f"/?{query}")
    expected = Filters.read(page.wsgi_request.GET).fiches().count()
    listed = client.get(f"/liste/?{query}")
    assert page.context["panel"].total == expected
    assert listed.context["panel"].total == expected
    assert len(listed.context["lines"]) == expected
    assert client.get(f"/comptes/?{query}").json()["total"] == expected


def test_a_hidden_layer_still_says_how_many_it_holds(client: Client) -> None:
    panel: Panel = client.get("/?couches=idees").context["panel"]
    assert {choice.layer.name: (choice.chosen, choice.count) for choice in panel.layers}["signalements"] == (False, 3)


def test_the_list_tells_distances_the_nearest_first(client: Client) -> None:
    answer = client.get(f"/liste/?lat={COMMERCE.y}&lon={COMMERCE.x}")
    distances = [line.fiche.distance.m for line in answer.context["lines"]]
    assert distances == sorted(distances)
    assert answer.context["panel"].total == len(distances)
    off = metres_between(COMMERCE, on_grid(COMMERCE))  # nobody signed it
    assert f"à {off:.0f} m" in answer.content.decode()


def test_the_list_asks_as_few_queries_for_many_fiches_as_for_few(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # Two of them count: after a write of our own, nothing that was read before may be relied on.
    with django_assert_num_queries(4):
        client.get("/liste/")
    for _ in range(30):
        make_fiche(CHATEAU)
    with django_assert_num_queries(4):
        client.get("/liste/")


def test_long_lists_come_in_pages_that_lose_nothing(client: Client) -> None:
    for _ in range(60):
        make_fiche(CHATEAU)
    seen = [line.fiche.pk for page in (1, 2) for line in client.get(f"/liste/?page={page}").context["lines"]]
    assert len(seen) == len(set(seen)) == 66


@pytest.mark.parametrize("page", ["0", "-1", "999999999999", "x", "", "1e3", "%00"])
def test_a_page_that_cannot_be_still_answers(client: Client, page: str) -> None:
    assert client.get(f"/liste/?page={page}").status_code == 200

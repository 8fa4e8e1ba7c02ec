"""A deliberation's page: how the council voted, where it is, its words one by one, each of which can be cited."""

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from pytest_django.asserts import assertNumQueries

from projets.equipements.models import Rattachement
from tests.projets.deliberations.made import make_deliberation
from tests.projets.samples import make_equipement

pytestmark = pytest.mark.django_db


def test_its_vote_its_words_and_their_anchors_are_there(client: Client) -> None:
    voted = make_deliberation(
        "Vu le <b>code</b>.", "La toiture est refaite.", votes_for=58, votes_against=0, abstained=7, present=65
    )
    html = client.get(voted.get_absolute_url()).content.decode()
    for told in ("<dd>58</dd>", "<dd>0</dd>", "<dd>7</dd>", "65 votants", 'id="p2"', "Vu le &lt;b&gt;code&lt;/b&gt;."):
        assert told in html
    assert "n’est pas publié" in html, "there is no document, and the page says so"


def test_a_vote_that_was_not_published_says_so(client: Client) -> None:
    assert "Le détail du vote n’est pas publié" in client.get(make_deliberation().get_absolute_url()).content.decode()


def test_a_citation_holds_the_words_where_they_come_from_and_their_address(client: Client) -> None:
    voted = make_deliberation("Vu le code.", "La toiture est refaite.")
    html = client.get(voted.get_absolute_url(), {"citer": "2"}).content.decode()
    cited = html.partition("<textarea")[2].partition("</textarea>")[0]
    assert "« La toiture est refaite. »" in cited
    assert "Conseil municipal, délibération 2026-12, 6 février 2026, paragraphe 2" in cited
    assert f"{voted.get_absolute_url()}#p2" in cited
    assert "<textarea" not in client.get(voted.get_absolute_url(), {"citer": "99"}).content.decode()


def test_only_what_a_person_confirmed_ties_it_to_a_place_and_the_place_tells_it_too(client: Client) -> None:
    voted = make_deliberation("La toiture est refaite.", votes_for=58)
    pool, park = make_equipement(title="Piscine Léo-Lagrange"), make_equipement(Point(-1.55, 47.21), title="Le parc")
    Rattachement.objects.create(ligne=voted.ligne, equipement=pool, state="confirmed")
    Rattachement.objects.create(ligne=voted.ligne, equipement=park, state="suggested")
    html = client.get(voted.get_absolute_url()).content.decode()
    assert pool.get_absolute_url() in html
    assert park.get_absolute_url() not in html
    told = client.get(pool.get_absolute_url()).content.decode()
    assert "Ce que le conseil a voté" in told
    assert voted.get_absolute_url() in told
    assert "Ce que le conseil a voté" not in client.get(park.get_absolute_url()).content.decode()


def test_its_page_asks_as_much_for_many_paragraphs_as_for_one(client: Client) -> None:
    short, long = make_deliberation("Un."), make_deliberation(*[f"Paragraphe {n}." for n in range(80)])
    client.get(short.get_absolute_url())
    with assertNumQueries(3):
        client.get(short.get_absolute_url())
    with assertNumQueries(3):
        client.get(long.get_absolute_url())


@pytest.mark.parametrize("address", ["9999", "9" * 30])
def test_what_is_not_there_is_said_not_there(client: Client, address: str) -> None:
    assert client.get(f"/argent/deliberations/{address}/").status_code == 404
    assert client.get(f"/argent/deliberations/{address}/document.pdf").status_code == 404


def test_it_is_reached_from_the_money_page(client: Client) -> None:
    assert 'href="/argent/deliberations/"' in client.get("/argent/").content.decode()

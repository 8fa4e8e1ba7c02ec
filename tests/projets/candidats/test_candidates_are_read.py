"""Candidates of one scale in order, moved by the reader's weights, and the page that says why here."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from carto.fiches.models import Fiche
from carto.territoires.models import Territoire
from projets.opportunites.models import Candidat
from tests.factories import make_theme
from tests.people import denise
from tests.places import CHATEAU
from tests.projets.candidats.samples import make_candidat, make_city, make_formule, make_rue, say
from tests.projets.samples import make_opportunite

pytestmark = pytest.mark.django_db
LIST = "/opportunites/candidates/"


@pytest.fixture
def city() -> dict[str, Candidat]:
    """Five candidates in Nantes."""
    return make_city()


def order(client: Client, query: str) -> list[str]:
    """The candidates of a view, by the names that addresses give them."""
    return re.findall(r'data-key="([^"]+)"', client.get(f"{LIST}?{query}").content.decode().split("<template")[0])


def test_one_scale_at_a_time_the_highest_score_first(client: Client, city: dict[str, Candidat]) -> None:
    assert order(client, "echelle=quartier") == ["quartier/N01/voirie", "quartier/N02/voirie"]
    assert order(client, "") == order(client, "echelle=quartier")
    assert order(client, "echelle=metropole") == ["metropole/44109/voirie"]
    assert order(client, "echelle=rue")[0] == "rue/44109-rue-paul-bellamy/voirie"


def test_a_line_says_its_numbers_what_is_unknown_and_what_lies_under_it(
    client: Client, city: dict[str, Candidat]
) -> None:
    text = client.get(f"{LIST}?echelle=quartier").content.decode()
    assert "58 personnes" in text and "30 signalements revenus" in text
    assert "2,3 fois le coût habituel d’une visite" in text
    assert "0 habitant à plus de 10 minutes" in text  # none is a number, and singular in French
    assert "Pas de donnée : fréquentation, contrats et travaux, temps sans démarche, déjà là" in text
    assert f"2 rues, la plus haute : Rue Paul-Bellamy ({city['bellamy'].score:.0f})" in text
    assert "Ce que disent les habitants pèse le plus." in text and "Formule n° 1" in text


def test_the_reader_s_weights_change_the_order_and_stay_in_the_address(
    client: Client, city: dict[str, Candidat]
) -> None:
    moved = "echelle=quartier&poids_people=0&poids_repeats=10"
    assert order(client, moved) == ["quartier/N02/voirie", "quartier/N01/voirie"]
    text = client.get(f"{LIST}?{moved}").content.decode()
    assert 'name="poids_repeats" min="0" max="10" step="0.5" value="10"' in text
    assert "echelle=rue&amp;poids_people=0&amp;poids_repeats=10" in text  # to the other scales
    assert order(client, "echelle=quartier&" + "&".join(f"poids_{name}=0" for name in make_formule().weights))


@pytest.mark.parametrize(
    "wrong", ["poids_people=beaucoup", "poids_people=-1", "poids_people=nan", "poids_cost=1e999", "echelle=planete",
              "theme=licornes", "quartier=%00"],
)  # fmt: skip
def test_what_cannot_be_is_told_and_the_rest_holds(client: Client, city: dict[str, Candidat], wrong: str) -> None:
    answer = client.get(f"{LIST}?{wrong}")
    assert answer.status_code == (200 if wrong == "quartier=%00" else 400)
    assert b'data-key="quartier/N01/voirie"' in answer.content


def test_a_theme_and_a_quartier_keep_theirs(client: Client, city: dict[str, Candidat]) -> None:
    green = make_candidat(Territoire.objects.get(code="N02"), "espaces-verts", people=3)
    assert order(client, "theme=espaces-verts") == [f"quartier/N02/{green.theme.code}"]
    assert order(client, "echelle=rue&quartier=N02") == []
    assert order(client, "quartier=N02")[0] == "quartier/N02/voirie"


def test_a_list_asks_as_many_questions_of_the_database_for_two_lines_as_for_twenty(
    client: Client, city: dict[str, Candidat], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(LIST)
    with django_assert_num_queries(5):
        client.get(f"{LIST}?echelle=rue")
    for rank in range(25):
        street = make_rue(f"Rue {rank}", CHATEAU)
        make_candidat(street, territoire=Territoire.objects.get(code="N01"), people=rank / 10)
    with django_assert_num_queries(5):
        assert len(order(client, "echelle=rue")) == 20
    assert len(order(client, "echelle=rue&page=2")) == 7


def test_the_page_says_why_here_with_its_rows_and_what_one_more_person_adds(
    client: Client, city: dict[str, Candidat]
) -> None:
    idea = say(city["bellamy"], "Des trottoirs larges")
    text = client.get("/opportunites/candidates/rue/44109-rue-paul-bellamy/voirie/").content.decode()
    assert "9 personnes" in text and "0,75 point × poids 3 : ajoute <strong>16,1</strong> au score" in text
    assert "rang 1 sur 2" in text and "pas de donnée" in text
    assert "1,8 de plus au score" in text
    assert idea.get_absolute_url() in text and "Des trottoirs larges" in text
    assert "/qui/?lat=" in text and "/proposer/?lat=" in text
    assert "À l’échelle du quartier" in text and "Cours des Otages" in text
    rows = client.get("/opportunites/candidates/rue/44109-rue-paul-bellamy/voirie/people/").content.decode()
    assert "Des trottoirs larges" in rows and "9 personnes" in rows


def test_one_more_person_adds_what_the_page_announced(client: Client, city: dict[str, Candidat]) -> None:
    page = "/opportunites/candidates/rue/44109-rue-paul-bellamy/voirie/"
    before = client.get(page).context
    Candidat.objects.filter(pk=city["bellamy"].pk).update(people=10)
    after = client.get(page).context
    assert after["line"].score - before["line"].score == pytest.approx(before["one_more"])


def test_a_page_asks_a_fixed_number_of_questions(
    client: Client, city: dict[str, Candidat], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    say(city["bellamy"], "Des trottoirs larges")
    page = "/opportunites/candidates/rue/44109-rue-paul-bellamy/voirie/"
    client.get(page)
    with django_assert_max_num_queries(24):
        client.get(page)


def test_two_places_stand_side_by_side(client: Client, city: dict[str, Candidat]) -> None:
    page = "/opportunites/candidates/quartier/N01/voirie/"
    assert 'value="quartier/N02/voirie"' in client.get(page).content.decode()
    text = client.get(f"{page}?avec=quartier/N02/voirie").content.decode()
    assert "Deux lieux côte à côte" in text and "58 personnes" in text and "75 signalements revenus" in text
    for wrong in ("quartier/N99/voirie", "quartier", "a/b/c/d", "planete/N01/voirie", "quartier/N01/%00"):
        assert client.get(f"{page}?avec={wrong}").status_code == 404


@pytest.mark.parametrize(
    "address", ["quartier/N99/voirie/", "planete/N01/voirie/", "quartier/N01/licornes/", "quartier/N01/voirie/score/"]
)
def test_what_is_not_counted_is_not_there(client: Client, city: dict[str, Candidat], address: str) -> None:
    assert client.get(f"{LIST}{address}").status_code == 404


def test_a_candidate_that_is_carried_says_which_topic(client: Client, city: dict[str, Candidat]) -> None:
    topic = make_opportunite(title="Marcher rue Paul-Bellamy", theme=make_theme())
    Candidat.objects.filter(pk=city["bellamy"].pk).update(opportunite=topic)
    assert topic.get_absolute_url() in client.get(f"{LIST}?echelle=rue").content.decode()
    page = client.get("/opportunites/candidates/rue/44109-rue-paul-bellamy/voirie/").content.decode()
    assert "Déjà un sujet" in page and topic.title in page
    assert topic.title in client.get(f"{LIST}donnees.json?echelle=rue").content.decode()
    Fiche.objects.filter(pk=topic.pk).update(visibility="waiting")  # nobody may read it yet
    for address in (
        LIST + "?echelle=rue",
        f"{LIST}rue/44109-rue-paul-bellamy/voirie/",
        f"{LIST}donnees.json?echelle=rue",
    ):
        assert topic.title not in client.get(address, headers={"if-none-match": ""}).content.decode()


def test_the_list_opens_on_what_one_can_take_part_in_and_what_is_suggested(
    client: Client, city: dict[str, Candidat]
) -> None:
    topic = make_opportunite(status="contribution", stage="in_progress", question="Où mettre de l’ombre ?")
    text = client.get("/opportunites/").content.decode()
    assert topic.get_absolute_url() in text and "Où mettre de l’ombre ?" in text
    assert "/opportunites/candidates/quartier/N01/voirie/" in text
    done = client.get("/opportunites/?etapes=done").content.decode()  # a view of the list is the list alone
    assert "Ce que la carte suggère" not in done and topic.title not in done
    assert 'href="/opportunites/"' in client.get("/liste/").content.decode()


def test_before_anything_is_counted_the_pages_say_so(client: Client) -> None:
    assert "Rien n’est encore compté ici" in client.get(LIST).content.decode()
    assert "Ce que la carte suggère" not in client.get("/opportunites/").content.decode()
    assert client.get(f"{LIST}donnees.json?echelle=rue").status_code == 404


def test_every_version_of_the_formula_is_told_with_its_reason(client: Client) -> None:
    make_formule()
    make_formule(version=2, reason="Les trajets à pied comptent davantage.")
    text = client.get(f"{LIST}formule/").content.decode()
    assert text.index("Les trajets à pied") < text.index("Ce que disent les habitants")


def test_whoever_answers_for_the_quartier_carries_it_from_its_page(client: Client, city: dict[str, Candidat]) -> None:
    quartier = Territoire.objects.get(code="N01")
    candidat = Candidat.objects.get(scale="quartier", territoire=quartier)
    page, carry = f"{LIST}quartier/N01/voirie/", f"/referent/candidates/{candidat.pk}/porter/"
    assert carry not in client.get(page).content.decode()
    client.force_login(denise(quartier))
    assert carry in client.get(page).content.decode()
    assert page in client.get("/referent/").content.decode()
    Candidat.objects.filter(pk=candidat.pk).update(opportunite=make_opportunite())
    assert carry not in client.get(page).content.decode()

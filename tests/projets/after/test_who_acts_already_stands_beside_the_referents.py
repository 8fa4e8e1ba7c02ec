"""Beside the référents: what residents do already, named by anybody; what agents can do, said by themselves alone."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from carto.comptes.models import Role
from carto.territoires.models import Territoire
from projets.opportunites.models import Initiative, Talent
from tests.factories import make_territoire, make_theme
from tests.people import bob, charlie, denise
from tests.places import CHATEAU, REZE
from tests.projets.samples import make_equipement

pytestmark = pytest.mark.django_db
SENT = {"name": "Le jardin des Lices", "what": "On y jardine le samedi.", "theme": "espaces-verts", "since": "2015"}
PLACE = {"adresse": "là", "held": "là", "lon": f"{CHATEAU.x}", "lat": f"{CHATEAU.y}"}
PAGE = "/opportunites/initiatives/"


@pytest.fixture
def quartier() -> Territoire:
    """The quartier of the castle, and a theme."""
    make_theme("espaces-verts", name="Espaces verts")
    return make_territoire(CHATEAU, name="Centre-Ville", code="44109Q1")


def test_anybody_names_one_and_whoever_answers_there_publishes_it(client: Client, quartier: Territoire) -> None:
    assert client.post(f"{PAGE}proposer/", SENT | PLACE)["Location"] == PAGE
    named = Initiative.objects.get()
    assert (named.quartier, named.state, named.since) == (quartier, "waiting", 2015)
    assert "Le jardin des Lices" not in client.get(PAGE).content.decode()
    client.force_login(charlie())
    assert client.post(f"{PAGE}{named.pk}/", {"publier": "1"}).status_code == 403
    client.force_login(denise(quartier))
    assert "Le jardin des Lices" in client.get(PAGE).content.decode()
    wordless = client.post(f"{PAGE}{named.pk}/", {"publier": "0", "raison": " "})
    assert wordless.status_code == 422 and "Dites pourquoi" in wordless.content.decode()
    assert client.post(f"{PAGE}{named.pk}/", {"publier": "1"}).status_code == 302
    assert client.post(f"{PAGE}{named.pk}/", {"publier": "0", "raison": "Non."}).status_code == 409
    client.logout()
    for page in (PAGE, "/opportunites/referents/", "/opportunites/referents/?theme=espaces-verts"):
        assert "Le jardin des Lices" in client.get(page).content.decode()
    assert "Le jardin des Lices" not in client.get("/opportunites/referents/?theme=voirie").content.decode()


def test_a_referent_of_elsewhere_does_not_settle_it(client: Client, quartier: Territoire) -> None:
    client.post(f"{PAGE}proposer/", SENT | PLACE)
    client.force_login(denise(make_territoire(REZE, name="Rezé", code="R")))
    assert "Le jardin des Lices" not in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{Initiative.objects.get().pk}/", {"publier": "1"}).status_code == 404


def test_wrong_places_and_personal_words_are_refused_and_what_was_typed_stays(
    client: Client, quartier: Territoire
) -> None:
    wrong = (
        {"adresse": "nulle part xyzzy"},
        {"what": "Appelez le 06 12 34 56 78."},
        {"link": "javascript:x"},
        {"since": "20"},
    )
    for each in wrong:
        answer = client.post(f"{PAGE}proposer/", SENT | PLACE | each)
        assert answer.status_code == 422 and "Le jardin des Lices" in answer.content.decode()
    assert client.get(f"{PAGE}proposer/?lat={CHATEAU.y}&lon={CHATEAU.x}").context["form"].initial["lat"]
    assert client.get(f"{PAGE}proposer/?lat=x&lon=%00").status_code == 200
    assert not Initiative.objects.exists()


def test_an_agent_says_what_they_can_do_and_takes_it_back_at_once(client: Client, quartier: Territoire) -> None:
    client.force_login(charlie())
    assert client.get("/opportunites/talents/moi/").status_code == 403
    agent = bob()
    client.force_login(agent)
    mine = "/opportunites/talents/moi/"
    assert client.post(mine, {"words": ""}).status_code == 422
    assert client.post(mine, {"words": "Je parle turc.", "themes": ["espaces-verts"]}).status_code == 302
    client.logout()
    told = client.get("/opportunites/referents/").content.decode()
    assert "Je parle turc." in told and "Voirie" in told and agent.email not in told and ">Bob<" not in told
    client.force_login(agent)
    client.post(mine, {"enlever": "1"})
    assert not Talent.objects.exists()
    client.post(mine, {"words": "Je répare les vélos."})
    Role.objects.filter(user=agent).delete()
    assert "vélos" not in client.get("/opportunites/referents/").content.decode(), "no longer an agent"


def test_the_directory_asks_the_same_number_of_queries_however_many_quartiers(
    client: Client, quartier: Territoire, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rank in range(4):
        make_territoire(CHATEAU, name=f"Quartier {rank}", code=f"Q{rank}")
    make_equipement(CHATEAU, title="Maison des Lices", nature="community", status="open")
    with django_assert_num_queries(8):
        page = client.get("/opportunites/referents/").content.decode()
    assert "Maison des Lices" in page

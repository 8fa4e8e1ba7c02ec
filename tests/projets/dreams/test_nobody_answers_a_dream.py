"""A dream is a dream until it lands: lists and cards say so, and no service answers it or moves it along."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from carto.comptes.models import Service
from projets.idees.answers.arriving import assign
from projets.idees.answers.querysets import unanswered
from projets.idees.models import Atterrissage, Idee, Restitution, RestitutionFiche
from tests.people import bob, hugo
from tests.projets.dreams.samples import close, make_campagne, make_dream
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db
WORDS = "On regarde combien cela coûte."
WHY = "un service répondra à la proposition qui en naîtra"


@pytest.fixture
def agent(client: Client) -> Client:
    """Bob, of the service that the campaign names."""
    client.force_login(bob())
    return client


@pytest.fixture
def dream(agent: Client) -> Idee:
    """Sent to an open campaign."""
    dream = make_dream(make_campagne(service=Service.objects.get(code="voirie"), official_name="La maire"))
    assign(dream)
    return dream


def _land(dream: Idee) -> None:
    Atterrissage.objects.update_or_create(idee=dream, defaults={"consent": "yes", "landed": make_idee()})


def test_lists_and_cards_say_a_dream_until_it_lands(client: Client) -> None:
    campagne = make_campagne()
    dream = make_dream(campagne)
    restitution = Restitution.objects.create(title="Ce que l’on rêve", text="Des bains.", visibility="public")
    RestitutionFiche.objects.create(restitution=restitution, fiche=dream)
    pages = (
        "/idees/", "/liste/", dream.get_absolute_url(), f"/fiches/{dream.uuid}/apercu/", restitution.get_absolute_url(),
        campagne.get_absolute_url(),
    )  # fmt: skip
    for _turn in range(2):
        for address in pages:
            page = client.get(address).content.decode()
            assert "rêve" in page, address
            stages = ('data-stage="new">nouveau</span>', "proposée</span>", "· nouveau<")
            assert not any(stage in page for stage in stages), address
        close(campagne)
    _land(dream)
    page = client.get("/idees/").content.decode()
    assert page.count('class="chip" data-stage="new"') == 2, "the proposal, and the dream that it was"


def test_a_list_of_dreams_costs_no_more(client: Client) -> None:
    campagne = make_campagne()

    def cost(dreams: int) -> int:
        for _rank in range(dreams):
            make_dream(campagne)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/idees/").content.decode()
        assert ">rêve</span>" in page
        return len(queries)

    cost(1)
    assert cost(1) == cost(4)


@pytest.mark.parametrize("over", [False, True])
def test_no_service_answers_it_nor_moves_it_along(agent: Client, dream: Idee, over: bool) -> None:
    if over:
        close(dream.campagne)
    service = Service.objects.get(code="voirie")
    assert list(unanswered([service])) == []
    page = agent.get(dream.get_absolute_url()).content.decode()
    assert "Répondre, comme service" not in page and "/idees/reponses/" not in page.partition("<main")[2]
    posts = {
        f"/fiches/{dream.uuid}/repondre/": {"text": WORDS, "service": service.pk},
        f"/idees/reponses/{dream.uuid}/": {"do": "answer", "text": WORDS, "after": "chosen"},
    }
    for address, told in posts.items():
        shown = agent.get(address).content.decode()
        assert WHY in shown and 'name="text"' not in shown, address
        refused = agent.post(address, told)
        assert refused.status_code == 422 and WHY in refused.content.decode(), address
        assert WORDS in refused.content.decode(), "what was written is not lost"
    other = Service.objects.create(code="eau", name="Eau")
    handed = {"do": "hand_over", "autre-service": other.pk, "autre-reason": "C’est de l’eau."}
    assert agent.post(f"/idees/reponses/{dream.uuid}/", handed).status_code == 422
    dream.refresh_from_db()
    assert (dream.status, dream.service, dream.answered_at) == ("proposed", service, None)
    assert not dream.evenements.exists()


def test_nor_the_official_of_the_campaign(client: Client, dream: Idee) -> None:
    client.force_login(hugo())
    address = "/campagnes/cours/reponses/"
    page = client.get(address).content.decode()
    assert "personne ne répond à un rêve" in page and 'name="text"' not in page
    assert client.post(address, {"idee": str(dream.uuid), "text": WORDS}).status_code == 422
    assert not dream.evenements.exists()


def test_once_it_has_landed_it_may_be_answered(agent: Client, dream: Idee) -> None:
    close(dream.campagne)
    _land(dream)
    service = Service.objects.get(code="voirie")
    told = {"text": WORDS, "service": service.pk}
    assert agent.post(f"/fiches/{dream.uuid}/repondre/", told).status_code == 302

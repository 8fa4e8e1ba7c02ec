"""Dream mode, while its campaign is open: no state, no service, no « contre »; from the clock, on every page."""

import uuid

import pytest
from django.test import Client

from carto.fiches.models import Commentaire
from projets.actions import change_status
from projets.idees.workflow import WORKFLOW
from tests.people import bob
from tests.projets.dreams.samples import close, make_campagne, make_dream
from tests.projets.samples import filled, load_palette, make_idee

pytestmark = pytest.mark.django_db


def _comment(client: Client, address: str, kind: str) -> int:
    told = {"uuid": str(uuid.uuid4()), "kind": kind, "text": "Trop cher."}
    return client.post(address, told).status_code


def test_the_page_and_the_card_say_a_dream_and_nothing_of_means(client: Client) -> None:
    campagne = make_campagne()
    dream = make_dream(campagne)
    change_status(dream, "studied", WORKFLOW, role="agent", public_text="On regarde le prix.")
    client.force_login(bob())
    for address in (dream.get_absolute_url(), f"/fiches/{dream.uuid}/apercu/"):
        page = client.get(address).content.decode()
        assert ">rêve</span>" in page
        assert "à l’étude" not in page and "On regarde le prix." not in page
    page = client.get(dream.get_absolute_url()).content.decode()
    assert "dream-sky.css" in page and "Ici on rêve jusqu’au" in page
    assert 'value="contre"' not in page and 'value="avis"' in page
    assert "/repondre/" not in page, "no service answers a dream"
    close(campagne)
    page = client.get(dream.get_absolute_url()).content.decode()
    assert "dream-sky.css" not in page and "à l’étude" in page and 'value="contre"' in page


def test_contre_is_refused_there_and_taken_elsewhere(client: Client) -> None:
    campagne = make_campagne()
    dream, idea = make_dream(campagne), make_idee()
    assert _comment(client, f"/fiches/{dream.uuid}/commentaires/", "contre") == 422
    assert _comment(client, f"/fiches/{dream.uuid}/commentaires/", "pour") == 302
    assert _comment(client, f"/fiches/{idea.uuid}/commentaires/", "contre") == 302
    close(campagne)
    assert _comment(client, f"/fiches/{dream.uuid}/commentaires/", "contre") == 302
    assert Commentaire.objects.count() == 3


def test_the_form_that_answers_it_has_the_same_sky(client: Client) -> None:
    load_palette()
    campagne = make_campagne()
    assert "dream-sky.css" in client.get("/proposer/?campagne=cours").content.decode()
    assert "dream-sky.css" not in client.get("/proposer/").content.decode()
    refused = client.post("/proposer/", filled(campagne="cours", autocollant="")).content.decode()
    assert "dream-sky.css" in refused
    close(campagne)
    assert "dream-sky.css" not in client.get("/proposer/?campagne=cours").content.decode()

"""Each commitment of the charter is shown with its state: worked out from facts, or said with a proof and a date."""

import pytest
from django.core.management import call_command
from django.test import Client

from carto.demarches.models import Avancement, Engagement
from tests import people
from tests.factories import make_fiche

pytestmark = pytest.mark.django_db
SAY = "/engagements/decloisonner/dire/"


@pytest.fixture(autouse=True)
def _charter() -> None:
    call_command("load_engagements", verbosity=0)


def test_the_charter_is_content_and_its_history_is_kept(client: Client) -> None:
    count = Engagement.objects.count()
    call_command("load_engagements", verbosity=0)
    assert Engagement.objects.count() == count == 15
    Engagement.objects.create(code="ancien", part="participation", title="Ancienne promesse", text="Autrefois.")
    call_command("load_engagements", verbosity=0)
    page = client.get("/engagements/").content.decode()
    assert "Ce qui n’est plus dans la charte" in page and "Ancienne promesse" in page


def test_a_fact_is_worked_out_each_time(client: Client) -> None:
    assert "0 contribution" in client.get("/engagements/").content.decode()
    make_fiche()
    assert "1 contribution cette année" in client.get("/engagements/").content.decode()


def test_the_demonstration_comes_once_and_goes(client: Client) -> None:
    for _each in range(2):
        call_command("load_demo_demarches", verbosity=0)
    assert client.get("/engagements/").content.decode().count("Démonstration : ") == 2
    assert "Démonstration : le compte d’un atelier" in client.get("/alerte/").content.decode()
    call_command("load_demo_demarches", remove=True, verbosity=0)
    assert not Avancement.objects.exists() and "1 alerte" not in client.get("/alerte/").content.decode()


def test_what_no_fact_shows_is_said_by_a_person_with_a_proof(client: Client) -> None:
    said = {"state": "kept", "text": "Trois services tiennent le même bureau.", "proof": "/opportunites/"}
    client.force_login(people.charlie())
    assert client.post(SAY, said).status_code == 403
    client.force_login(people.hugo())
    for wrong in ("", "javascript:alert(1)", "//ailleurs.fr"):
        response = client.post(SAY, said | {"proof": wrong})
        assert response.status_code == 422
        assert "Trois services" in response.content.decode()
    assert client.post(SAY, said).status_code == 302
    assert client.post(SAY, {"state": "going", "text": "Un bureau a fermé."}).status_code == 302
    page = client.get("/engagements/").content.decode()
    assert page.index("Un bureau a fermé.") < page.index("Trois services tiennent")
    assert 'href="/opportunites/" rel="nofollow noopener"' in page and "animation" in page
    assert Avancement.objects.count() == 2

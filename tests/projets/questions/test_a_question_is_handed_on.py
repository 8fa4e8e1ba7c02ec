"""Beyond the city's power a question is handed to whoever has it, followed in public, and its asker is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from carto.fiches.models import Commentaire
from projets.equipements.models import Demande, Transmission
from projets.equipements.questions import tasks
from tests.people import bob
from tests.projets.questions.samples import ask, make_demande, make_organisme, make_pool_cost

pytestmark = pytest.mark.django_db
SENT = {"organisme": "dir", "words": "C’est une route nationale."}


@pytest.fixture
def roads(client: Client) -> Any:
    """The State's roads; Bob sits at the desk."""
    client.force_login(bob())
    return make_organisme("dir", name="DIR Ouest", level="etat", contact="routes@exemple.fr")


def read(client: Client, demande: Demande) -> str:
    return client.get(f"/argent/questions/{demande.uuid}/").content.decode()


def test_it_is_handed_once_with_a_reason_and_everybody_follows_it(client: Client, roads: Any) -> None:
    demande = make_demande()
    address = f"/argent/questions/{demande.uuid}/transmettre/"
    refused = client.post(address, {"organisme": "dir", "words": ""})
    assert refused.status_code == 422
    assert client.post(address, SENT).status_code == 302
    assert client.post(address, SENT).status_code == 409
    client.logout()
    page = read(client, demande)
    assert "DIR Ouest" in page
    assert "C’est une route nationale." in page


def test_they_are_written_to_and_the_asker_is_told_then_forgotten(
    client: Client, roads: Any, settings: Settings
) -> None:
    settings.CARTO_URL = "https://carte.exemple.fr"
    demande = make_demande(email="alice@exemple.fr", text="Qui paie l’échangeur ?")
    client.post(f"/argent/questions/{demande.uuid}/transmettre/", SENT)
    given = Transmission.objects.get()
    assert tasks.write_to_organisme(given.pk, again=False)
    assert tasks.tell_asker(demande.pk, "handed")
    sent = {"text": "L’État, à 80 %.", "said_by": "le chef de district"}
    address = f"/argent/questions/{demande.uuid}/transmissions/{given.pk}/reponse/"
    assert client.post(address, {**sent, "said_by": ""}).status_code == 422
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 409
    assert tasks.tell_asker(demande.pk, "answered")
    to_them, handed, answered = mail.outbox
    assert (to_them.to, handed.to, answered.to) == (["routes@exemple.fr"], ["alice@exemple.fr"], ["alice@exemple.fr"])
    assert "Qui paie l’échangeur ?" in to_them.body
    assert f"https://carte.exemple.fr/argent/questions/{demande.uuid}/" in to_them.body
    assert "alice" not in to_them.body
    assert "L’État, à 80 %." in answered.body
    demande.refresh_from_db()
    assert demande.email == ""
    assert "le chef de district" in read(client, demande)


def test_without_an_address_somebody_has_to_write(client: Client, roads: Any) -> None:
    roads.contact = "02 40 00 00 00"
    roads.save()
    demande = make_demande()
    answer = client.post(f"/argent/questions/{demande.uuid}/transmettre/", SENT, follow=True)
    assert "écrivez-leur par leur site" in answer.content.decode()
    assert not tasks.write_to_organisme(Transmission.objects.get().pk, again=False)


def test_a_reminder_is_offered_once_their_days_have_passed(client: Client, roads: Any) -> None:
    demande = make_demande()
    client.post(f"/argent/questions/{demande.uuid}/transmettre/", SENT)
    given = Transmission.objects.get()
    again = f"/argent/questions/{demande.uuid}/transmissions/{given.pk}/relancer/"
    assert again not in read(client, demande)
    client.post(again)
    given.refresh_from_db()
    assert given.reminded_at is None
    Transmission.objects.update(at=timezone.now() - timedelta(days=60))
    assert again in read(client, demande)
    assert "à relancer" in client.get("/argent/questions/a-repondre/").content.decode()
    client.post(again)
    given.refresh_from_db()
    assert given.reminded_at is not None
    assert again not in read(client, demande)


def test_about_a_place_its_history_tells_both_steps(client: Client, roads: Any) -> None:
    cout = make_pool_cost()
    ask(client, f"cout={cout.pk}")
    demande = Demande.objects.get()
    client.post(f"/argent/questions/{demande.uuid}/transmettre/", SENT)
    assert Demande.objects.waiting().count() == 1  # the clock goes on
    sent = {"text": "L’État, à 80 %.", "said_by": "le chef de district"}
    client.post(f"/argent/questions/{demande.uuid}/transmissions/{Transmission.objects.get().pk}/reponse/", sent)
    said = list(Commentaire.objects.filter(role="agent").values_list("text", flat=True).order_by("pk"))
    assert ["transmise" in said[0], "le chef de district" in said[1]] == [True, True]
    assert not Demande.objects.waiting().exists()

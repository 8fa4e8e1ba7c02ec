"""By phone, at the counter, in a letter: entered by an operator into the same queue, with its source."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from carto.alertes.models import Abonnement
from carto.fiches.models import Contact, Origin
from signalements.desk.entry_views import spelt
from signalements.joining import active_lien
from signalements.models import Signalement
from tests.people import bob, charlie, emile
from tests.signalements.desk.samples import make_crew
from tests.signalements.samples import filled, load_content, make_signalement

pytestmark = pytest.mark.django_db
ENTRY = "/bureau/saisir/"


@pytest.fixture
def operator(client: Client) -> Any:
    load_content()
    person = bob()
    client.force_login(person)
    return person


def call(**changes: Any) -> dict[str, Any]:
    return filled(origin="phone", caller="Zoé D.", phone="06 98 76 54 32", email="", adresse="") | changes


def test_the_number_is_read_aloud_and_the_source_and_the_callers_details_are_kept_apart(
    client: Client, operator: Any
) -> None:
    page = client.get(ENTRY).content.decode()
    assert "Téléphone" in page
    assert "D’accord ?" in page
    answer = client.post(ENTRY, call(), follow=True)
    held = Signalement.objects.get()
    assert (held.origin, held.author, held.status) == (Origin.PHONE, None, "received")
    assert held.evenements.get().person is None
    contact = Contact.objects.get(fiche_id=held.pk)
    assert (contact.name, contact.phone, contact.email) == ("Zoé D.", "06 98 76 54 32", "")
    told = answer.content.decode()
    assert held.number in told
    assert spelt(held.number) in told
    assert "Zoé" not in told
    assert "téléphone" in client.get(f"/bureau/{held.uuid}/").content.decode()


def test_with_an_address_a_receipt_leaves_and_without_anything_no_contact_is_kept(
    client: Client, operator: Any
) -> None:
    client.post(ENTRY, call(origin="counter", email="zoe@exemple.fr"))
    held = Signalement.objects.get()
    assert (held.contact.email, held.contact.name) == ("zoe@exemple.fr", "Zoé D.")
    assert Abonnement.objects.filter(fiche=held, is_reporter=True, email="zoe@exemple.fr").exists()
    client.post(ENTRY, call(origin="mail", caller="", phone=""))
    assert not Contact.objects.exclude(fiche_id=held.pk).exists()
    assert len(mail.outbox) == 0  # the worker's


def test_what_is_there_already_is_shown_and_joined_on_request(client: Client, operator: Any) -> None:
    there = make_signalement(text="Gros trou devant l’arrêt.")
    form = call()
    del form["deja"]
    asked = client.post(ENTRY, form)
    assert asked.status_code == 409
    page = asked.content.decode()
    assert "C’est le même : joindre" in page
    assert "Moi aussi" not in page
    assert Signalement.objects.count() == 1
    client.post(ENTRY, form | {"joindre": str(there.uuid)})
    entered = Signalement.objects.get(origin=Origin.PHONE)
    assert active_lien(entered).target_id == there.pk


def test_what_is_missing_is_said_and_what_was_typed_stays(client: Client, operator: Any) -> None:
    answer = client.post(ENTRY, call(categorie="", origin="pigeon"))
    assert answer.status_code == 422
    assert 'value="Zoé D."' in answer.content.decode()
    assert Signalement.objects.count() == 0


def test_only_the_office_enters_for_others(client: Client) -> None:
    load_content()
    for person, code in ((charlie(), 403), (emile(crew=make_crew()), 403)):
        client.force_login(person)
        assert client.get(ENTRY).status_code == code
    client.logout()
    assert client.get(ENTRY).status_code == 302
    assert client.get(f"/bureau/saisir/{make_signalement().uuid}/").status_code == 302


def test_what_came_by_the_site_has_no_page_of_the_operator(client: Client, operator: Any) -> None:
    assert client.get(f"/bureau/saisir/{make_signalement().uuid}/").status_code == 404

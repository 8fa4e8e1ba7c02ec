"""Who decides or proposes declares their interests; everybody reads them, and what has ended is kept."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from carto.comptes.models import Groupe
from projets.equipements.models import Interet, Mandat
from tests.factories import make_territoire
from tests.people import alice, bob, charlie, denise
from tests.projets.questions.samples import make_organisme
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db
REGISTER, FORM = "/argent/interets/", "/argent/interets/declarer/"
SAID = {
    "name": "Denise R.",
    "function": "référente",
    "text": "Mon frère tient le café de la place.",
    "since": "2024-01-01",
}


def read(client: Client, address: str = REGISTER) -> str:
    return client.get(address).content.decode()


def test_who_decides_or_speaks_for_others_declares_and_a_stranger_does_not(client: Client) -> None:
    person, agent, referent, stranger = alice(), bob(), denise(make_territoire()), charlie()
    for each, status in ((person, 403), (agent, 200), (referent, 200), (stranger, 403)):
        client.force_login(each)
        assert client.get(FORM).status_code == status
    Mandat.objects.create(person=person, organisme=make_organisme())
    Groupe.objects.create(slug="velo", name="Vélo", nature="association", interest="Des pistes", declared_by=stranger)
    for each in (person, stranger):
        client.force_login(each)
        assert client.get(FORM).status_code == 200
        assert FORM in read(client)


def test_words_or_nothing_to_declare_but_never_neither(client: Client) -> None:
    client.force_login(denise(make_territoire()))
    wrong = ({"text": ""}, {"nothing": "on"}, {"since": (localdate() + timedelta(days=2)).isoformat()}, {"since": "x"})
    for changes in wrong:
        answer = client.post(FORM, SAID | changes)
        assert answer.status_code == 422
        assert "référente" in answer.content.decode()
    assert client.post(FORM, SAID).status_code == 302
    assert client.post(FORM, SAID | {"text": "", "nothing": "on"}).status_code == 302
    client.logout()
    page = read(client)
    assert "Mon frère tient le café" in page
    assert "Rien à déclarer." in page


def test_what_has_ended_is_kept_and_nobody_ends_that_of_another(client: Client) -> None:
    owner = denise(make_territoire())
    interest = Interet.objects.create(
        person=owner, name="Denise R.", function="référente", text="Un café", since="2024-01-01"
    )
    client.force_login(bob())
    assert client.post(f"{REGISTER}{interest.pk}/terminer/").status_code == 404
    client.force_login(owner)
    assert client.post(f"{REGISTER}{interest.pk}/terminer/").status_code == 302
    Interet.objects.update(until=localdate() - timedelta(days=1))
    page = read(client)
    assert "Terminés, et gardés" in page
    assert "Un café" in page


def test_the_idea_of_whoever_declared_says_so(client: Client) -> None:
    author = denise(make_territoire())
    idee = make_idee(author=author)
    assert "Intérêt déclaré" not in read(client, idee.get_absolute_url())
    Interet.objects.create(person=author, name="Denise R.", function="référente", text="Un café", since="2024-01-01")
    assert "Intérêt déclaré (référente) : Un café" in read(client, idee.get_absolute_url())
    assert "Intérêt déclaré" not in read(client, make_idee().get_absolute_url())

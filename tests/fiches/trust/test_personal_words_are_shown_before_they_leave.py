"""Words that tell who somebody is are shown once, marked; the person corrects them, or sends them to be looked at."""

import pytest
from django.test import Client

from carto.fiches.models import Contact, Fiche, Photo, Retenue, Rule, Visibility, What
from tests.fiches.trust.sendings import REPORT, send
from tests.people import alice
from tests.projets.samples import filled as idea
from tests.projets.samples import load_palette
from tests.signalements.samples import filled, load_content, photo

pytestmark = pytest.mark.django_db
TELLING = "M. Dupont <b>du 3e</b> jette ses sacs, son tél. 06 12 34 56 78"


@pytest.fixture(autouse=True)
def content() -> None:
    """Categories exist."""
    load_content()


def test_the_words_are_marked_and_nothing_typed_is_lost(client: Client) -> None:
    form = filled(text=TELLING, email="alice@exemple.fr") | {"photos": [photo()]}
    answer = client.post(REPORT, form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<mark>M. Dupont</mark> &lt;b&gt;du 3e&lt;/b&gt;" in page
    assert "<mark>06 12 34 56 78</mark>" in page
    assert "un numéro de téléphone et le nom d’une personne" in page
    assert "alice@exemple.fr" in page and Photo.objects.get().fiche is None
    assert not Fiche.objects.exists() and not Contact.objects.exists()


def test_corrected_words_go_their_way(client: Client) -> None:
    form = filled(text=TELLING)
    client.post(REPORT, form)
    assert client.post(REPORT, form | {"text": "Le voisin jette ses sacs"}).status_code == 302
    assert Fiche.objects.get().visibility == Visibility.PUBLIC
    assert not Retenue.objects.exists()


def test_sent_anyway_they_wait_for_a_person_and_the_author_knows(client: Client) -> None:
    form = filled(text=TELLING, sure="on")
    page = client.get(client.post(REPORT, form).url).content.decode()
    fiche = Fiche.objects.get()
    assert (fiche.visibility, fiche.text) == (Visibility.WAITING, TELLING)
    held = Retenue.objects.get()
    assert (held.rule, held.detail) == (Rule.PERSONAL, "un numéro de téléphone et le nom d’une personne")
    assert "Le texte semble contenir une donnée personnelle." in page and "0 refus" not in page
    assert "En attente de vérification" in page
    assert [event.what for event in fiche.evenements.all()] == [What.SUBMITTED, What.HELD]
    assert client.get(fiche.get_absolute_url()).status_code == 404


def test_a_tick_given_for_nothing_holds_nothing(client: Client) -> None:
    assert send(client, sure="on").visibility == Visibility.PUBLIC


def test_somebody_who_signs_is_warned_just_the_same(client: Client) -> None:
    client.force_login(alice())
    assert client.post(REPORT, filled(text=TELLING, named="yes")).status_code == 422


def test_the_title_of_an_idea_is_read_too(client: Client) -> None:
    load_palette()
    answer = client.post("/proposer/", idea(title="Banc pour M. Dupont"))
    assert answer.status_code == 422
    assert "<mark>M. Dupont</mark>" in answer.content.decode()

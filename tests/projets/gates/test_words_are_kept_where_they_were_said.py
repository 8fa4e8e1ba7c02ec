"""Words said elsewhere, of another topic or still a draft, never become an offer, a look or a question here."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from carto.fiches.models import Commentaire, Visibility
from projets.opportunites.models import Appel, Essai, Interpellation, Methode, OffreContact, Opportunite
from tests.people import alice
from tests.places import REZE
from tests.projets.deciding.samples import decided
from tests.projets.gates.samples import carried, page_of
from tests.projets.referents.samples import make_topic

pytestmark = pytest.mark.django_db
MOTS = "Mots dits ailleurs."


def _doors(topic: Opportunite) -> dict[str, str]:
    """Where anybody adds words to a topic, with the page that shows them."""
    today = timezone.localdate()
    call = Appel.objects.create(opportunite=topic, kind="use", text="Qui vit ici ?", until=today, role="referent")
    trial = Essai.objects.create(
        opportunite=topic, text="Une place", place="Ici", starts=today, ends=today, role="referent"
    )
    Methode.objects.get_or_create(opportunite=topic, number=1, defaults={"told": {}, "role": "referent"})
    return {
        f"appels/{call.pk}/repondre/": "appels/",
        f"essais/{trial.pk}/observer/": "essais/",
        "methode/retoucher/": "methode/",
    }


def _send(client: Client, topic: Opportunite, door: str, key: Any, text: str = "Bonjour") -> int:
    told = {"uuid": str(key), "text": text, "email": "intruse@exemple.fr"}
    return client.post(f"{topic.get_absolute_url()}{door}", told).status_code


def test_nobody_takes_them_by_their_identifier(client: Client) -> None:
    topic, _hand = carried()
    other = make_topic(REZE, title="Autre sujet", status="diagnosis", stage="in_progress")
    told = Commentaire.objects.create(fiche=other, kind="avis", text=MOTS, author=alice())
    draft = Commentaire.objects.create(fiche=topic, kind="avis", text=MOTS, visibility=Visibility.DRAFT)
    doors = _doors(topic)
    for door, page in doors.items():
        assert [_send(client, topic, door, words.uuid) for words in (told, draft)] == [409, 409]
        assert MOTS not in page_of(topic, page)
    assert not OffreContact.objects.exists()
    decided(topic)
    questions = [_send(client, topic, "decision/questionner/", words.uuid) for words in (told, draft)]
    assert questions == [409, 409] and not Interpellation.objects.exists()


def test_what_is_sent_twice_is_kept_once(client: Client) -> None:
    topic, _hand = carried()
    for door, page in _doors(topic).items():
        key = uuid.uuid4()
        assert [_send(client, topic, door, key, f"Vu : {page}") for _twice in range(2)] == [302, 302]
        assert page_of(topic, page).count(f"Vu : {page}") == 1
        others = [each for each in _doors(topic) if each.rstrip("/").split("/")[-1] not in door]
        assert {_send(client, topic, each, key) for each in others} == {409}

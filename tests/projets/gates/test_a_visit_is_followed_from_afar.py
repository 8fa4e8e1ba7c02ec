"""A visit has its stops on the map, what was seen at each, and questions asked before it and answered after it."""

import pytest
from django.test import Client
from django.utils.timezone import localdate, localtime

from carto.fiches.comments.actions import comment
from carto.fiches.models import Commentaire, Photo
from projets.opportunites.models import Halte, Reunion
from tests import people
from tests.projets.gates.samples import carried, make_meeting, page_of, when
from tests.signalements.samples import photo as picture

pytestmark = pytest.mark.django_db


def test_it_is_announced_with_how_to_get_there_and_how_to_be_there_from_afar(client: Client) -> None:
    topic, _hand = carried(client)
    told = {
        "kind": "visit", "at": when(7), "place": "Devant le château", "pin": "sujet", "text": "On marche une heure.",
        "access": "Sans marche, bancs tous les cent mètres.", "distant": "En direct : https://visio.exemple/cours",
    }  # fmt: skip
    path = f"{topic.get_absolute_url()}reunions/annoncer/"
    assert client.post(path, told).status_code == 302
    visit = Reunion.objects.get()
    page = page_of(topic, f"reunions/{visit.pk}/")
    assert "bancs tous les cent mètres" in page and 'href="https://visio.exemple/cours"' in page
    assert f"reunions/{visit.pk}/" in page_of(topic, "reunions/")
    hall = make_meeting(topic)
    assert client.get(f"{topic.get_absolute_url()}reunions/{hall.pk}/").status_code == 404


def test_stops_are_added_and_told_by_whoever_carries_the_topic(client: Client) -> None:
    topic, _hand = carried(client)
    visit = make_meeting(topic, kind="visit")
    stops = f"{topic.get_absolute_url()}reunions/{visit.pk}/haltes/"
    assert (
        client.post(stops, {"place": "Le passage piéton", "pin": "sujet", "text": "La durée du feu."}).status_code
        == 302
    )
    assert client.post(stops, {"place": "", "pin": "sujet"}).status_code == 422
    stop = Halte.objects.get()
    seen = {"seen": "Neuf secondes pour traverser.", "photos": [picture()]}
    assert client.post(f"{stops}{stop.pk}/", {"seen": "  "}).status_code == 422
    assert client.post(f"{stops}{stop.pk}/", seen).status_code == 302
    page = page_of(topic, f"reunions/{visit.pk}/")
    assert "1. Le passage piéton" in page and "Neuf secondes" in page and '"#halte-1", "1"]' in page
    photo = Photo.objects.get(fiche=topic)
    assert photo.state == "waiting" and "photo-list" not in page  # a person looks first
    assert "Neuf secondes" in page_of(topic, "journal/")
    client.force_login(people.charlie())
    assert client.post(stops, {"place": "Ailleurs"}).status_code == 403


def test_anybody_asks_and_the_answer_stands_below(client: Client) -> None:
    topic, hand = carried()
    visit = make_meeting(topic, kind="visit")
    path = f"{topic.get_absolute_url()}reunions/{visit.pk}/questions/"
    form = client.get(path).context["form"]
    sent = {"uuid": form.initial["uuid"], "text": "Le feu laisse-t-il le temps ?", "named": ""}
    for _twice in range(2):
        assert client.post(path, sent).status_code == 302
    asked = visit.questions.get()
    assert (asked.kind, asked.author) == ("question", None) and asked.due_at is not None
    page = page_of(topic, f"reunions/{visit.pk}/")
    assert localtime(asked.created_at).isoformat()[:16] not in page and f'"{localdate():%Y-%m-%d}"' in page
    assert "Le feu laisse-t-il le temps ?" in page and "avant la visite" in page and "Réponse promise pour" in page
    reply = comment(
        topic, "Non : on l’allonge.", uuid=form.fields["uuid"].to_python("6f1b2f9e-0c1f-4c1c-9a51-0f2f0a2f9c11"),
        kind="avis", author=hand.person, role="referent", answers=asked,
    )  # fmt: skip
    assert Commentaire.objects.get(pk=reply.pk).answers_id == asked.pk
    assert "on l’allonge" in page_of(topic, f"reunions/{visit.pk}/")

"""A secret link given to a contractor leaves by a real mail, and what they answer comes to the service."""

import re

import pytest
from django.test import Client

from signalements.forwarding.actions import forward, take_back
from tests.alertes.postbox import Postbox, Worker, header, text_of
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db


def test_the_link_of_the_letter_opens_and_the_answer_comes_back(
    postbox: Postbox, worker: Worker, client: Client
) -> None:
    made = make_signalement()
    made.service.email = "voirie@exemple.fr"
    made.service.save()
    forward(made, "Enedis", email="depannage@exemple.fr", message="Avant <lundi>.", person=None, role="agent")
    worker.work()
    letter = postbox.messages[-1]
    link = re.search(r"https://carte\.exemple\.fr(/transmis/[\w-]{43}/)", text_of(letter)).group(1)
    assert "Avant <lundi>." in text_of(letter) and made.number in header(letter, "Subject")
    assert client.post(link, {"do": "ecrire", "text": "Quel poteau ?"}).status_code == 302
    worker.work()
    assert "Quel poteau ?" in text_of(postbox.messages[-1])


def test_a_link_taken_back_before_the_worker_came_is_not_sent(postbox: Postbox, worker: Worker) -> None:
    taken_back = forward(make_signalement(), "Enedis", email="depannage@exemple.fr", person=None, role="agent")
    take_back(taken_back, person=None, role="agent")
    worker.work()
    assert postbox.messages == []

"""When a dream campaign is over, whoever left an address is asked, and the link of the letter opens the answer."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from projets.idees.dreams.actions import ask_authors
from projets.idees.models import Atterrissage, Idee
from tests.alertes.conftest import Clock
from tests.alertes.postbox import Postbox, Worker, text_of
from tests.projets.dreams.samples import close, make_campagne
from tests.projets.samples import filled, load_palette

pytestmark = pytest.mark.django_db


def test_the_letter_opens_the_question(client: Client, postbox: Postbox, worker: Worker, clock: Clock) -> None:
    load_palette()
    campagne = make_campagne()
    assert client.post("/proposer/", filled(campagne="cours", email="alice@exemple.fr")).status_code == 302
    worker.work()
    postbox.messages.clear()
    close(campagne)
    assert ask_authors(timezone.now()) == 1
    worker.work()
    (letter,) = postbox.messages
    assert campagne.title in text_of(letter)
    link = re.search(r"https://carte\.exemple\.fr(/suivre/[^\s>]+)", text_of(letter))[1]
    page = Client().get(link).content.decode()
    answer = re.search(r'action="(/reves/accord/[^"]+)"', page)[1]
    assert Client().post(answer, {"accord": "non"}).url == link
    assert Atterrissage.objects.get().consent == "no"
    assert Idee.objects.get().author is None

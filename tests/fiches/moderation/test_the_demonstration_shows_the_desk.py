"""The demonstration brings drawn photos that wait, and somebody who may look at them; it takes both away."""

import pytest
from django.core.management import call_command
from django.test import Client

from carto.comptes.models import User
from carto.fiches.models import Photo
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db


def test_drawn_photos_wait_and_twice_changes_nothing(client: Client) -> None:
    for _rank in range(2):
        make_signalement(demonstration=True)
    for _time in range(2):
        call_command("load_demo_waiting_photos", verbosity=0)
    assert Photo.objects.waiting().count() == 2
    moderator = User.objects.get()
    assert moderator.email.endswith(".invalid")  # no mail, so no code to sign in, ever leaves for there
    client.force_login(moderator)
    assert len(client.get("/moderation/").context["lines"]) == 2
    call_command("load_demo_waiting_photos", remove=True, verbosity=0)
    assert not User.objects.exists()

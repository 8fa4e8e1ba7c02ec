"""Whoever sent it says once a closing whether they are content; the page tells figures, from five verdicts on."""

import pytest
from django.test import Client

from carto.fiches.actions import digest
from carto.fiches.models import SecretLink
from signalements.actions import change_status
from signalements.models import Satisfaction, Signalement
from signalements.outcome.actions import contest, rate
from signalements.workflow import Status
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db
SECRET = "s" * 43
RATE = f"/suivre/{SECRET}/avis/"


def mended() -> Signalement:
    made = make_signalement()
    change_status(made, Status.TREATED, closing="mended")
    return Signalement.objects.get(pk=made.pk)


@pytest.fixture
def sent() -> Signalement:
    """A mended pothole with its secret link."""
    made = mended()
    SecretLink.objects.create(fiche=made, digest=digest(SECRET))
    return made


def test_one_verdict_a_closing_without_a_name(client: Client, sent: Signalement) -> None:
    client.post(RATE, {"satisfied": "yes", "text": "Rapide !"})
    again = client.post(RATE, {"satisfied": "no"}, follow=True)
    assert "déjà dit" in again.content.decode()
    stored = Satisfaction.objects.get()
    assert (stored.satisfied, stored.text, stored.treated_at) == (True, "Rapide !", sent.treated_at)
    assert sent.evenements.count() == 2, "the history does not say who was content"
    contest(sent)
    change_status(sent, Status.TREATED, closing="mended")
    client.post(RATE, {"satisfied": "no"})
    assert Satisfaction.objects.count() == 2


def test_an_empty_verdict_is_asked_again(client: Client, sent: Signalement) -> None:
    refused = client.post(RATE, {"text": "Bof."})
    assert refused.status_code == 422
    assert "Bof." in refused.content.decode() and "Oui ou non" in refused.content.decode()


def test_what_is_open_is_not_judged_yet(client: Client) -> None:
    made = make_signalement()
    SecretLink.objects.create(fiche=made, digest=digest(SECRET))
    assert client.post(RATE, {"satisfied": "yes"}).status_code == 422
    assert not Satisfaction.objects.exists()


def test_figures_are_published_from_five_on(client: Client, sent: Signalement) -> None:
    for rank in range(4):
        rate(mended(), rank != 0)
    assert "contentes de la suite donnée" not in client.get(sent.get_absolute_url()).content.decode()
    rate(sent, True)
    page = " ".join(client.get(sent.get_absolute_url()).content.decode().split())
    assert "4 personnes sur 5 sont contentes de la suite donnée" in page

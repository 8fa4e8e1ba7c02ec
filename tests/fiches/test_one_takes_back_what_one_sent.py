"""Whoever sent a fiche takes it back: its page says so, and for thirty days it can be put back."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from carto.fiches.actions import digest
from carto.fiches.models import Fiche, Lien, LienKind, SecretLink, Visibility, What
from signalements.models import Signalement
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db
SECRET = "s" * 43
ROOM = f"/suivre/{SECRET}/"


@pytest.fixture
def sent() -> Signalement:
    """A pothole with its secret link."""
    made = make_signalement(text="Un trou.")
    SecretLink.objects.create(fiche=made, digest=digest(SECRET))
    return made


def visibility() -> str:
    return Fiche.objects.earliest("pk").visibility


def test_the_page_says_that_its_author_took_it_back(client: Client, sent: Signalement) -> None:
    assert client.get(f"{ROOM}retirer/").status_code == 200
    assert visibility() == "public", "opening the page decides nothing"
    client.post(f"{ROOM}retirer/")
    page = client.get(sent.get_absolute_url())
    assert page.status_code == 410
    assert "retirée par son auteur" in page.content.decode()
    assert "Un trou." not in page.content.decode()
    line = sent.evenements.last()
    assert (line.what, line.before, line.after) == (What.WITHDRAWN, "public", "withdrawn")


@pytest.mark.parametrize("before", [Visibility.PUBLIC, Visibility.WAITING, Visibility.JOINED])
def test_it_is_put_back_as_it_was(client: Client, sent: Signalement, before: str) -> None:
    Fiche.objects.update(visibility=before)
    if before == Visibility.JOINED:
        Lien.objects.create(source=sent, target=make_signalement(), kind=LienKind.DUPLICATES, role="agent")
    client.post(f"{ROOM}retirer/")
    assert "Vous pouvez la remettre jusqu’au" in client.get(ROOM).content.decode()
    client.post(f"{ROOM}remettre/")
    assert visibility() == before
    assert sent.evenements.last().what == What.PUBLISHED


def test_one_that_was_separated_meanwhile_has_its_own_pin_again(client: Client, sent: Signalement) -> None:
    Fiche.objects.update(visibility=Visibility.JOINED)
    client.post(f"{ROOM}retirer/")
    client.post(f"{ROOM}remettre/")
    assert visibility() == "public", "joined to nothing, it would be on no map and in no list"


def test_after_thirty_days_it_stays_withdrawn(client: Client, sent: Signalement) -> None:
    client.post(f"{ROOM}retirer/")
    with patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=31)):
        assert "La remettre en ligne" not in client.get(ROOM).content.decode()
        answer = client.post(f"{ROOM}remettre/", follow=True)
    assert "trente jours pour la remettre est passé" in answer.content.decode()
    assert visibility() == "withdrawn"


def test_what_moderation_put_aside_is_not_put_back_by_its_author(client: Client, sent: Signalement) -> None:
    client.post(f"{ROOM}retirer/")
    Fiche.objects.update(visibility=Visibility.BINNED)
    client.post(f"{ROOM}remettre/")
    assert visibility() == "binned"


def test_one_that_others_are_joined_to_stays_for_them(client: Client, sent: Signalement) -> None:
    other = make_signalement()
    Lien.objects.create(source=other, target=sent, kind="duplicates", role="agent")
    answer = client.post(f"{ROOM}retirer/")
    assert answer.status_code == 422
    assert "D’autres habitants y sont réunis" in answer.content.decode()
    assert visibility() == "public"


def test_a_wrong_secret_takes_nothing_back(client: Client, sent: Signalement) -> None:
    for action in ("retirer", "remettre", "corriger", "completer", "deplacer", "papier"):
        assert client.post(f"/suivre/{'x' * 43}/{action}/").status_code in {404, 405}
    assert visibility() == "public"

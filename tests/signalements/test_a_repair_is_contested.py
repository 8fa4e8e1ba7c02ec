"""« Ce n’est pas réparé »: one tap reopens it within thirty days; after that the page offers to report again."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from carto.alertes.models import Abonnement
from carto.comptes.models import User
from carto.fiches.actions import digest
from carto.fiches.models import Fiche, Lien, Photo, SecretLink, Visibility, What
from signalements.actions import change_status
from signalements.models import Signalement
from signalements.workflow import Status
from tests.people import alice, charlie
from tests.signalements.samples import make_signalement, photo

pytestmark = pytest.mark.django_db
SECRET = "s" * 43


@pytest.fixture
def mended() -> Signalement:
    """A pothole, said to be mended."""
    made = make_signalement()
    SecretLink.objects.create(fiche=made, digest=digest(SECRET))
    change_status(made, Status.TREATED, closing="mended")
    return made


def status() -> str:
    return Signalement.objects.earliest("pk").status


def contest(client: Client, signalement: Signalement, **form: object) -> object:
    return client.post(f"/signalements/{signalement.uuid}/contester/", form)


def test_whoever_sent_it_reopens_it_with_one_tap(client: Client, mended: Signalement) -> None:
    assert "Ce n’est pas réparé" in client.get(f"/suivre/{SECRET}/").content.decode()
    client.post(f"/suivre/{SECRET}/contester/")
    stored, line = Signalement.objects.get(), mended.evenements.last()
    assert (stored.status, stored.stage, stored.closing) == ("reopened", "in_progress", "")
    assert (line.what, line.before, line.after) == (What.CONTESTED, "treated", "reopened")
    assert stored.due_at > timezone.now(), "a new promise"


def test_a_stranger_says_or_shows_what_is_left(client: Client, mended: Signalement) -> None:
    refused = contest(client, mended)
    assert refused.status_code == 422
    assert "Une phrase ou une photo" in refused.content.decode()
    assert status() == "treated"
    assert contest(client, mended, text="Le trou est revenu.").url == mended.get_absolute_url()
    assert status() == "reopened"
    said = client.get(mended.get_absolute_url()).content.decode()
    assert "Un habitant dit que ce n’est pas réparé." in said and "Le trou est revenu." not in said


def test_a_photo_alone_is_enough_and_waits_for_a_look(client: Client, mended: Signalement) -> None:
    contest(client, mended, photos=[photo()])
    assert status() == "reopened"
    kept = Photo.objects.get()
    assert (kept.fiche_id, kept.state) == (mended.pk, "waiting")
    assert str(kept.uuid) not in client.get(f"/suivre/{SECRET}/").content.decode(), "nor does whoever sent the fiche"


def _follower(mended: Signalement) -> User:
    person = charlie()
    Abonnement.objects.create(fiche=mended, channel="mail", person=person, confirmed_at=timezone.now())
    return person


def _author(mended: Signalement) -> User:
    person = alice()
    Fiche.objects.update(author=person)
    return person


@pytest.mark.parametrize("who", [_follower, _author])
def test_one_tap_is_enough_for_whoever_signed_or_follows_it(client: Client, mended: Signalement, who: object) -> None:
    client.force_login(who(mended))
    assert "Qu’est-ce qui reste" not in client.get(mended.get_absolute_url()).content.decode()
    contest(client, mended)
    assert status() == "reopened"
    assert mended.evenements.last().person is None


def test_two_taps_reopen_once(client: Client, mended: Signalement) -> None:
    for _turn in range(2):
        answer = client.post(f"/suivre/{SECRET}/contester/", follow=True)
    assert "C’est déjà ouvert" in answer.content.decode()
    assert mended.evenements.filter(what=What.CONTESTED).count() == 1


def test_after_thirty_days_it_is_a_new_problem(client: Client, mended: Signalement) -> None:
    with patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=31)):
        page = client.get(mended.get_absolute_url()).content.decode()
        assert "Le signaler de nouveau ici" in page and "categorie=trou-chaussee" in page
        assert contest(client, mended, text="Encore là.").status_code == 422
        assert client.post(f"/suivre/{SECRET}/contester/").status_code == 422
    assert status() == "treated"


def test_a_refusal_is_contested_too(client: Client) -> None:
    signalement = make_signalement()
    change_status(signalement, Status.DECLINED, public_text="Terrain privé.", closing="private")
    contest(client, signalement, text="C’est bien une rue de la ville.")
    assert status() == "reopened"


def test_whoever_is_joined_to_a_case_reopens_the_case(client: Client, mended: Signalement) -> None:
    joined = make_signalement()
    SecretLink.objects.create(fiche=joined, digest=digest("j" * 43))
    Lien.objects.create(source=joined, target=mended, kind="duplicates", role="resident")
    Fiche.objects.filter(pk=joined.pk).update(visibility=Visibility.JOINED)
    client.post(f"/suivre/{'j' * 43}/contester/")
    assert status() == "reopened"
    assert mended.evenements.last().what == joined.evenements.last().what == What.CONTESTED


@pytest.mark.parametrize("visibility", ["waiting", "withdrawn", "binned", "removed"])
def test_what_nobody_reads_is_contested_by_no_stranger(client: Client, mended: Signalement, visibility: str) -> None:
    Fiche.objects.update(visibility=visibility)
    assert contest(client, mended, text="Encore là.").status_code == 404


def test_a_link_alone_reopens_nothing(client: Client, mended: Signalement) -> None:
    assert client.get(f"/signalements/{mended.uuid}/contester/").status_code == 405
    assert client.get(f"/suivre/{SECRET}/contester/").status_code == 200
    assert status() == "treated"

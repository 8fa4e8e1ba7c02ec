"""Nothing is closed without a coded reason or a photo « après »; an agent answers from the public page."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from carto.fiches.models import Moment, Photo, What
from carto.fiches.photos import read_picture
from signalements.actions import change_status
from signalements.models import CLOSING_LABELS, Signalement
from signalements.workflow import CLOSED, CLOSINGS, Closing, Status
from tests.people import alice, bob
from tests.signalements.samples import make_signalement, photo, tomorrow

pytestmark = pytest.mark.django_db


def answer(client: Client, signalement: Signalement, **changes: object) -> object:
    form = {"seen": Signalement.objects.get(pk=signalement.pk).status} | changes
    return client.post(f"/signalements/{signalement.uuid}/repondre/", form)


def test_every_reason_goes_with_a_closing_and_has_words() -> None:
    assert set(CLOSINGS) == CLOSED
    assert frozenset().union(*CLOSINGS.values()) == set(Closing) == set(CLOSING_LABELS)


def test_treating_without_reason_nor_photo_is_refused_in_words() -> None:
    signalement = make_signalement()
    with pytest.raises(ValidationError, match="choisissez un motif ou ajoutez une photo « après »"):
        change_status(signalement, Status.TREATED, public_text="Fait.")
    assert Signalement.objects.get().status == "received"


def test_a_photo_stands_in_for_a_reason_when_it_is_treated_and_only_then() -> None:
    signalement = make_signalement()
    with pytest.raises(ValidationError, match="choisissez un motif"):
        change_status(signalement, Status.DECLINED, public_text="Non.", after_photos=[read_picture(photo())])
    change_status(signalement, Status.TREATED, after_photos=[read_picture(photo())])
    assert Photo.objects.get().moment == Moment.AFTER
    assert Signalement.objects.get().closing == ""


@pytest.mark.parametrize(
    ("status", "closing"), [(Status.TREATED, "private"), (Status.DECLINED, "mended"), (Status.ACCEPTED, "mended")]
)
def test_a_reason_that_does_not_fit_is_refused(status: Status, closing: str) -> None:
    with pytest.raises(ValidationError, match="Ce motif ne va pas"):
        change_status(make_signalement(), status, public_text="Voilà.", closing=closing)


def test_the_page_says_the_reason_until_it_is_reopened(client: Client) -> None:
    signalement = make_signalement()
    change_status(signalement, Status.TREATED, closing="made_safe")
    assert "mis en sécurité, la suite est prévue" in client.get(signalement.get_absolute_url()).content.decode()
    change_status(signalement, Status.REOPENED, public_text="Cassé de nouveau.")
    assert Signalement.objects.get().closing == ""
    assert "mis en sécurité" not in client.get(signalement.get_absolute_url()).content.decode()


def test_an_agent_of_its_service_answers_from_the_page(client: Client) -> None:
    signalement = make_signalement()
    page = signalement.get_absolute_url()
    assert "Répondre, comme service" not in client.get(page).content.decode()
    client.force_login(bob(signalement.service))
    assert "Répondre, comme service" in client.get(page).content.decode()
    assert answer(client, signalement, after="accepted", public_text="Nous passons.").url == page
    assert answer(client, signalement, public_text="Ce sera jeudi.").status_code == 302
    assert answer(client, signalement, after="treated", photos=[photo()]).status_code == 302
    assert [event.what for event in signalement.evenements.all()][1:] == [What.STATUS, What.ANSWER, What.STATUS]
    assert Signalement.objects.get().status == "treated"
    assert Photo.objects.get().moment == Moment.AFTER


def test_an_answer_that_lacks_something_is_kept_and_says_what(client: Client) -> None:
    signalement = make_signalement()
    client.force_login(bob(signalement.service))
    refused = answer(client, signalement, after="treated", public_text="C’est <fait>.")
    assert refused.status_code == 422
    assert "Pour clore, choisissez un motif" in refused.content.decode()
    assert "C’est &lt;fait&gt;." in refused.content.decode()
    assert answer(client, signalement).status_code == 422
    assert answer(client, signalement, after="nowhere").status_code == 422


def test_an_agent_who_looked_at_an_old_page_is_told(client: Client) -> None:
    signalement = make_signalement()
    client.force_login(bob(signalement.service))
    change_status(signalement, Status.PLANNED, planned_on=tomorrow())
    late = answer(client, signalement, seen="received", after="accepted", public_text="Pris en charge.")
    assert late.status_code == 422
    assert "Entre-temps, l’état est devenu « intervention planifiée »" in late.content.decode()
    assert 'name="seen" value="planned"' in late.content.decode()


def test_nobody_else_answers_for_the_service(client: Client) -> None:
    signalement, other = make_signalement(), make_signalement("lampadaire-eteint")
    assert answer(client, signalement, public_text="Moi.").status_code == 403
    client.force_login(alice())
    assert answer(client, signalement, public_text="Moi.").status_code == 403
    client.force_login(bob(other.service))
    assert answer(client, signalement, public_text="Moi.").status_code == 403
    assert signalement.evenements.count() == 1

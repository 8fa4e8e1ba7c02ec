"""The morning's message: the candidates that are new in one's quartiers, once, and no longer after one tap."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from carto.comptes.models import Role, User
from projets.opportunites.models import Veille
from projets.opportunites.referents import notices
from tests.factories import make_territoire, make_theme
from tests.people import denise
from tests.places import CHATEAU, REZE
from tests.projets.referents.samples import make_candidat

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    """Denise, whose address is known to be hers."""
    person = denise(make_territoire(CHATEAU, name="Centre-Ville"))
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def stop_of(letter: EmailMessage) -> str:
    """The page of ours that its header names."""
    return letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.CARTO_URL)


def test_what_is_new_is_told_once(person: User) -> None:
    quartier = Role.objects.get().territoire
    make_candidat(quartier), make_candidat(make_territoire(REZE, name="Rezé", code="R"), REZE)
    make_candidat(quartier, theme=make_theme("eau", name="Eau"), first_at=timezone.now() - timedelta(days=9))
    assert notices.people() == [person.pk]
    assert [notices.tell(person.pk), notices.tell(person.pk)] == [1, 0]
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == ([person.email], "1 candidate nouvelle dans votre quartier")
    assert "Espaces verts · Centre-Ville (63 points sur 100)" in letter.body
    assert "Rezé" not in letter.body and "Eau" not in letter.body
    assert f"{settings.CARTO_URL}/referent/" in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_tap_of_a_mail_program_ends_it_and_the_desk_begins_it_again(client: Client, person: User) -> None:
    make_candidat(Role.objects.get().territoire)
    notices.tell(person.pk)
    address = stop_of(mail.outbox[0])
    assert "Ne plus recevoir" in client.get(address).content.decode(), "a program that opens links stops nothing"
    assert Veille.objects.get().wanted
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Veille.objects.get().wanted
    make_candidat(Role.objects.get().territoire, theme=make_theme("eau"))
    assert notices.tell(person.pk) == 0
    client.force_login(person)
    assert "Vous ne recevez pas le message du matin." in client.get("/referent/").content.decode()
    client.post("/referent/avis/", {"voulu": "1"})
    assert notices.tell(person.pk) == 1
    assert client.get("/referent/avis/faux/arreter/").status_code == 404


def test_nobody_is_told_once_the_mandate_is_over_nor_at_an_address_that_is_not_theirs(person: User) -> None:
    make_candidat(Role.objects.get().territoire)
    EmailAddress.objects.update(verified=False)
    assert notices.tell(person.pk) == 0
    EmailAddress.objects.update(verified=True)
    Role.objects.update(until=localdate() - timedelta(days=1))
    assert notices.people() == [] and notices.tell(person.pk) == 0
    assert mail.outbox == []


def test_a_letter_that_could_not_leave_is_tried_again(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    make_candidat(Role.objects.get().territoire)

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken, pytest.raises(ConnectionRefusedError):
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        notices.tell(person.pk)
    assert notices.tell(person.pk) == 1

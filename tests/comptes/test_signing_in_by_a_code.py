"""An address and a code received there: that is all an account needs. Real SMTP, on loopback."""

import re
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from carto.comptes.models import User
from tests.people import alice

pytestmark = pytest.mark.django_db


class _Postbox:
    """Keeps what the server is sent."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        self.messages.append(message_from_bytes(envelope.content))
        return "250 OK"


def _free_port() -> int:
    """A port nobody listens on; aiosmtpd does not understand port 0."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture
def postbox(settings: Settings) -> Iterator[_Postbox]:
    """A real SMTP server, to which Django really sends."""
    box = _Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield box
    controller.stop()


def _code(message: Message) -> str:
    return re.search(r"\b\d{6}\b", message.get_payload(decode=True).decode()).group()


def test_alice_signs_in_with_the_code_she_received(client: Client, postbox: _Postbox) -> None:
    person = alice()
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    page = client.post(reverse("account_request_login_code"), {"email": person.email})
    assert page.status_code == 302
    page = client.post(reverse("account_confirm_login_code"), {"code": _code(postbox.messages[-1])})
    assert page.status_code == 302
    assert "Alice L." in client.get(reverse("comptes:home")).content.decode()


def test_a_newcomer_makes_an_account_with_an_address_alone(client: Client, postbox: _Postbox) -> None:
    client.post(reverse("account_signup"), {"email": "emile@exemple.fr"})
    client.post(reverse("account_email_verification_sent"), {"code": _code(postbox.messages[-1])})
    assert client.get(reverse("comptes:home")).status_code == 200
    assert not User.objects.get(email="emile@exemple.fr").has_usable_password()


def test_a_wrong_code_is_said_and_does_not_open(client: Client, postbox: _Postbox) -> None:
    person = alice()
    client.post(reverse("account_request_login_code"), {"email": person.email})
    wrong = "000000" if _code(postbox.messages[-1]) != "000000" else "111111"
    page = client.post(reverse("account_confirm_login_code"), {"code": wrong})
    assert page.status_code == 200 and "errorlist" in page.content.decode()
    assert client.get(reverse("comptes:home")).status_code == 302


def test_whether_an_address_has_an_account_is_not_told(client: Client, postbox: _Postbox) -> None:
    alice()
    known = client.post(reverse("account_request_login_code"), {"email": "alice@exemple.fr"})
    unknown = Client().post(reverse("account_request_login_code"), {"email": "personne@exemple.fr"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert "Pas encore de compte" in str(postbox.messages[-1]["Subject"]) or len(postbox.messages) == 2


def test_the_password_page_leads_to_the_code_and_keeps_where_one_was_going(client: Client) -> None:
    page = client.get(reverse("account_login"), {"next": "/signaler/"})
    assert page.url == reverse("account_request_login_code") + "?next=%2Fsignaler%2F"
    assert mail.outbox == []


def test_a_public_name_is_no_address(client: Client) -> None:
    client.force_login(alice())
    page = client.post(reverse("comptes:home"), {"name": "alice@exemple.fr"})
    assert page.status_code == 422
    assert "n’y mettez pas votre adresse" in page.content.decode()
    client.post(reverse("comptes:home"), {"name": "Alice du quai"})
    assert User.objects.get().name == "Alice du quai"

"""A post office, a gateway and a worker of the tests' own."""

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from pytest_django.fixtures import Settings

from tests.alertes.postbox import Postbox, Worker, free_port
from tests.alertes.pushservice import PushService

SECRET = "un-secret-de-passerelle"


@pytest.fixture
def post_office(settings: Settings) -> Iterator[Postbox]:
    """A real SMTP server on loopback, to which the answers go."""
    postbox = Postbox()
    port = free_port()
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield postbox
    controller.stop()


@pytest.fixture
def gateway(settings: Settings) -> Iterator[PushService]:
    """An SMS gateway on loopback; the site knows its secret."""
    service = PushService(status=200).start()
    settings.CARTO_SMS_SECRET, settings.CARTO_SMS_URL = SECRET, f"{service.origin}/sms"
    settings.CARTO_PUSH_LOOPBACK = True
    yield service
    service.stop()


@pytest.fixture
def worker(db: None) -> Worker:
    """Does what was deferred."""
    return Worker()

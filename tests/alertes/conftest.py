"""A mailbox, a worker, and an hour at which nobody sleeps."""

from collections.abc import Iterator
from datetime import datetime
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.alertes.postbox import Postbox, Worker, free_port


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    """A real SMTP server, to which Django really sends."""
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.CARTO_URL = "https://carte.exemple.fr"
    yield box
    controller.stop()


@pytest.fixture
def worker(db: None) -> Worker:
    """Does the jobs when told to."""
    return Worker()


class Clock:
    """What time it is, for everybody who asks Django."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 26, 15, 0, tzinfo=ZoneInfo("Europe/Paris"))  # a Thursday afternoon

    def at(self, text: str) -> None:
        """Let it be that hour in Nantes."""
        self.now = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Thursday 26 November 2026, three in the afternoon, until the test says otherwise."""
    clock = Clock()
    with patch.object(timezone, "now", lambda: clock.now):
        yield clock

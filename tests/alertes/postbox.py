"""A real SMTP server on loopback that keeps what it is sent, or refuses; and the worker's part, done at once."""

import socket
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


class Postbox:
    """Keeps what the server is sent. `refusal` is said to every recipient while it is set."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refusal = ""

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def subjects(self) -> list[str]:
        """Of all that came, in order."""
        return [header(message, "Subject") for message in self.messages]

    def to(self, address: str) -> list[EmailMessage]:
        """What came for that address."""
        return [message for message in self.messages if message["To"] == address]


def header(message: EmailMessage, name: str) -> str:
    """As people read it: a long one comes folded, after an empty first line."""
    return str(message[name]).strip()


def text_of(message: EmailMessage) -> str:
    """The plain text."""
    return message.get_body(("plain",)).get_content()


def html_of(message: EmailMessage) -> str:
    """The HTML part."""
    return message.get_body(("html",)).get_content()


def free_port() -> int:
    """A port nobody listens on; aiosmtpd does not understand port 0."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class Worker:
    """Does what was deferred, within the test's own transaction; each job once."""

    def __init__(self) -> None:
        # A test that commits leaves its jobs: that table is not emptied between tests.
        self.done = set(ProcrastinateJob.objects.values_list("pk", flat=True))

    def work(self) -> list[str]:
        """The names of the jobs done now."""
        names = []
        for job in ProcrastinateJob.objects.filter(status="todo").exclude(pk__in=self.done).order_by("pk"):
            self.done.add(job.pk)
            app.tasks[job.task_name](**job.args)
            names.append(job.task_name.rpartition(".")[2])
        return names

"""A mailbox for development: keeps what the house sends, and prints the sign-in codes."""

import email
import email.policy
import re
import signal
import threading
from argparse import ArgumentParser
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

# allauth's codes stand alone on their line: capitals and digits, in one piece or in groups joined by dashes.
CODE = re.compile(r"^\s*([A-Z0-9]{4,12}|[A-Z0-9]{3,6}(?:-[A-Z0-9]{3,6})+)\s*$", re.MULTILINE)
MOST_BYTES = 30 * 1024 * 1024


def codes(message: EmailMessage) -> list[str]:
    """Return the sign-in codes that the message's text holds, in their order."""
    body = message.get_body(preferencelist=("plain",))
    return CODE.findall(body.get_content()) if body else []


class Mailbox:
    """Writes each message into a folder as one ``.eml`` file, readable by its owner alone."""

    def __init__(self, folder: Path, command: BaseCommand) -> None:
        self.folder = folder
        self.command = command
        self.received = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep one message; aiosmtpd calls this by its name, with the raw content."""
        raw = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        self.received += 1
        path = self.folder / f"{datetime.now():%Y%m%d-%H%M%S}-{self.received:04}.eml"
        path.touch(mode=0o600)
        path.write_bytes(raw)
        self.tell(email.message_from_bytes(raw, policy=email.policy.default), envelope.rcpt_tos, path)
        return "250 OK"

    def tell(self, message: EmailMessage, recipients: list[str], path: Path) -> None:
        """Print one line for the message, and one for each code in it."""
        line = _("Courrier pour %(to)s : « %(subject)s » (%(path)s)")
        self.command.stdout.write(
            line % {"to": ", ".join(recipients), "subject": message.get("subject", "").strip(), "path": path}
        )
        for code in codes(message):
            self.command.stdout.write("    " + _("code : %(code)s") % {"code": code})
        self.command.stdout.flush()


class Command(BaseCommand):
    """Listen for mail until told to stop."""

    help = _("Reçoit le courrier envoyé en développement, le garde dans un dossier et affiche les codes de connexion.")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, where to keep."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.EMAIL_PORT)
        parser.add_argument("--folder", type=Path, default=Path(settings.CARTO_VAR) / "mail")

    def handle(self, *, host: str, port: int, folder: Path, verbosity: int, **options: object) -> None:
        """Serve until SIGINT or SIGTERM."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        controller = Controller(Mailbox(folder, self), hostname=host, port=port, data_size_limit=MOST_BYTES)
        controller.start()
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        if verbosity:
            self.stdout.write(_("Le courrier arrive sur %(host)s:%(port)d.") % {"host": host, "port": port})
            self.stdout.flush()
        stopped.wait()
        controller.stop()

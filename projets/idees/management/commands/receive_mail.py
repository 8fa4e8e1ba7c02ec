"""Listens for the letters that people write with their ideas, until told to stop."""

import signal
import threading
from argparse import ArgumentParser

from aiosmtpd.controller import Controller
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from projets.idees.inbox.mailbox import MOST_BYTES, Mailbox


class Command(BaseCommand):
    help = "Reçoit les idées envoyées par courriel à l’adresse CARTO_IDEAS_ADDRESS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=1026)

    def handle(self, *, host: str, port: int, verbosity: int, **_options: object) -> None:
        """Serve until SIGINT or SIGTERM."""
        if not settings.CARTO_IDEAS_ADDRESS:
            raise CommandError(_("Dites d’abord l’adresse des idées : CARTO_IDEAS_ADDRESS=idees@ville.fr."))
        controller = Controller(Mailbox(), hostname=host, port=port, data_size_limit=MOST_BYTES)
        controller.start()
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        if verbosity:
            said = {"address": settings.CARTO_IDEAS_ADDRESS, "host": host, "port": port}
            self.stdout.write(_("Les courriels pour %(address)s arrivent sur %(host)s:%(port)d.") % said)
            self.stdout.flush()
        stopped.wait()
        controller.stop()

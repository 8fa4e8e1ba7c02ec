"""The key with which the house signs its notifications; made once, for a new one makes browsers subscribe again."""

import os

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from py_vapid import Vapid02

from carto.alertes.push import key_path, public_key


class Command(BaseCommand):
    help = _("Fait la clé des notifications (VAPID), une fois ; ne change rien quand elle est là.")
    requires_system_checks: list[str] = []

    def handle(self, **options: object) -> None:
        """Write the key, readable by its owner alone, and show its public half."""
        path = key_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        key = Vapid02()
        key.generate_keys()
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(key.private_pem())
        except FileExistsError:
            pass
        self.stdout.write(public_key())

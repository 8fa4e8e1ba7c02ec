"""`manage.py reassign_fiches`: after borders or streets changed, every fiche finds its own again."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.fiches.querysets import reassign_territoires


class Command(BaseCommand):
    help = _("Rattache chaque fiche à la rue et aux territoires d’aujourd’hui.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reassign, and say how many fiches changed."""
        changed = reassign_territoires()
        told = ngettext("%(n)d fiche a changé de territoire.", "%(n)d fiches ont changé de territoire.", changed)
        self.stdout.write(told % {"n": changed})

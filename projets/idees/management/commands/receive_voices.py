"""Takes what the answering machine has left in its folder; to be run every few minutes."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from projets.idees.inbox.answering_machine import take_all


class Command(BaseCommand):
    help = "Prend les messages du répondeur dans un dossier : chacun attend ensuite dans la boîte qu’on l’écoute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the answering machine puts them."""
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **_options: object) -> None:
        """All of them; what is refused stays in « refuses » with the reason."""
        if not folder.is_dir():
            raise CommandError(_("Ce dossier n’existe pas : %(folder)s.") % {"folder": folder})
        taken = list(take_all(folder))
        for one in taken:
            if one.depeche is None:
                self.stderr.write(f"{one.name} : {one.why}")
        kept = sum(one.depeche is not None for one in taken)
        said = {"kept": kept, "refused": len(taken) - kept}
        self.stdout.write(_("%(kept)d messages pris, %(refused)d refusés.") % said)

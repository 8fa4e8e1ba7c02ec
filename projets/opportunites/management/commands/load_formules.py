"""The versions of the formula by which candidates are weighed, from `content/formules.json`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from carto.content import add_folder, content_file
from projets.opportunites.evidence.formula import CONTENT, FormulaChanged, load_formules
from projets.opportunites.models import Formule


class Command(BaseCommand):
    help = "Ajoute les versions de la formule des candidates ; une version publiée ne change jamais."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose formulas."""
        add_folder(parser)

    def handle(self, *_args: Any, folder: Path | None = None, **_options: Any) -> None:
        """Twice changes nothing; a version that is published and says something else in the file is refused."""
        try:
            load_formules(content_file(CONTENT.name, CONTENT.parent, folder))
        except FormulaChanged as changed:
            raise CommandError(
                _("La version %(version)s de la formule est publiée et ne change plus : ajoutez-en une autre.")
                % {"version": changed}
            ) from changed
        self.stdout.write(f"{Formule.objects.count()} version(s) de la formule.")

"""What was done elsewhere, with its source, from `content/exemples.json`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand

from carto.content import add_folder, content_file
from carto.fiches.models import Theme
from projets.opportunites.models import Exemple

CONTENT: Final = Path(__file__).parents[2] / "content" / "exemples.json"


class Command(BaseCommand):
    help = "Ajoute les exemples d’ailleurs ; ceux que des personnes ont ajoutés restent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose examples."""
        add_folder(parser)

    def handle(self, *_args: Any, folder: Path | None = None, **_options: Any) -> None:
        """Twice changes nothing; one whose theme is unknown here is left out, and said."""
        themes = Theme.objects.in_bulk(field_name="code")
        told = json.loads(content_file(CONTENT.name, CONTENT.parent, folder).read_text(encoding="utf-8"))
        unknown = sorted({row["theme"] for row in told if row["theme"] not in themes})
        for row in told:
            if row["theme"] in themes:
                Exemple.objects.update_or_create(code=row["code"], defaults=row | {"theme": themes[row["theme"]]})
        said = f" ; thèmes inconnus : {', '.join(unknown)}" if unknown else ""
        self.stdout.write(f"{Exemple.objects.count()} exemple(s) d’ailleurs{said}.")

"""The themes of the map, from `content/themes.csv`: content is loaded by commands, never by migrations."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from carto.content import add_folder, content_file
from carto.fiches.models import Theme
from carto.readable import Unreadable, read_rows

CONTENT = Path(__file__).parents[2] / "content"


class Command(BaseCommand):
    help = "Charge ou met à jour les thèmes de la carte."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose themes."""
        add_folder(parser)

    def handle(self, *_args: Any, folder: Path | None = None, **_options: Any) -> None:
        """Twice changes nothing; a theme gone from the file stays, since fiches may bear it."""
        try:
            rows = list(read_rows(content_file("themes.csv", CONTENT, folder), ("code", "name", "icon")))
        except Unreadable as error:
            raise CommandError(str(error)) from error
        for order, row in enumerate(rows):
            Theme.objects.update_or_create(
                code=row["code"], defaults={"name": row["name"], "icon": row["icon"], "order": order}
            )
        self.stdout.write(f"{Theme.objects.count()} thèmes.")

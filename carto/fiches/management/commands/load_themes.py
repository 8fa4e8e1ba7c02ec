"""The themes of the map, from `content/themes.csv`: content is loaded by commands, never by migrations."""

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from carto.fiches.models import Theme

CONTENT = Path(__file__).parents[2] / "content" / "themes.csv"


class Command(BaseCommand):
    help = "Charge ou met à jour les thèmes de la carte."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Twice changes nothing; a theme gone from the file stays, since fiches may bear it."""
        with CONTENT.open(encoding="utf-8", newline="") as lines:
            for order, row in enumerate(csv.DictReader(lines)):
                Theme.objects.update_or_create(
                    code=row["code"], defaults={"name": row["name"], "icon": row["icon"], "order": order}
                )
        self.stdout.write(f"{Theme.objects.count()} thèmes.")

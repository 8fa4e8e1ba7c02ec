"""The commitments of the charter, from `content/engagements.toml`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from carto.content import add_folder, content_file
from carto.demarches.engagements.facts import FACTS
from carto.demarches.models import Engagement
from carto.demarches.models.engagement import Part
from carto.readable import Unreadable, line_of, read_toml

CONTENT = Path(__file__).parents[2] / "content"
OWED = ("code", "part", "title", "text")


class Command(BaseCommand):
    help = "Charge ou met à jour les engagements de la charte."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose charter."""
        add_folder(parser)

    def handle(self, *_args: Any, folder: Path | None = None, **_options: Any) -> None:
        """Twice changes nothing; one gone from the file stays readable, as no longer in the charter."""
        try:
            rows = self._rows(content_file("engagements.toml", CONTENT, folder))
        except Unreadable as error:
            raise CommandError(str(error)) from error
        for order, row in enumerate(rows):
            told = {name: row[name] for name in OWED[1:]} | {"fact": row.get("fact", ""), "order": order}
            Engagement.objects.update_or_create(code=row["code"], defaults=told | {"retired_at": None})
        gone = Engagement.objects.filter(retired_at=None).exclude(code__in=[row["code"] for row in rows])
        gone.update(retired_at=timezone.now())
        self.stdout.write(f"{len(rows)} engagements.")

    def _rows(self, path: Path) -> list[dict[str, Any]]:
        rows = read_toml(path).get("engagement", [])
        for row in rows:
            line = line_of(path, "[[engagement]]", str(row.get("code", "")))
            if missing := [name for name in OWED if not row.get(name)]:
                raise Unreadable(path, f"il manque : {', '.join(missing)}.", line)
            if row["part"] not in Part.values or row.get("fact", "") not in ("", *FACTS):
                raise Unreadable(path, f"« {row['code']} » : partie ou fait inconnu.", line)
        return rows

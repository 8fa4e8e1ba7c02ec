"""The replies ready to send that the product ships; what the services have changed in them stays as it is."""

import tomllib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from carto.content import add_folder
from signalements.desk.replies import check_blanks
from signalements.models import Categorie, ReplyTemplate
from signalements.workflow import CLOSINGS, Closing, Status

CONTENT = Path(__file__).parents[2] / "content"


class Command(BaseCommand):
    help = "Ajoute les réponses prêtes qui manquent, sans toucher à celles que les services ont changées."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Another file, or a city's folder: one that has replies of its own brings them with its desk."""
        parser.add_argument("--file", type=Path, default=CONTENT / "replies.toml")
        add_folder(parser)

    @transaction.atomic
    def handle(self, *_args: Any, file: Path, folder: Path | None = None, **_options: Any) -> None:
        """One is known by its name or by its words: renamed, or written anew, it does not come back."""
        if folder and (folder / "replies.toml").is_file():
            return
        rows = tomllib.loads(file.read_text(encoding="utf-8"))["reply"]
        categories = Categorie.objects.in_bulk(field_name="code")
        if folder:  # a city with categories of its own has no use for a reply about another's
            rows = [row for row in rows if set(row.get("categories", ())) <= set(categories)]
        kept = ReplyTemplate.objects.filter(service=None).values_list("name", "text")
        known = {told for pair in kept for told in pair}
        added = [
            _store(order, row, categories)
            for order, row in enumerate(rows)
            if not {row["name"], row["text"].strip()} & known
        ]
        self.stdout.write(f"{len(added)} réponses ajoutées, {len(rows) - len(added)} déjà là.")


def _store(order: int, row: dict[str, Any], categories: dict[str, Categorie]) -> ReplyTemplate:
    """One of the file; CommandError when it names what does not exist."""
    try:
        check_blanks(row["text"])
        status = Status(row["status"]).value if "status" in row else ""
        closing = Closing(row["closing"]).value if "closing" in row else ""
        if closing and closing not in CLOSINGS[Status(status)]:
            raise CommandError(f"{row['name']} : ce motif ne va pas avec cet état.")
        about = [categories[code] for code in row.get("categories", [])]
    except (KeyError, ValueError, ValidationError) as wrong:
        raise CommandError(f"{row.get('name', 'replies.toml')} : {wrong}") from wrong
    reply = ReplyTemplate.objects.create(
        name=row["name"], text=row["text"].strip(), status=status, closing=closing, order=order
    )
    reply.categories.set(about)
    return reply

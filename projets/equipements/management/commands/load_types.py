"""The types of facilities, from `content/types.csv`: content is loaded by commands, never by migrations."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from carto.content import add_folder, content_file
from carto.readable import Row, Unreadable, read_rows
from projets.equipements.models import Nature, TypeEquipement

CONTENT = Path(__file__).parents[2] / "content"
COLUMNS = ("code", "name", "nature", "theme", "scdl", "osm", "use", "stickers", "words")


class Command(BaseCommand):
    help = "Charge ou met à jour les types d’équipement."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose types."""
        add_folder(parser)

    def handle(self, *_args: Any, folder: Path | None = None, **_options: Any) -> None:
        """Twice changes nothing; a type gone from the file stays, since facilities may be of it."""
        try:
            rows = list(read_rows(content_file("types.csv", CONTENT, folder), COLUMNS))
            types = [_made(row) for row in rows]
        except Unreadable as error:
            raise CommandError(str(error)) from error
        TypeEquipement.objects.bulk_create(
            types, update_conflicts=True, unique_fields=["code"], update_fields=list(COLUMNS[1:])
        )
        self.stdout.write(f"{len(types)} types d’équipement.")


def _made(row: Row) -> TypeEquipement:
    """One line of the file; Unreadable when its nature is none of ours."""
    if row["nature"] not in Nature.values:
        raise row.refused(f"nature inconnue : « {row['nature']} » ; connues : {', '.join(Nature.values)}.")
    plain = {name: row[name] for name in ("code", "name", "nature", "theme", "scdl", "osm", "use")}
    return TypeEquipement(**plain, stickers=_listed(row["stickers"], ";"), words=_listed(row["words"], ","))


def _listed(text: str, sign: str) -> list[str]:
    return [part.strip() for part in text.split(sign) if part.strip()]

"""The palette of stickers, from `content/palette.csv`: content is loaded by commands, never by migrations."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from carto.content import add_folder, content_file
from carto.fiches.models import Theme
from carto.readable import Unreadable, read_rows
from projets.idees.models import Autocollant

CONTENT = Path(__file__).parents[2] / "content"
COLUMNS = ("code", "name", "icon", "words", "theme")
ACTIVITY = {"oui": True, "non": False, "": False}  # a city's own file may do without the column


class Command(BaseCommand):
    help = "Charge ou met à jour la palette d’autocollants."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose palette."""
        add_folder(parser)

    def handle(self, *_args: Any, folder: Path | None = None, **_options: Any) -> None:
        """Twice changes nothing; a sticker gone from the file is no longer offered, since idées may bear it."""
        themes = {theme.code: theme for theme in Theme.objects.all()}
        try:
            rows = list(read_rows(content_file("palette.csv", CONTENT, folder), COLUMNS))
        except Unreadable as error:
            raise CommandError(str(error)) from error
        if missing := {row["theme"] for row in rows} - set(themes):
            raise CommandError(_("Chargez d’abord les thèmes (load_themes) : %s.") % ", ".join(sorted(missing)))
        Autocollant.objects.bulk_create(
            (
                Autocollant(
                    **{name: row[name] for name in ("code", "name", "icon", "words")},
                    theme=themes[row["theme"]],
                    activity=_is_activity(row),
                    order=order,
                    active=True,
                )
                for order, row in enumerate(rows)
            ),
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "icon", "words", "theme", "activity", "order", "active"],
        )
        Autocollant.objects.exclude(code__in=[row["code"] for row in rows]).update(active=False)
        self.stdout.write(f"{len(rows)} autocollants.")


def _is_activity(row: dict[str, str]) -> bool:
    """Whether it is something that one does, and not that one builds."""
    try:
        return ACTIVITY[(row.get("activity") or "").strip().casefold()]
    except KeyError:
        raise CommandError(_("« %s » : la colonne activity dit oui ou non.") % row["code"]) from None

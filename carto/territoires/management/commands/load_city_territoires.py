"""A city's borders, from `territoires.geojson` in its folder: each row says its level. Called by `load_city`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from carto.content import add_folder
from carto.geometry import place_box
from carto.territoires.actions import load_levels
from carto.territoires.reports import SourceError

FILE = "territoires.geojson"


class Command(BaseCommand):
    help = "Charge les limites du dossier d’une ville : « territoires.geojson », avec une colonne « level »."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose borders."""
        add_folder(parser)

    def handle(self, *_args: Any, folder: Path | None = None, **_options: Any) -> None:
        """Without the file, the borders are those that the extract draws (load_place)."""
        if folder is None or not (folder / FILE).is_file():
            return
        try:
            steps = load_levels(folder / FILE, box=place_box())
        except SourceError as error:
            raise CommandError(f"{FILE} : {error}") from error
        for step in steps:
            for line in step.report.lines():
                self.stdout.write(f"{step.title} : {line}")
            if step.report.refused:
                raise CommandError(f"{FILE} : des {step.title} ont été refusés.")

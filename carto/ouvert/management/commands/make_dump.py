"""`manage.py make_dump`: what the worker does each night, now."""

from typing import Any

from django.core.management.base import BaseCommand

from carto.ouvert.dumps.making import make_dump
from carto.ouvert.dumps.reading import dumps_of


class Command(BaseCommand):
    """Writes each layer as CSV, GeoJSON, GeoPackage and GeoParquet under CARTO_VAR/instantanes."""

    help = "Écrit l’instantané du jour : chaque couche en fichiers, avec leur empreinte."

    def handle(self, **options: Any) -> None:
        """Print each file with its rows and bytes."""
        for dump in dumps_of(make_dump()):
            self.stdout.write(f"{dump.name} {dump.rows} {dump.size} {dump.sha256}")

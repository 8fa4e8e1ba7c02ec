"""`manage.py build_network EXTRACT`: the walking network, ready before somebody asks for a distance."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from carto.territoires.network import walking_graph
from carto.territoires.reports import SourceError


class Command(BaseCommand):
    help = _("Construit le réseau piéton d’un extrait OpenStreetMap, pour les distances à pied.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The extract."""
        parser.add_argument("extract", type=Path, metavar="EXTRAIT", help=_("un fichier .osm.pbf ou .osm"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, or find it built, and say how large it is."""
        try:
            graph = walking_graph(options["extract"].expanduser())
        except SourceError as error:
            raise CommandError(str(error)) from error
        kilometres = sum(length for *_ends, length in graph.edges(data="length")) / 2000
        self.stdout.write(
            _("Réseau piéton : %(crossings)d carrefours, %(km).0f km.")
            % {"crossings": graph.number_of_nodes(), "km": kilometres}
        )

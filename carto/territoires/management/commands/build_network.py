"""`manage.py build_network EXTRACT`: the streets on foot and by truck, ready before somebody asks for a distance."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from carto.territoires.network import driving_graph, walking_graph
from carto.territoires.reports import SourceError
from carto.territoires.streets import Going, forget_network, write_network


class Command(BaseCommand):
    help = _("Construit le réseau des rues d’un extrait OpenStreetMap, à pied et en camion.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The extract."""
        parser.add_argument("extract", type=Path, metavar="EXTRAIT", help=_("un fichier .osm.pbf ou .osm"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, or find it built, and say how large it is."""
        extract = options["extract"].expanduser()
        try:
            graph = walking_graph(extract)
        except SourceError as error:
            raise CommandError(str(error)) from error
        write_network(graph, Going.FOOT)
        kilometres = sum(length for *_ends, length in graph.edges(data="length")) / 2000
        self.stdout.write(
            _("Réseau piéton : %(crossings)d carrefours, %(km).0f km.")
            % {"crossings": graph.number_of_nodes(), "km": kilometres}
        )
        self._for_trucks(extract)

    def _for_trucks(self, extract: Path) -> None:
        """An extract may hold footpaths alone."""
        try:
            graph = driving_graph(extract)
        except SourceError:
            forget_network(Going.TRUCK)
            self.stdout.write(_("Aucune rue où rouler dans cet extrait."))
            return
        write_network(graph, Going.TRUCK)
        self.stdout.write(_("Réseau des camions : %(crossings)d carrefours.") % {"crossings": graph.number_of_nodes()})

"""`manage.py bench_tiles`: how long a cold tile takes, beside its own statements and beside a plain tile server's."""

import statistics
import time
from argparse import ArgumentParser
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import gettext_lazy as _

from carto.fiches.models import Fiche, Theme
from tiles.grid import Tile, tile_at
from tiles.loaders import load_fiches, plain_tile, run_statements
from tiles.pyramid.entries import fold_versions as fold

LAYERS = "signalements,idees,equipements,opportunites"
FILTERS = {"": "—", "themes=voirie": "1 thème", "etapes=new,in_progress": "2 étapes", "depuis=2026-01-01": "période"}


class Command(BaseCommand):
    """In a scratch database of its own, made and dropped; what is in the usual one is not touched."""

    help = _("Mesure les tuiles sur une base d’essai, à côté du SQL nu et d’un serveur de tuiles ordinaire.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much, and how often."""
        parser.add_argument("--fiches", type=int, default=200_000, help=_("nombre de fiches (200 000)"))
        parser.add_argument("--rounds", type=int, default=3, help=_("tours entremêlés, dont on garde la médiane (3)"))

    def handle(self, *, fiches: int, rounds: int, **_options: Any) -> None:
        """Make, measure, print, drop."""
        if fiches < 1 or rounds < 1:
            raise CommandError(_("Il faut au moins une fiche et un tour."))
        usual = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = f"{usual}_bench"
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            self.load(fiches)
            self.compare_zooms(rounds)
            self.compare_filters(rounds)
        finally:
            connection.creation.destroy_test_db(usual, verbosity=0)

    def load(self, count: int) -> None:
        """The synthetic city, and what writing it cost."""
        call_command("load_themes", verbosity=0)
        written = _duration(lambda: load_fiches(count, Theme.objects.count()))
        folded = _duration(fold)
        public = Fiche.objects.public().count()
        self.stdout.write(
            f"{count} fiches ({public} publiques) : écrites en {written:.1f} s, repliées en {folded:.1f} s\n"
        )

    def compare_zooms(self, rounds: int) -> None:
        """Cold tiles from z6 to z18: ours through all of Django, its statements alone, the plain server's statement."""
        self.stdout.write("\nzoom     octets   tuile ms  son SQL ms  rapport   SQL ordinaire ms     octets  rapport\n")
        for zoom in range(6, 19):
            tile = tile_at(*settings.CARTO_CENTRE, zoom)
            statements = _statements(tile)
            content, plain = _get(tile).content, plain_tile(tile)
            works = [partial(_get, tile), partial(run_statements, statements), partial(plain_tile, tile)]
            ours, floor, usual = _medians(works, rounds)
            self.stdout.write(
                f"{zoom:4} {len(content):10} {ours:10.1f} {floor:11.1f} {ours / floor:8.2f} {usual:18.1f} "
                f"{len(plain):10} {usual / ours:8.1f}\n"
            )

    def compare_filters(self, rounds: int) -> None:
        """The same tiles under the map's filters."""
        self.stdout.write("\nzoom  " + "".join(f"{name:>12}" for name in FILTERS.values()) + "   (ms)\n")
        for zoom in range(6, 19, 2):
            tile = tile_at(*settings.CARTO_CENTRE, zoom)
            took = _medians([partial(_get, tile, query) for query in FILTERS], rounds)
            self.stdout.write(f"{zoom:4}  " + "".join(f"{value:12.1f}" for value in took) + "\n")


def _get(tile: Tile, query: str = "") -> HttpResponse:
    """A tile through every middleware, uncompressed, as nobody asked before."""
    request = RequestFactory().get(
        f"/tuiles/{LAYERS}/{tile.z}/{tile.x}/{tile.y}.mvt?{query}", headers={"host": "localhost"}
    )
    return _handler().get_response(request)


def _statements(tile: Tile) -> list[tuple[str, Any]]:
    """What our tile asks of the database."""
    asked: list[tuple[str, Any]] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        _get(tile)
    return asked


@cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler


def _medians(works: list[Callable[[], Any]], rounds: int) -> list[float]:
    """Milliseconds of each, interleaved: what slows one round slows them all."""
    for work in works:
        work()
    took = [[_duration(work) * 1000 for work in works] for _round in range(rounds)]
    return [statistics.median(times) for times in zip(*took, strict=True)]


def _duration(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started

"""`manage.py bench`: what `bin/bench` runs once everything is installed. Measures our tiles, and prints tables."""

import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiles.bench import cold, latency, page, throughput, warm, writes
from tiles.bench.city import city
from tiles.bench.ground import Ground
from tiles.bench.peers import PEERS
from tiles.bench.servers import Absent, our_web
from tiles.bench.tables import Targets, whole

SECTIONS: Final[dict[str, Callable[[Ground], None]]] = {
    "cold": cold.measure,
    "filters": cold.measure_filters,
    "throughput": throughput.measure,
    "peers": throughput.measure,
    "warm": warm.measure,
    "latency": latency.measure,
    "page": page.measure,
    "writes": writes.measure,
}
QUICK: Final = (200_000,)
USUAL: Final = (1_000_000,)


class Command(BaseCommand):
    """In scratch databases of its own; what is in the usual one is not touched."""

    help = gettext_lazy("Mesure les tuiles sur des villes d’essai, à côté du SQL nu et d’autres serveurs de tuiles.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much, how often, and what."""
        parser.add_argument("--fiches", type=_counts, metavar="N,N", help=_("combien de fiches, une ville par nombre"))
        parser.add_argument("--rounds", type=_rank, default=3, metavar="N", help=_("tours entremêlés (3)"))
        parser.add_argument("--only", type=_among(SECTIONS), metavar="MESURE,…", help=", ".join(SECTIONS))
        parser.add_argument("--quick", action="store_true", help=_("200 000 fiches et des mesures courtes"))
        parser.add_argument("--keep", action="store_true", help=_("garder la base pour la prochaine fois"))

    def handle(self, **options: Any) -> None:
        """One city after the other, then every target."""
        # A scratch database is dropped even when we are asked to stop.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        targets = Targets()
        for count in options["fiches"] or (QUICK if options["quick"] else USUAL):
            self.stdout.write(f"\n=== {whole(count)} fiches ===\n")
            with city(count, keep=options["keep"], tell=self.stdout.write) as database, our_web(database) as web:
                self.measure(Ground(count, database, web, options["rounds"], 3.0, self.stdout.write, targets, list(PEERS)), options)
        self.stdout.write(f"\n=== Cibles ===\n{targets.summary()}")

    def measure(self, ground: Ground, options: dict[str, Any]) -> None:
        """Each measure that was asked for; what cannot be measured here is said, and does not stop the others."""
        ground.first = cold.wake(ground)
        for name in options["only"] or SECTIONS:
            try:
                SECTIONS[name](ground)
            except Absent as error:
                self.stdout.write(f"— {name} : {error}")


def _rank(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(_("un nombre d’au moins 1 est attendu"))
    return int(text)


def _counts(text: str) -> list[int]:
    return [_rank(part) for part in text.split(",")]


def _among(known: dict[str, Any]) -> Callable[[str], list[str]]:
    def read(text: str) -> list[str]:
        chosen = text.split(",")
        if strange := [name for name in chosen if name not in known]:
            raise ArgumentTypeError(_("inconnu : %(names)s") % {"names": ", ".join(strange)})
        return chosen

    return read

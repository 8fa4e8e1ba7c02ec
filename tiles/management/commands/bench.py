"""`manage.py bench`: what `bin/bench` runs once everything is installed. Measures our tiles, and prints tables."""

import os
import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from tiles.bench import (
    alertes,
    cold,
    desk,
    exports,
    idees,
    latency,
    money,
    money_links,
    ogc,
    opportunites,
    page,
    reports,
    rounds,
    sheets,
    throughput,
    warm,
    words,
    writes,
)
from tiles.bench.city import city
from tiles.bench.ground import Ground
from tiles.bench.peers import PEERS
from tiles.bench.servers import Absent, our_web
from tiles.bench.tables import Targets, number, whole

SECTIONS: Final[dict[str, Callable[[Ground], None]]] = {
    "cold": cold.measure,
    "filters": cold.measure_filters,
    "throughput": throughput.measure,
    "peers": throughput.measure,  # the same tables, with the other servers in them
    "warm": warm.measure,
    "latency": latency.measure,
    "page": page.measure,
    "writes": writes.measure,
    "words": words.measure,
    "reports": reports.measure,
    "desk": desk.measure,
    "idees": idees.measure,
    "rounds": rounds.measure,
    "calques": sheets.measure,
    "money": money.measure,
    "links": money_links.measure,
    "opportunites": opportunites.measure,
    "alertes": alertes.measure,
    "exports": exports.measure,
    "ogc": ogc.measure,
}
ALONE: Final = frozenset({"rounds", "links"})  # these need no city
MILLION: Final = 1_000_000
QUICK: Final = 200_000
QUICK_SECTIONS: Final = ("cold", "filters", "throughput", "warm", "latency", "writes", "words")
# A plain server's tile of five million fiches is a gigabyte: nobody is compared there unless it is asked for.
LARGE_SECTIONS: Final = ("cold", "filters", "latency", "writes")


class Command(BaseCommand):
    """In scratch databases of its own; what is in the usual one is not touched."""

    help = _("Mesure les tuiles sur des villes d’essai, à côté du SQL nu et d’autres serveurs de tuiles.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much, how often, and what."""
        parser.add_argument("--fiches", type=_counts, metavar="N,N", help=_("combien de fiches, une ville par nombre"))
        parser.add_argument(
            "--rounds", type=_count, metavar="N", help=_("tours entremêlés, dont on garde la médiane (3)")
        )
        parser.add_argument("--only", type=_among(SECTIONS), metavar="MESURE,…", help=", ".join(SECTIONS))
        parser.add_argument("--peers", type=_among(PEERS), default=list(PEERS), metavar="NOM,…", help=", ".join(PEERS))
        parser.add_argument("--quick", action="store_true", help=_("200 000 fiches et des mesures courtes"))
        parser.add_argument("--keep", action="store_true", help=_("garder la base d’essai pour la prochaine fois"))

    def handle(self, *, fiches: list[int] | None, rounds: int | None, quick: bool, **options: Any) -> None:
        """One city after the other, then every target."""
        # A scratch database is dropped even when we are asked to stop.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        targets = Targets()
        self.stdout.write(_machine())
        if options["only"] and ALONE.issuperset(options["only"]):
            self.measure_alone(targets, options["only"])
            return
        for count in fiches or [QUICK if quick else MILLION]:
            chosen = options["only"] or _usual(count, quick)
            self.stdout.write(f"\n=== {whole(count)} fiches : {', '.join(chosen)} ===")
            with city(count, keep=options["keep"], tell=self.stdout.write) as database, our_web(database) as web:
                ground = Ground(count, database, web, rounds or (1 if quick else 3), self.stdout.write, targets)
                if quick:
                    ground.seconds, ground.asked, ground.budget = 2.0, 12, 0.5
                ground.peers = options["peers"] if "peers" in chosen else []
                self.measure(ground, chosen)
        self.stdout.write(f"\n=== Cibles ===\n{targets.summary()}")
        if targets.mistakes:
            raise CommandError(" ; ".join(targets.mistakes))

    def measure(self, ground: Ground, chosen: Sequence[str]) -> None:
        """Each measure that was asked for, once the server is awake."""
        ground.first = cold.wake(ground)
        self._each(ground, chosen)

    def measure_alone(self, targets: Targets, chosen: Sequence[str]) -> None:
        """What is measured on streets, without a single fiche."""
        self._each(Ground(0, "", "", 1, self.stdout.write, targets), chosen)
        self.stdout.write(f"\n=== Cibles ===\n{targets.summary()}")

    def _each(self, ground: Ground, chosen: Sequence[str]) -> None:
        """What cannot be measured here is said, and does not stop the others."""
        for work in dict.fromkeys(SECTIONS[name] for name in chosen):
            try:
                work(ground)
            except (Absent, RuntimeError) as error:
                self.stdout.write(f"— {work.__module__.rpartition('.')[2]} : {error}")


def _machine() -> str:
    """How many cores, and how busy they are before we begin: beside other work, durations are worth little."""
    cores, busy = os.cpu_count() or 1, os.getloadavg()[0]
    warning = " : elle travaille à autre chose, les durées seront trop longues" if busy > cores / 2 else ""
    return f"Machine : {cores} cœurs, charge {number(busy)} au départ{warning}."


def _usual(count: int, quick: bool) -> Sequence[str]:
    """What is measured when nobody says what."""
    if quick:
        return QUICK_SECTIONS
    return list(SECTIONS) if count <= MILLION else LARGE_SECTIONS


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(_("un nombre d’au moins 1 est attendu"))
    return int(text)


def _counts(text: str) -> list[int]:
    return [_count(part) for part in text.split(",")]


def _among(known: dict[str, Any]) -> Callable[[str], list[str]]:
    def read(text: str) -> list[str]:
        chosen = text.split(",")
        if strange := [name for name in chosen if name not in known]:
            raise ArgumentTypeError(_("inconnu : %(names)s") % {"names": ", ".join(strange)})
        return chosen

    return read

"""What the pages of sources list: each source beside its last reading, whatever their number."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse

from projets.equipements.imports.places import SWAPPED
from projets.equipements.imports.reports import said_counts, said_places
from projets.equipements.models import Import, ImportState, Ligne, Matter, Rejet, Source
from projets.equipements.rights import Publishing

DONE = Import.objects.filter(source=OuterRef("pk"), state=ImportState.DONE).order_by("-at", "-pk")


@dataclass(frozen=True)
class Told:
    """A source with its last reading (None when nothing was taken yet) and how many rows it gave."""

    source: Source
    last: Import | None

    @property
    def rows(self) -> int:
        """Rows of the last file that were taken."""
        report: dict[str, Any] = self.last.report if self.last else {}
        return sum(report.get(name, 0) for name in ("new", "changed", "same"))

    @property
    def places(self) -> str:
        """« 224 lignes ont un lieu »."""
        return said_places(self.last.report) if self.last else ""


def visible(who: Publishing) -> QuerySet[Source]:
    """The sources that somebody sees: those of which something was taken, and their own."""
    read = Source.objects.filter(Exists(DONE))
    return (read | Source.objects.filter(who.sources())) if who else read


def listed(who: Publishing) -> list[Told]:
    """All of them, in two queries."""
    sources = visible(who).annotate(last_pk=Subquery(DONE.values("pk")[:1])).select_related("organisme").distinct()
    found = list(sources.order_by("title", "pk"))
    readings = Import.objects.in_bulk([source.last_pk for source in found if source.last_pk])
    return [Told(source, readings.get(source.last_pk)) for source in found]


def told(source: Source) -> Told:
    """One of them."""
    return Told(source, source.imports.filter(state=ImportState.DONE).order_by("-at", "-pk").first())


def waiting(source: Source) -> QuerySet[Rejet]:
    """The refused rows of its last reading that nobody has settled."""
    return Rejet.objects.filter(of__source=source, of__state=ImportState.DONE, settled_at=None)


def refused(reading: Import) -> QuerySet[Rejet]:
    """Every refused row of one reading, with what people made of it."""
    return reading.rejets.prefetch_related("corrections__by", "corrections__ligne")


def swapped(source: Source) -> int:
    """How many of them seem to have latitude and longitude swapped."""
    return waiting(source).filter(proposed__code=SWAPPED).count()


def rows(source: Source) -> QuerySet[Ligne]:
    """Its rows in the order of the file."""
    return Ligne.objects.filter(source=source).order_by("number", "pk")


def last_readings() -> list[tuple[str, Any, str, str]]:
    """The last reading of each source of facilities, as (title, when, address of its report, the report in words)."""
    last = {"last_at": Subquery(DONE.values("at")[:1]), "last_report": Subquery(DONE.values("report")[:1])}
    read = Source.objects.filter(Exists(DONE), matter=Matter.FACILITY).annotate(**last)
    told = read.order_by("-last_at", "pk").values_list("title", "last_at", "code", "last_report")
    return [
        (title, at, reverse("equipements:imports:source", args=[code]), _in_words(report))
        for title, at, code, report in told
    ]


def _in_words(report: dict[str, Any]) -> str:
    """« 120 lignes lues, 3 refusées »; what is none is left out."""
    return ", ".join(f"{number} {label}" for _code, label, number in said_counts(report) if number)

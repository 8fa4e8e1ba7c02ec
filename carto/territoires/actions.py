"""Filling the city's places from what is published: an OpenStreetMap extract, and files of borders."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.territoires.loaders.lieux import store_houses, store_spots
from carto.territoires.loaders.rues import store_streets
from carto.territoires.loaders.territoires import retire_territoires, store_borders
from carto.territoires.models import Level
from carto.territoires.reports import Report
from carto.territoires.sources.borders import Borders
from carto.territoires.sources.osm import SOURCE, Extract, borders_of, read_extract

ADMIN_LEVELS = {Level.COMMUNE: 8, Level.QUARTIER: 10}  # OpenStreetMap's, in France and its neighbours


@dataclass(frozen=True)
class Step:
    """One part of a load, with what it did."""

    title: str | Promise
    report: Report


def load_streets(extract: Path | Extract, *, add: bool = False, trees: bool = False) -> list[Step]:
    """Streets, named spots and addresses of an OpenStreetMap extract, in one transaction.

    What a former extract left and this one lacks is removed, unless `add`. Raises SourceError.
    """
    found = extract if isinstance(extract, Extract) else read_extract(extract, trees=trees)
    with transaction.atomic():
        return [
            Step(_("rues"), store_streets(found.streets, add=add)),
            Step(_("lieux"), store_spots(found.spots, add=add)),
            Step(_("adresses"), store_houses(found.houses, add=add)),
        ]


def load_boundaries(extract: Extract) -> Iterator[Step]:
    """The communes and quartiers drawn in an extract become those of the map; a level it lacks becomes empty."""
    titles = {Level.COMMUNE: _("communes"), Level.QUARTIER: _("quartiers")}
    for level, admin_level in ADMIN_LEVELS.items():
        borders = borders_of(extract, admin_level)
        yield Step(titles[level], replace_borders(borders, level, source=SOURCE))


def replace_borders(borders: Borders, level: Level, *, source: str) -> Report:
    """Make `borders` the only ones of their level: the others are closed today, not lost."""
    with transaction.atomic():
        gone = retire_territoires(level, kept=[b.code for b in borders.good], day=timezone.localdate())
        report = store_borders(borders.good, level, source=source)
    report.removed, report.refused, report.repaired = gone, borders.refused, borders.repaired
    return report

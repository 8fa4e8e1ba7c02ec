"""Filling the city's places from what is published: an OpenStreetMap extract, and files of borders."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from shapely.geometry import Point

from carto.geometry import Box
from carto.territoires.loaders.lieux import store_houses, store_spots
from carto.territoires.loaders.rues import store_streets
from carto.territoires.loaders.territoires import retire_outside, retire_territoires, store_borders
from carto.territoires.models import Level
from carto.territoires.reports import Report
from carto.territoires.sources.borders import COMMUNE_CODES, Borders, layers_of, read_borders, read_levels
from carto.territoires.sources.osm import SOURCE, Extract, borders_of, read_extract

TITLES = {
    Level.METROPOLE: _("métropole"),
    Level.COMMUNE: _("communes"),
    Level.QUARTIER: _("quartiers"),
    Level.IRIS: _("micro-quartiers"),
}
TOWNS = ("place=city", "place=town", "place=village")
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
    """The communes and quartiers drawn in an extract become those of the map; levels it does not draw stay."""
    for level, admin_level in ADMIN_LEVELS.items():
        borders = borders_of(extract, admin_level)
        if borders.good:
            yield Step(TITLES[level], replace_borders(borders, level, source=SOURCE))


def load_border_file(path: Path, *, box: Box) -> Iterator[Step]:
    """The layers of a file become the borders of their levels, told from the name of their code's field.

    `box` (degrees) is where they are expected. Raises SourceError.
    """
    by_level: dict[Level, list[Borders]] = defaultdict(list)
    for layer, code in layers_of(path).items():
        by_level[level_of_field(code)].append(read_borders(path, layer=layer, box=box))
    for level in sorted(by_level):
        yield Step(TITLES[level], replace_borders(Borders.joined(by_level[level]), level, source=path.name))


def load_levels(path: Path, *, box: Box) -> list[Step]:
    """The rows of a file, by the level that each says (« commune », « quartier »…), become the borders of those levels.

    In one transaction. Raises SourceError, also for a level that does not exist.
    """
    with transaction.atomic():
        return [
            Step(TITLES[level], replace_borders(borders, level, source=path.name))
            for level, borders in sorted(read_levels(path, box=box).items())
        ]


def level_of_field(code: str) -> Level:
    """What a file's territories are, by the field that identifies them: `code_iris`, `code_insee`, or anything."""
    if "iris" in code.lower():
        return Level.IRIS
    return Level.COMMUNE if code.lower() in COMMUNE_CODES else Level.QUARTIER


def retire_far_territoires(box: Box) -> Iterator[Step]:
    """Close the territories of the place where the map was before, if it moved."""
    if gone := retire_outside(box, day=timezone.localdate()):
        yield Step(_("territoires d’un autre lieu"), Report(removed=gone))


def replace_borders(borders: Borders, level: Level, *, source: str) -> Report:
    """Make `borders` the only ones of their level: the others are closed today, not lost."""
    with transaction.atomic():
        gone = retire_territoires(level, kept=[b.code for b in borders.good], day=timezone.localdate())
        report = store_borders(borders.good, level, source=source)
    report.removed, report.refused, report.repaired = gone, borders.refused, borders.repaired
    return report


def name_of_city(extract: Extract, centre: tuple[float, float]) -> str:
    """The largest named town of an extract, the nearest to `centre` (longitude, latitude) of its size; or empty."""
    towns = [spot for spot in extract.spots if spot.nature in TOWNS]
    here = Point(centre)
    towns.sort(key=lambda town: (TOWNS.index(town.nature), town.geom.distance(here)))
    return towns[0].name if towns else ""

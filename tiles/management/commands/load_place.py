"""`manage.py load_place`: territories, streets, spots and addresses of the city the base map shows.

It reads the very file the base map is made from, so the names on the map are those the search finds.
"""

import hashlib
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from carto.fiches.querysets import reassign_territoires
from carto.geometry import Box, scale_of_metres
from carto.place import Place, read_stamp, write_place
from carto.territoires.actions import (
    Step,
    load_border_file,
    load_boundaries,
    load_streets,
    name_of_city,
    retire_far_territoires,
)
from carto.territoires.models import Rue, Territoire
from carto.territoires.reports import SourceError
from carto.territoires.sources.osm import Extract, read_extract
from tiles.basemap.build import read_basemap
from tiles.basemap.errors import BasemapError
from tiles.basemap.extract import Bbox, extract_bbox
from tiles.basemap.plan import PlanError, compile_plan
from tiles.basemap.views import archive_path

VERSION = "1"  # of what is made from the same files: change it to have every place loaded again
HONEST = 0.005  # a distance may be half a per cent off before we say so
SMALL = 8 << 20  # bytes: files under it are told apart by content, larger ones by name, size and date


class Command(BaseCommand):
    help = _("Charge les territoires, rues, lieux et adresses du lieu que montre le fond de carte.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the streets come from, and where the borders do."""
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--osm", type=Path, metavar="FICHIER", help=_("un fichier .osm.pbf ou .osm"))
        source.add_argument("--plan", action="store_true", help=_("le plan schématique livré avec le logiciel"))
        parser.add_argument(
            "--territoires",
            type=Path,
            metavar="FICHIER",
            help=_("vraies limites : chaque couche du fichier est un niveau"),
        )
        parser.add_argument("--force", action="store_true", help=_("recharger même si rien n’a changé"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what changed, tell it, and place the fiches again."""
        try:
            source, borders = self._source(options), options["territoires"]
            borders = borders and borders.expanduser()
            stamp = _stamp(source, borders)
            if stamp == read_stamp(settings.CARTO_VAR) and _something_there() and not options["force"]:
                self.stdout.write(_("Rien n’a changé : territoires et rues sont déjà là."))
                return
            self._load(source, borders, stamp)
        except (SourceError, BasemapError, PlanError, OSError) as error:
            raise CommandError(str(error)) from error

    def _source(self, options: dict[str, Any]) -> Path:
        """The file given, else the one the base map was made from, else the plan (compiled if it must be)."""
        if options["osm"]:
            return options["osm"].expanduser().resolve()
        known = read_basemap(archive_path())
        if known and known.kind == "extract" and not options["plan"] and Path(known.source).is_file():
            return Path(known.source)
        return compile_plan(archive_path().with_name("plan.osm.pbf"))

    def _load(self, source: Path, borders: Path | None, stamp: str) -> None:
        extract, bbox = read_extract(source), extract_bbox(source)
        place = _place(extract, bbox, source)
        with transaction.atomic():
            self._tell(retire_far_territoires(Box(*bbox)))
            self._tell(load_boundaries(extract))
            if borders:
                self._tell(load_border_file(borders, box=Box(*bbox)))
            self._tell(load_streets(extract))
            moved = reassign_territoires()
        write_place(settings.CARTO_VAR, place, stamp)
        self.stdout.write(_("Fiches rattachées à un autre territoire : %(n)d.") % {"n": moved})
        self._tell_scale(place or settings.CARTO_HOME)

    def _tell(self, steps: Iterable[Step]) -> None:
        for step in steps:
            for line in step.report.lines():
                self.stdout.write(f"{step.title} : {line}")

    def _tell_scale(self, place: Place) -> None:
        """Warn where the metric system of the settings draws metres too long or too short."""
        scale = scale_of_metres(*place.centre)
        if abs(scale - 1) > HONEST:
            self.stderr.write(
                _(
                    "Ici, le système %(srid)s compte %(scale).3f m pour un mètre : "
                    "donnez à CARTO_SRID_METRES celui du pays."
                )
                % {"srid": settings.CARTO_SRID_METRES, "scale": scale}
            )


def _place(extract: Extract, bbox: Bbox, source: Path) -> Place | None:
    """The place of an extract of elsewhere; None when the settings' own city is in it."""
    west, south, east, north = bbox
    centre = ((west + east) / 2, (south + north) / 2)
    found = Place(name_of_city(extract, centre) or source.name.split(".")[0].capitalize(), bbox, centre)
    return None if found.holds_centre_of(settings.CARTO_HOME) else found


def _something_there() -> bool:
    return Rue.objects.exists() or Territoire.objects.exists()


def _stamp(source: Path, borders: Path | None) -> str:
    """Tells files apart, so that the same ones are not loaded twice."""
    digest = hashlib.sha256(VERSION.encode())
    for path in (source, borders):
        if path and (facts := path.stat()).st_size < SMALL:
            digest.update(path.read_bytes())
        elif path:
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}".encode())
    return digest.hexdigest()

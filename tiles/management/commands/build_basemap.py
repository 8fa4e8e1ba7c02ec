"""`manage.py build_basemap`: the map under the pins, from the real extract when it can be had, else from the plan."""

from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from tiles.basemap.build import Basemap, Kind, build_basemap
from tiles.basemap.errors import BasemapError
from tiles.basemap.extract import clip_extract
from tiles.basemap.fetch import ExtractUnavailable, fetch_extract
from tiles.basemap.plan.compile import compile_plan
from tiles.basemap.views import archive_path

FRESH_FOR = timedelta(days=30)


class Command(BaseCommand):
    help = _("Construit le fond de carte : extrait OpenStreetMap du lieu, fichier donné, ou plan schématique.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--osm FILE` or `--plan` choose the source; `--refresh` fetches even when a recent extract is there."""
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--osm", type=Path, metavar="FICHIER", help=_("un fichier .osm.pbf ou .osm"))
        source.add_argument("--plan", action="store_true", help=_("le plan schématique livré avec le logiciel"))
        parser.add_argument("--refresh", action="store_true", help=_("télécharger de nouveau l’extrait"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and say from what. CommandError, in French, when there is no base map to be made."""
        try:
            source, kind = self._source(options)
            made = build_basemap(source, archive_path(), kind=kind)
        except BasemapError as error:
            raise CommandError(str(error)) from error
        self._report(made)

    def _source(self, options: dict[str, Any]) -> tuple[Path, Kind]:
        if options["osm"]:
            return options["osm"].expanduser(), "extract"
        if options["plan"]:
            return self._plan(), "plan"
        try:
            return self._extract(refresh=options["refresh"]), "extract"
        except ExtractUnavailable as error:
            self.stdout.write(_("%(why)s Le plan schématique est construit à la place.") % {"why": error})
            return self._plan(), "plan"

    def _extract(self, *, refresh: bool) -> Path:
        """The place's extract: the one kept here while it is recent, or when nothing newer can be had."""
        kept = archive_path().with_name("extrait.osm.pbf")
        if kept.exists() and not refresh and _age(kept) < FRESH_FOR:
            return kept
        region = kept.with_name("region.osm.pbf")
        try:
            self._fetch(region)
        except ExtractUnavailable:
            if kept.exists():
                return kept
            raise
        clipped = kept.with_name("extrait.new.osm.pbf")
        clip_extract(region, clipped, settings.CARTO_BBOX)
        clipped.replace(kept)
        region.unlink()
        return kept

    def _fetch(self, target: Path) -> None:
        with tqdm(desc=_("Extrait OpenStreetMap"), unit="o", unit_scale=True, disable=None, delay=1) as bar:

            def progress(received: int, total: int | None) -> None:
                bar.total = total
                bar.update(received - bar.n)

            fetch_extract(settings.CARTO_EXTRACT_URL, target, progress=progress)

    def _plan(self) -> Path:
        return compile_plan(archive_path().with_name("plan.osm.pbf"))

    def _report(self, made: Basemap) -> None:
        size = made.archive.stat().st_size / 1e6
        said = _("Fond de carte construit") if made.built else _("Fond de carte déjà à jour")
        self.stdout.write(self.style.SUCCESS(f"{said} : {made.name} ({size:.1f} Mo), {made.archive}"))


def _age(path: Path) -> timedelta:
    return datetime.now(tz=UTC) - datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)

"""`manage.py import_territoires FILE --level quartier`: borders of communes, quartiers or IRIS from any GIS file."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from carto.geometry import place_box
from carto.territoires.loaders.territoires import store_borders
from carto.territoires.overview import write_overview
from carto.territoires.reports import Report, SourceError
from carto.territoires.sources.borders import LEVELS, Borders, Fields, read_borders


class Command(BaseCommand):
    help = _("Importe des limites de territoires : GeoJSON, GeoPackage, Shapefile, dans tout système de coordonnées.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, its level, the names of its fields, and what to do with what is invalid."""
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--level", required=True, choices=LEVELS, help=_("ce que sont ces territoires"))
        parser.add_argument("--code", default="", metavar="CHAMP", help=_("champ du code (deviné sinon)"))
        parser.add_argument("--name", default="", metavar="CHAMP", help=_("champ du nom (deviné sinon)"))
        parser.add_argument(
            "--parent",
            default="",
            metavar="CHAMP",
            help=_("champ du code du territoire parent (plus grande part sinon)"),
        )
        parser.add_argument("--layer", default="", metavar="COUCHE", help=_("couche d’un fichier qui en a plusieurs"))
        parser.add_argument(
            "--crs", default="", metavar="EPSG:…", help=_("système de coordonnées, si le fichier se tait")
        )
        parser.add_argument("--valid-from", type=_day, metavar="AAAA-MM-JJ", help=_("date des nouvelles limites"))
        parser.add_argument("--source", default="", metavar="TEXTE", help=_("qui publie, quand"))
        parser.add_argument("--repair", action="store_true", help=_("réparer les géométries invalides, et le dire"))
        parser.add_argument("--anywhere", action="store_true", help=_("accepter ce qui est loin du lieu de la carte"))
        parser.add_argument("--carte", type=Path, metavar="FICHIER.html", help=_("dessiner ce qui est entré ou refusé"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, tell; the exit status is 1 when a row was refused."""
        try:
            borders = self._read(options)
        except SourceError as error:
            raise CommandError(str(error)) from error
        source = options["source"] or options["file"].name
        report = store_borders(borders.good, LEVELS[options["level"]], source=source, valid_from=options["valid_from"])
        report.refused, report.repaired = borders.refused, borders.repaired
        if options["carte"]:
            write_overview(borders, options["carte"], title=options["file"].name)
        self._tell(report)

    def _read(self, options: dict[str, Any]) -> Borders:
        return read_borders(
            options["file"].expanduser(),
            fields=Fields(options["code"], options["name"], options["parent"]),
            layer=options["layer"],
            crs=options["crs"],
            repair=options["repair"],
            box=None if options["anywhere"] else place_box(),
        )

    def _tell(self, report: Report) -> None:
        for line in report.lines():
            self.stdout.write(line)
        if report.touched:
            self.stdout.write(_("Les fiches déjà placées se rattachent aux nouvelles limites par : reassign_fiches"))
        if report.refused:
            raise CommandError(_("Des lignes ont été refusées ; les autres sont entrées."), returncode=1)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("une date est attendue, comme 2026-01-31")) from None

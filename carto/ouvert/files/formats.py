"""The formats of a view: how each is called, served and made."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.ouvert.exports import as_csv, as_geojson
from carto.ouvert.files import marked, writing
from carto.ouvert.files.columns import View
from carto.ouvert.files.exports import french_csv

SENT: Final = 1 << 18  # bytes of a finished file sent at once


@dataclass(frozen=True)
class Format:
    """`stream` gives the file piece by piece; `write` makes it whole on disk first."""

    extension: str
    label: str | Promise
    media_type: str
    about: str | Promise
    stream: Callable[[View], Iterator[Any]] | None = None
    write: Callable[[View, Path], None] | None = None
    most: int | None = None  # rows that it can hold

    def pieces(self, view: View) -> Iterator[Any]:
        """The file, text or bytes."""
        if self.stream is not None:
            yield from self.stream(view)
            return
        with tempfile.TemporaryDirectory(prefix="donnees-") as folder:
            path = Path(folder) / f"{view.name}.{self.extension}"
            self.write(view, path)
            with path.open("rb") as file:
                while piece := file.read(SENT):
                    yield piece

    def save(self, view: View, path: Path) -> None:
        """The file at `path`."""
        if self.write is not None:
            self.write(view, path)
            return
        with path.open("wb") as file:
            for piece in self.stream(view):
                file.write(piece.encode() if isinstance(piece, str) else piece)


def _own(view: View) -> dict[str, Any]:
    return {column.name: column.expression for column in view.columns}


FORMATS: Final[dict[str, Format]] = {
    each.extension: each
    for each in (
        Format("csv", "CSV", "text/csv; charset=utf-8", _("tableau, pour les programmes"),
               stream=lambda view: as_csv(view.fiches, _own(view))),
        Format("geojson", "GeoJSON", "application/geo+json; charset=utf-8", _("pour le web et QGIS"),
               stream=lambda view: as_geojson(view.fiches, _own(view))),
        Format("gpkg", "GeoPackage", "application/geopackage+sqlite3", _("pour QGIS et les SIG"),
               write=writing.geopackage),
        Format("parquet", "GeoParquet", "application/vnd.apache.parquet", _("pour l’analyse de beaucoup de lignes"),
               write=writing.geoparquet),
        Format("shp.zip", "Shapefile", "application/zip", _("pour les SIG anciens : textes et noms coupés"),
               write=writing.shapefile, most=writing.MOST_IN_SHAPEFILE),
        Format("kml", "KML", "application/vnd.google-earth.kml+xml", _("pour les globes"), stream=marked.kml),
        Format("gpx", "GPX", "application/gpx+xml", _("pour marcher : points et lignes, les surfaces par leur contour"),
               stream=marked.gpx),
    )
}  # fmt: skip
FRENCH: Final = Format(
    "csv", _("CSV pour Excel"), "text/csv; charset=utf-8", _("points-virgules et virgules décimales"), stream=french_csv
)

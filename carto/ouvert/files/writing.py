"""GeoPackage, GeoParquet and Shapefile: a file on disk, written some thousand rows at a time."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from carto.ouvert.files.columns import BOOLEAN, MOMENT, TEXT, View
from carto.ouvert.files.exports import GEOMETRY, alike, batches, schema

CRS: Final = "EPSG:4326"
GEOPARQUET: Final = "1.1.0"
IN_A_GROUP: Final = 8  # batches in one row group of a Parquet file
MOST_IN_SHAPEFILE: Final = 500_000  # rows: one of its files holds 2 GB and no more
# A Shapefile holds one kind of shape: one file each, under these names.
SHAPES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "points": ("Point", ("POINT",)),
    "multipoints": ("MultiPoint", ("MULTIPOINT",)),
    "lignes": ("LineString", ("LINESTRING", "MULTILINESTRING")),
    "surfaces": ("Polygon", ("POLYGON", "MULTIPOLYGON")),
}
INDEX_MEMORY: Final = 8 << 20  # bytes that GDAL may hold of a spatial index while it writes


def geopackage(view: View, path: Path) -> None:
    """One layer of every shape; moments in UTC."""
    _gdal(batches(view), view, path, "GPKG", "Unknown")


def geoparquet(view: View, path: Path) -> None:
    """GeoParquet 1.1, WKB, longitude and latitude; read by geopandas, DuckDB, QGIS."""
    import pyarrow
    from pyarrow import parquet

    geo = {
        "version": GEOPARQUET, "primary_column": GEOMETRY,
        "columns": {GEOMETRY: {"encoding": "WKB", "geometry_types": []}},
    }  # fmt: skip
    told = schema(view.columns).with_metadata({"geo": json.dumps(geo)})
    with parquet.ParquetWriter(path, told, compression="zstd") as writer:
        for group in _grouped(batches(view)):
            writer.write_table(pyarrow.Table.from_batches(group).replace_schema_metadata(told.metadata))


def _grouped(rows: Iterator[Any]) -> Iterator[list[Any]]:
    group: list[Any] = []
    for batch in rows:
        group.append(batch)
        if len(group) == IN_A_GROUP:
            yield group
            group = []
    if group:
        yield group


def shapefile(view: View, path: Path) -> None:
    """A zip with one Shapefile for each kind of shape that there is, and the mapping of the names it cuts.

    Its format holds 254 bytes of a text, ten letters of a name, and no hour: the mapping says so.
    """
    short = _short(view)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, (shape, types) in SHAPES.items():
            chosen = alike(view.fiches, types)
            if not chosen.exists():
                continue
            target = path.with_name(f"{view.name}_{name}.shp")
            _gdal(batches(short, chosen), short, target, "ESRI Shapefile", shape, layer_options={"ENCODING": "UTF-8"})
            for part in sorted(target.parent.glob(f"{target.stem}.*")):
                archive.write(part, part.name)
                part.unlink()
        archive.writestr("champs.csv", _mapping(view))


def _short(view: View) -> View:
    """The view under names of ten letters, moments and yes-or-no as text."""
    told = []
    for column in view.columns:
        if column.kind in {MOMENT, BOOLEAN}:
            text = Cast(column.published, TextField())
            column = replace(column, kind=TEXT, expression=text)
        told.append(replace(column, name=column.short))
    return replace(view, columns=tuple(told))


def _mapping(view: View) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["champ", "colonne", "sens"])
    writer.writerows([column.short, column.name, column.words] for column in view.columns)
    writer.writerow(["", "", _("Un Shapefile coupe les textes à 254 octets : le GeoPackage les garde entiers.")])
    return buffer.getvalue()


def _gdal(rows: Iterator[Any], view: View, path: Path, driver: str, shape: str, **options: Any) -> None:
    """Let GDAL draw the batches one after the other, in one transaction."""
    import pyarrow
    import pyogrio

    pyogrio.set_gdal_config_options({"OGR_GPKG_MAX_RAM_USAGE_RTREE": INDEX_MEMORY})
    reader = pyarrow.RecordBatchReader.from_batches(schema(view.columns), rows)
    pyogrio.raw.write_arrow(
        reader, str(path), layer=view.name if driver == "GPKG" else path.stem, driver=driver,
        geometry_name=GEOMETRY, geometry_type=shape, crs=CRS, **options,
    )  # fmt: skip

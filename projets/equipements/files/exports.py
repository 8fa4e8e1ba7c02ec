"""The rows of the open files, streamed: memory does not grow with the city."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

import numpy
import pyogrio
import shapely
from django.contrib.gis.db.models.functions import AsWKB, PointOnSurface
from django.db.models import F, FloatField, Func, OuterRef, Subquery
from django.utils import timezone

from carto.territoires.models import Adresse
from carto.text import safe_cell
from projets.equipements.files import scdl
from projets.equipements.files.schemas import COSTS, FISCAL
from projets.equipements.models import Cout, Equipement, Nature

BATCH: Final = 2000
BUFFER: Final = 65_536  # characters sent at once
LAYER: Final = "equipements"
FREE: Final = ("COLL_NOM", "EQUIP_TYPE", "EQUIP_NOM", "ADR_NOMVOIE", "EQUIP_OUVERTURE")  # people's own words, in SCDL


class _Near(Func):
    """`geom <-> point`: served by the index."""

    arg_joiner = " <-> "
    template = "%(expressions)s"
    output_field = FloatField()


def scdl_csv() -> Iterator[str]:
    """SCDL « Équipements » 0.1.5; works, and places of which it requires what nobody told us, are not in it."""
    return _csv(scdl.COLUMNS, filter(None, map(scdl.told, _facilities())), safe=FREE)


def _facilities() -> Iterator[dict[str, Any]]:
    gap = _Near(F("geom"), OuterRef("out_point"))
    near = Adresse.objects.exclude(postcode="").annotate(gap=gap).order_by("gap").values("postcode")
    public = Equipement.objects.public().exclude(nature=Nature.WORKS).order_by("pk")
    told = public.annotate(out_point=PointOnSurface("geom"), postcode=Subquery(near[:1]), out_wkb=AsWKB("out_point"))
    natures = {nature.value: str(nature.label) for nature in Nature}
    names = {
        "pk": F("pk"), "title": F("title"), "nature": F("nature"), "address": F("address"), "hours": F("hours"),
        "website": F("website"), "insee": F("commune__code"), "commune": F("commune__name"), "rue": F("rue__name"),
        "type_theme": F("type__theme"), "scdl": F("type__scdl"), "type_name": F("type__name"),
    }  # fmt: skip
    for values in told.values_list("postcode", "out_wkb", *names.values()).iterator(chunk_size=BATCH):
        row = dict(zip(("postcode", "wkb", *names), values, strict=True))
        point = shapely.from_wkb(bytes(row["wkb"]))
        sort = row["scdl"] or row["type_name"] or natures[row["nature"]]
        yield row | {"type": sort, "longitude": point.x, "latitude": point.y}


def costs_csv() -> Iterator[str]:
    """`equipement-couts.csv`: every cost line, those without amount and those that no longer stand too."""
    lines = Cout.objects.filter(equipement__visibility="public").order_by("pk")
    return _csv([field["name"] for field in COSTS], _selected(lines, COSTS), safe=_free(COSTS))


def fiscal_csv() -> Iterator[str]:
    """The costs that stand and bear an amount, for a Fiscal Data Package."""
    lines = Cout.objects.published().filter(equipement__visibility="public").order_by("pk")
    told = (row | {"devise": "EUR", "nature": f"{row['phase']}-{row['taxe']}"} for row in _selected(lines, FISCAL))
    return _csv([field["name"] for field in FISCAL], told, safe=_free(FISCAL))


def _free(fields: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The columns of people's own words."""
    return tuple(field["name"] for field in fields if field.get("free"))


def _selected(lines: Any, fields: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    paths = {field["name"]: F(field["path"]) for field in fields if field.get("path")}
    for values in lines.values_list(*paths.values()).iterator(chunk_size=BATCH):
        yield dict(zip(paths, values, strict=True))


def _csv(columns: Iterable[str], rows: Iterable[Mapping[str, Any]], *, safe: Iterable[str]) -> Iterator[str]:
    """RFC 4180 with a header line; words of people cannot be formulas."""
    names, free = list(columns), frozenset(safe)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(names)
    for row in rows:
        writer.writerow([safe_cell(row[name]) if name in free else _text(row[name]) for name in names])
        if buffer.tell() > BUFFER:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _text(value: Any) -> str:
    """Days in the city's time; nothing for None."""
    if hasattr(value, "hour"):
        return timezone.localtime(value).date().isoformat()
    return "" if value is None else str(value)


def _emptied(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


TOLD: Final = {
    "identifiant": F("uuid"), "numero": F("number"), "titre": F("title"), "nature": F("nature"),
    "type": F("type__name"), "etat": F("status"), "proprietaire": F("owner__name"), "gestionnaire": F("operator"),
    "publie_par": F("publisher__name"), "mise_en_service": F("opened"), "capacite": F("capacity"),
    "capacite_en": F("capacity_of"), "horaires": F("hours"), "adresse": F("address"), "commune": F("commune__name"),
    "quartier": F("quartier__name"), "site_web": F("website"), "travaux_du": F("begins_on"), "travaux_au": F("ends_on"),
}  # fmt: skip


def as_gpkg() -> IO[bytes]:
    """A GeoPackage of facilities of every shape (SRID 4326), each with its last cost of each kind; gone once closed.

    Amounts are text, exact to the cent: a GeoPackage has no decimals.
    """
    kinds = _kinds()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "equipements.gpkg"
        told, begun = _shapes(), False
        while (batch := list(islice(told, BATCH))) or not begun:
            _write(path, batch, kinds, append=begun)
            begun = True
        return path.open("rb")  # read after its name is gone


def _kinds() -> list[tuple[str, str, str]]:
    """Those that some figure has, as (purpose, kind, basis): each is a column of its own."""
    found = Cout.objects.published().filter(equipement__visibility="public").order_by("purpose", "kind", "basis")
    return list(found.values_list("purpose", "kind", "basis").distinct())


def _shapes() -> Iterator[tuple[Any, ...]]:
    chosen = Equipement.objects.public().order_by("pk").annotate(out_wkb=AsWKB("geom"))
    return chosen.values_list("pk", "out_wkb", *TOLD.values()).iterator(chunk_size=BATCH)


def _last_costs(pks: list[int]) -> dict[tuple[int, str, str, str], tuple[str, str]]:
    lines = Cout.objects.published().filter(equipement__in=pks).last_of_each_kind()
    names = ("equipement_id", "purpose", "kind", "basis", "amount", "year")
    return {tuple(row[:4]): (str(row[4]), str(row[5])) for row in lines.values_list(*names)}


def _write(path: Path, batch: list[tuple[Any, ...]], kinds: list[tuple[str, str, str]], *, append: bool) -> None:
    costs = _last_costs([row[0] for row in batch])
    columns = {name: [_text(row[2 + rank]) for row in batch] for rank, name in enumerate(TOLD)}
    for kind in kinds:
        found = [costs.get((row[0], *kind), ("", "")) for row in batch]
        name = "cout_" + "_".join(kind)
        columns |= {name: [amount for amount, _year in found], f"{name}_annee": [year for _amount, year in found]}
    shapes = numpy.array([bytes(row[1]) for row in batch], dtype=object)
    fields = [numpy.array(values, dtype=object) for values in columns.values()]
    pyogrio.raw.write(
        path, shapes, fields, list(columns), layer=LAYER, driver="GPKG", geometry_type="Unknown", crs="EPSG:4326",
        append=append,
    )  # fmt: skip

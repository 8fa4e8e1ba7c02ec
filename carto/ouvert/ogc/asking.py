"""What one asks of a collection: where, when, which, how many, in which coordinates. Unknown parameters are refused."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from django.db.models import Q, Value
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThanOrEqual
from django.http import QueryDict
from django.utils.translation import gettext as _

from carto.ouvert.ogc import cql2, operands
from carto.ouvert.ogc.collections import PREFIX, Collection
from carto.ouvert.ogc.crs import CRS84, read_in, srid_of
from carto.ouvert.ogc.errors import Refused

DEFAULT_LIMIT: Final = 100
DAY: Final = timedelta(days=1)
MOST: Final = 10_000
NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
KNOWN: Final = {"f", "bbox", "bbox-crs", "crs", "datetime", "limit", "filter", "filter-lang", "filter-crs", "apres"}


@dataclass(frozen=True)
class Asked:
    """One request for features, read."""

    where: Q
    limit: int
    after: str
    crs: str

    @classmethod
    def read(cls, params: QueryDict, collection: Collection) -> "Asked":
        """From an address; Refused (French) at the first thing that cannot be."""
        if any("\x00" in value for values in params.lists() for value in (values[0], *values[1])):
            raise Refused(_("Valeur illisible."))
        if unknown := [name for name in params if name not in KNOWN | set(collection.types)]:
            raise Refused(_("Paramètre inconnu : %(names)s.") % {"names": ", ".join(unknown)[:120]})
        crs = params.get("crs", CRS84)
        srid_of(crs)
        where = (
            _box(params, collection)
            & _period(params, collection)
            & _filter(params, collection)
            & _equal(params, collection)
        )
        return cls(where, _limit(params), params.get("apres", ""), crs)


def _limit(params: QueryDict) -> int:
    text = params.get("limit", str(DEFAULT_LIMIT))
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) >= 1):
        raise Refused(_("« limit » est un nombre, à partir de 1."))
    return min(int(text), MOST)


def _box(params: QueryDict, collection: Collection) -> Q:
    """`bbox`: four numbers, or six with heights, which nothing here has; the west may lie beyond the date line."""
    if not params.get("bbox"):
        return Q()
    said = _("Cadre illisible : quatre nombres sont attendus, ouest,sud,est,nord.")
    try:
        edges = [float(part) for part in params["bbox"].split(",")]
    except ValueError:
        raise Refused(said) from None
    if len(edges) == 6:
        edges = [*edges[:2], *edges[3:5]]
    if len(edges) != 4 or not all(abs(edge) < 1e9 for edge in edges):  # also when one of them is no number
        raise Refused(said)
    crs = params.get("bbox-crs", CRS84)
    return Q(**{f"{collection.where}__intersects": _frame(edges, crs)})


def _frame(edges: list[float], crs: str) -> GEOSGeometry:
    west, south, east, north = edges
    if west > east and crs == CRS84:
        sides = (Polygon.from_bbox((west, south, 180, north)), Polygon.from_bbox((-180, south, east, north)))
        return read_in(MultiPolygon(*sides), crs)
    if west > east or south > north:
        raise Refused(_("Ce cadre n’existe pas : ouest,sud,est,nord en degrés."))
    return read_in(Polygon.from_bbox(edges), crs)


def _period(params: QueryDict, collection: Collection) -> Q:
    """`datetime`: an instant or a day, or two of them with a slash, « .. » for no end."""
    text = params.get("datetime", "")
    if not text or not collection.moment:
        return Q()
    first, slash, last = text.partition("/")
    first, last = first or "..", (last or "..") if slash else first
    if not slash and first == "..":
        raise Refused(_("Date illisible : année-mois-jour est attendu, comme 2026-01-31."))
    begins = operands.of_end(operands.plain(first), last=False)
    ends = operands.of_end(operands.plain(last), last=True)
    if begins.value > ends.value:
        raise Refused(_("Cette période finit avant de commencer."))
    told = f"{PREFIX}{collection.moment}"
    return Q(**{f"{told}__gte": begins.value, f"{told}__lte": ends.value}) & _near(collection.moment, begins, ends)


def _near(moment: str, begins: Value, ends: Value) -> Q:
    """What an index tells at once: what is told as a day lies within one of it."""
    first, last = max(begins.value, operands.BEGINNING + DAY), min(ends.value, operands.END - DAY)
    return Q(**{f"{moment}__gte": first - DAY, f"{moment}__lte": last + DAY})


def _filter(params: QueryDict, collection: Collection) -> Q:
    if params.get("filter-lang", "cql2-text") != "cql2-text":
        raise Refused(_("Les filtres se lisent en CQL2 texte (« cql2-text »)."))
    crs = params.get("filter-crs", CRS84)
    srid_of(crs)
    text = params.get("filter", "")
    return cql2.read(text, collection.types, PREFIX, crs) if text.strip() else Q()


def _equal(params: QueryDict, collection: Collection) -> Q:
    """Each queryable asked for by its name: what equals that value, a day all that lies in it."""
    where = Q()
    for name in params.keys() & collection.types.keys():
        held = operands.of_property(name, collection.types, PREFIX)
        where &= _equals(held, params[name])
    return where


def _equals(held: operands.Operand, text: str) -> Q:
    if held.kind == operands.TIME:
        day = operands.of_timestamp(text) if "T" in text else operands.of_day(text)
        return Q(GreaterThanOrEqual(held.value, day.first)) & Q(LessThanOrEqual(held.value, day.until))
    return Q(Exact(held.value, _literal(held.kind, text)))


def _literal(kind: str, text: str) -> Any:
    if kind == operands.BOOLEAN and text in {"true", "false"}:
        return operands.of_boolean(text == "true").value
    if kind == operands.NUMBER and NUMBER.fullmatch(text):
        return operands.of_number(text).value
    if kind == operands.TEXT:
        return operands.plain(text).value
    raise Refused(_("Cette valeur ne convient pas : « %(value)s ».") % {"value": text[:60]})

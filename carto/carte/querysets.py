"""The search of the map: places, territories and fiches answer together, in one query; rooms add theirs."""

from dataclasses import replace
from typing import Any

from django.contrib.gis.geos import Point
from django.db.models import BigIntegerField, F, Func, Value
from django.utils.translation import gettext as _

from carto.carte.finding import with_rooms
from carto.fiches.layers import layers
from carto.fiches.models import Fiche, Kind
from carto.fiches.querysets import FicheQuerySet
from carto.geometry import STORED
from carto.territoires.geocoding import Hit, as_hit, find_rows
from carto.territoires.models import Level
from carto.territoires.querysets import PLACE_SOURCES, SCORE, TERRITOIRE_SOURCE

# Whole words alone (`%>>`): titles repeat each other, and ten thousand « Nid-de-poule » are not compared one by one.
# A fiche comes after the place of the same name, and few of them at once: the list has its own search. It is told
# where everybody is shown it.
_FICHES = f"""
(SELECT 'fiche', title, kind::text, uuid::text, {SCORE.format("title")} - 0.1 AS score,
        ST_Transform(geom_web, {STORED}) AS geom
 FROM (SELECT title, kind, uuid, geom_web FROM fiches_fiche
       WHERE visibility = 'public' AND carto_fold(title) %%>> carto_fold(%(words)s) LIMIT 500) AS alike
 ORDER BY score DESC LIMIT 4)
"""
_NUMBERED = f"""
(SELECT 'fiche', title, kind::text, uuid::text, 2, ST_Transform(geom_web, {STORED})
 FROM fiches_fiche WHERE visibility = 'public' AND number = upper(substring(%(text)s FROM '[A-Za-z]-[0-9]+-[0-9]+')))
"""
SOURCES = (*PLACE_SOURCES, TERRITOIRE_SOURCE, _FICHES, _NUMBERED)
ROOM = 4  # answers asked for beyond the limit, to make up for those that say the same


class _Drawn(Func):
    """A fiche's place in the order of one seed: PostgreSQL's own hash of both, the same on every machine."""

    function = "hashint8extended"
    output_field = BigIntegerField()


def shuffled(fiches: FicheQuerySet, seed: int) -> FicheQuerySet:
    """The fiches in an order that depends on the seed alone: neither age, place nor supports weigh in it.

    Only ids are sorted, and the index of the latest of a kind holds them: no row is read before its page is known.
    """
    return fiches.order_by(_Drawn(F("pk"), Value(seed, output_field=BigIntegerField())), "pk")


def search(text: str, *, near: Point | None = None, limit: int = 8) -> list[Hit]:
    """The addresses, streets, spots, territories and public fiches that `text` may mean, best first, and what rooms
    find besides (a vote, a contract), which may have no place.

    `near` (SRID 4326) prefers the nearest of equals; without it, the nearest to the city's centre. Never raises.
    """
    hits = [_told(row) for row in find_rows(SOURCES, text, near=near, limit=limit + ROOM)]
    named = {hit.label.casefold() for hit in hits if hit.kind == "territoire"}
    # « Rezé » is a territory with a page, and also a label of the base map: the page is enough.
    places = [hit for hit in hits if hit.kind != "lieu" or hit.label.casefold() not in named]
    return with_rooms(places[:limit], text, limit)


def _told(row: tuple[Any, ...]) -> Hit:
    kind, label, detail, key, *rest = row
    if kind == "territoire":
        row = (kind, label, str(Level(int(detail)).label), key, *rest)
    elif kind == "fiche":
        told = ", ".join(part for part in (str(Kind(detail).label), rest[-1]) if part)
        row = (kind, label, told, Fiche(kind=detail, uuid=key).get_absolute_url(), *rest)
        layer = next(layer for layer in layers() if layer.kind == detail)
        return replace(as_hit(row), uuid=key, group=str(layer.label))
    return replace(as_hit(row), group=_("Lieux"))

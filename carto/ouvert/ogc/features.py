"""The features of one page, as PostGIS writes them; the next one begins after the last key."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from carto.ouvert.ogc.asking import Asked
from carto.ouvert.ogc.collections import PREFIX, Collection
from carto.ouvert.ogc.crs import as_geojson
from carto.ouvert.ogc.errors import Refused

SHAPE: Final = f"{PREFIX}geometry_"


@dataclass(frozen=True)
class Page:
    """One page: its features, the key after which the next begins (empty: that was all), how many there are in all.

    `matched` is None from the second page on: it was told with the first, and counting takes longer than reading.
    """

    features: list[dict[str, Any]]
    following: str
    matched: int | None


def page_of(collection: Collection, asked: Asked) -> Page:
    """The features asked for. Refused (French) when `apres` is no key of this collection."""
    found = collection.rows().filter(asked.where)
    matched = found.count() if not asked.after else None
    if asked.after:
        found = _after(found, collection, asked.after)
    rows = list(_rows(found, collection, asked.crs)[: asked.limit + 1])
    shown = rows[: asked.limit]
    following = str(shown[-1][collection.key]) if len(rows) > len(shown) else ""
    return Page([feature(row, collection) for row in shown], following, matched)


def feature_of(collection: Collection, key: str, crs: str) -> dict[str, Any] | None:
    """One feature by its key; None when nobody may see it, or there is none."""
    try:
        row = _rows(collection.rows().filter(**{collection.key: key}), collection, crs).first()
    except ValidationError:  # no uuid at all
        return None
    return feature(row, collection) if row else None


def _after(found: QuerySet, collection: Collection, key: str) -> QuerySet:
    try:
        return found.filter(**{f"{collection.key}__gt": key})
    except ValidationError:
        raise Refused(_("Cette page n’existe pas : reprenez depuis la première.")) from None


def _rows(found: QuerySet, collection: Collection, crs: str) -> QuerySet:
    names = [f"{PREFIX}{name}" for name in collection.columns]
    return found.annotate(**{SHAPE: as_geojson(crs, collection.place())}).values(collection.key, SHAPE, *names)


def feature(row: dict[str, Any], collection: Collection) -> dict[str, Any]:
    """One row as a GeoJSON feature; its geometry is the text of PostGIS until `written`."""
    properties = {name: row[f"{PREFIX}{name}"] for name in collection.columns}
    return {"type": "Feature", "id": str(row[collection.key]), "geometry": row[SHAPE], "properties": properties}


def written(feature: dict[str, Any], **more: Any) -> str:
    """A feature as JSON text; the geometry goes in as it was written."""
    told = json.dumps(
        {"type": "Feature", **more, "id": feature["id"], "properties": feature["properties"]},
        default=plain, ensure_ascii=False,
    )  # fmt: skip
    return f'{told[:-1]}, "geometry": {feature["geometry"] or "null"}}}'


def written_page(page: Page, head: dict[str, Any]) -> Iterator[str]:
    """A FeatureCollection, feature by feature, so that ten thousand outlines are never one text."""
    told = json.dumps({"type": "FeatureCollection", **head}, default=plain, ensure_ascii=False)
    yield f'{told[:-1]}, "features": [\n'
    for number, feature in enumerate(page.features):
        yield (",\n" if number else "") + written(feature)
    yield "\n]}\n"


def plain(value: Any) -> Any:
    """What JSON has no word for: an amount stays exact as a number would not, a moment is ISO 8601."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, UUID):
        return str(value)
    return str(value)

"""GeoReport Bulk: every public signalement as CSV, the fourteen columns of the proposal, streamed.

A cursor on the signalements, and one query for the last words of each batch: memory stays flat.
"""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any, Final

from django.contrib.gis.db.models.functions import PointOnSurface
from django.db.models import F, FloatField, Func, QuerySet
from django.http import QueryDict

from carto.fiches import privacy
from carto.fiches.models import Origin
from carto.ouvert.exports import safe_cell
from signalements.models import STATUS_LABELS, Signalement
from signalements.open311.asking import one, read_moment
from signalements.open311.telling import SEEN, last_words, moment, whole_days
from signalements.workflow import CLOSED, Status

BATCH: Final = 2000
TICK: Final = timedelta(microseconds=1)
COLUMNS: Final = (
    "service_request_id", "requested_datetime", "updated_datetime", "closed_date", "status_description",
    "status_notes", "source", "service_name", "service_subtype", "description", "agency_responsible", "address",
    "lat", "long",
)  # fmt: skip
_NAMES: Final = {
    "number": F("number"),
    "state": F("status"), "door": F("origin"), "service_name": F("categorie__family"), "subtype": F("categorie__name"),
    "words": F("text"), "agency": F("service__name"), "rue_name": F("rue__name"), "quartier_name": F("quartier__name"),
    "commune_name": F("commune__name"),
}  # fmt: skip
_DOORS: Final = dict(Origin.choices)


def rows(query: QueryDict) -> Iterator[str]:
    """RFC 4180 with a header line; `start_date` and `end_date` narrow it, without the limit of `requests`."""
    chosen = Signalement.objects.filter(visibility__in=SEEN).order_by("reported_at", "pk")
    if start := read_moment(one(query, "start_date")):
        chosen = chosen.filter(reported_at__gte=whole_days(start, start)[0])
    if end := read_moment(one(query, "end_date"), late=True):
        chosen = chosen.filter(reported_at__lt=whole_days(end, end + TICK)[1])
    return _written(chosen.values("pk", **{f"out_{name}": told for name, told in (_NAMES | _shown()).items()}))


def _shown() -> dict[str, Any]:
    """When and where, as everybody is told."""
    when = {"reported": "reported_at", "updated": "updated_at", "treated": "treated_at"}
    where = PointOnSurface(privacy.place())
    return {name: privacy.moment(F(field)) for name, field in when.items()} | {
        name: Func(where, function=part, output_field=FloatField()) for name, part in (("x", "ST_X"), ("y", "ST_Y"))
    }


def _written(chosen: QuerySet) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    lines = chosen.iterator(chunk_size=BATCH)
    while batch := list(islice(lines, BATCH)):
        words = last_words([line["pk"] for line in batch])
        for line in batch:
            told = {name.removeprefix("out_"): value for name, value in line.items()}
            writer.writerow(_row(told, words.get(line["pk"], "")))
        yield _emptied(buffer)
    yield _emptied(buffer)


def _row(told: dict[str, Any], said: str) -> list[str]:
    status = Status(told["state"])
    closed = (told["treated"] if status is Status.TREATED else None) or told["updated"]
    updated = closed if status in CLOSED else told["updated"]
    place = [told[f"{name}_name"] for name in ("rue", "quartier", "commune")]
    texts = (
        told["number"], moment(told["reported"]), moment(updated), moment(closed) if status in CLOSED else "",
        str(STATUS_LABELS[status]), said, str(_DOORS[told["door"]]), told["service_name"], told["subtype"],
        told["words"], told["agency"], ", ".join(filter(None, place)),
    )  # fmt: skip
    return [*map(safe_cell, texts), f"{told['y']:.7f}", f"{told['x']:.7f}"]


def _emptied(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text

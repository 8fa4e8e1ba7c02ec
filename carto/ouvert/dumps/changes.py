"""What was created, changed or left since a day: keys and days, never what something said."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Final

from django.db.models import Q

from carto.fiches import privacy
from carto.fiches.layers import layers
from carto.fiches.models import Evenement, Fiche
from carto.fiches.querysets import day_begins
from carto.ouvert.dumps.reading import departures

CREATED, CHANGED, LEFT = "created", "changed", "left"
BATCH: Final = 2000


def changes(since: date) -> Iterator[str]:
    """One JSON line each: `uuid`, `layer`, `what`, `at`. What left is known from one night's dump to the next."""
    names = {layer.kind.value: layer.name for layer in layers()}
    begun = day_begins(since)
    told = Evenement.objects.public().filter(at__gte=begun).values("fiche_id")
    found = Fiche.objects.public().filter(Q(created_at__gte=begun) | Q(updated_at__gte=begun) | Q(pk__in=told))
    said = found.order_by("pk").annotate(out_made=privacy.moment("created_at"), out_at=privacy.moment("updated_at"))
    for uuid, kind, made, created, changed in said.values_list(
        "uuid", "kind", "created_at", "out_made", "out_at"
    ).iterator(chunk_size=BATCH):
        new = made >= begun
        yield _line(str(uuid), names[kind], CREATED if new else CHANGED, (created if new else changed).isoformat())
    yield from _left(since)


def _left(since: date) -> Iterator[str]:
    """Those that are still away: what came back is told as changed."""
    noted = departures(since)
    while chunk := list(islice(noted, BATCH)):
        back = set(
            Fiche.objects.public().filter(uuid__in=[told["uuid"] for told in chunk]).values_list("uuid", flat=True)
        )
        there = {str(uuid) for uuid in back}
        yield from (_line(told["uuid"], told["layer"], LEFT, told["at"]) for told in chunk if told["uuid"] not in there)


def _line(uuid: str, layer: str, what: str, at: str) -> str:
    return json.dumps({"uuid": uuid, "layer": layer, "what": what, "at": at}) + "\n"

"""Everything that was said in the threads of a topic, as one file: RFC 4180, a line for each propos."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from django.utils.timezone import localtime

from carto.fiches.models import Visibility
from carto.text import safe_cell
from projets.opportunites.models import Opportunite, Propos

HEADER: Final = ("id", "sous", "phase", "sorte", "famille", "famille_cote", "texte", "auteur", "role", "jour", "tablee")
BATCH: Final = 1000


def as_csv(topic: Opportunite) -> Iterator[str]:
    """The public ones, in the order of their ids; of whoever did not sign, no author; the day, not the hour."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADER)
    rows = Propos.objects.filter(opportunite=topic.pk, commentaire__visibility=Visibility.PUBLIC)
    rows = rows.select_related("commentaire__author", "commentaire__rangement__famille", "origin").order_by("pk")
    for each in rows.iterator(chunk_size=BATCH):
        writer.writerow(_line(each))
        if buffer.tell() > 65_536:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _line(each: Propos) -> list[object]:
    said = each.commentaire
    filed = getattr(said, "rangement", None)
    signed = said.author is not None and said.role != "agent"  # a service speaks, not a named agent
    return [
        each.pk, each.under_id or "", each.phase, said.kind,
        safe_cell(filed.famille.title) if filed else "", filed.famille.side if filed else "", safe_cell(said.text),
        safe_cell(str(said.author)) if signed else "", said.role, localtime(said.created_at).date().isoformat(),
        each.origin.tablee_id if each.origin else "",
    ]  # fmt: skip


def _emptied(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text

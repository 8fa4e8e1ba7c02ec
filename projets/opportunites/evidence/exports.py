"""All candidates of a scale as a file from which anybody works every score out again."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from django.db.models.functions import Coalesce

from carto.text import safe_cell
from projets.opportunites.evidence.formula import points
from projets.opportunites.models import SIGNALS, Candidat

BATCH: Final = 2000
_PLACE: Final = ("scale", "theme__code", "code", "name", "quartier")
HEADER: Final = (
    "echelle", "theme", "lieu_code", "lieu", "quartier", *(f"valeur_{name}" for name in SIGNALS),
    *(f"plein_{name}" for name in SIGNALS), *(f"points_{name}" for name in SIGNALS),
    *(f"poids_{name}" for name in SIGNALS), "score", "formule", "compte_le",
)  # fmt: skip


def as_csv(scale: str | None = None) -> Iterator[str]:
    """RFC 4180 with a header line, the highest score first; an empty cell is « pas de donnée ». Streamed."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADER)
    for row in _rows(scale):
        writer.writerow(row)
        if buffer.tell() > 65_536:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _rows(scale: str | None) -> Iterator[list[object]]:
    found = Candidat.objects.filter(scale=scale) if scale else Candidat.objects.all()
    told = found.order_by("scale", "-score", "pk").values(
        "scale", "theme__code", *SIGNALS, "score", "formule__version", "formule__weights", "formule__full",
        "computed_at", code=Coalesce("rue__code", "territoire__code"), name=Coalesce("rue__name", "territoire__name"),
        quartier=Coalesce("territoire__name", "rue__name"),
    )  # fmt: skip
    for row in told.iterator(chunk_size=BATCH):
        weights, full = row["formule__weights"], row["formule__full"].get(row["scale"], {})
        yield [
            *(safe_cell(row[name]) for name in _PLACE),
            *(row[name] for name in SIGNALS),
            *(full.get(name) for name in SIGNALS),
            *("" if row[name] is None else points(row[name], full.get(name)) for name in SIGNALS),
            *(weights.get(name) for name in SIGNALS),
            row["score"], row["formule__version"], row["computed_at"].isoformat(timespec="seconds"),
        ]  # fmt: skip


def _emptied(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text

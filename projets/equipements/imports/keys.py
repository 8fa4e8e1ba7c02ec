"""What a row is known by from one reading to the next, when its file does not say so itself."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from projets.equipements.imports.values import folded

SAMPLE: Final = 20_000  # rows: enough to see that a column repeats itself
LONGEST: Final = 300
NAMES: Final = ("equip_uid", "_idobj", "idobj", "uid", "uuid", "identifiant", "id", "code", "gid", "fid", "objectid",
                "recordid", "osm_id", "@id", "public_id")  # fmt: skip
# One encoder for all rows: json.dumps would make one for each.
_TELL: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode


def _may_identify(column: str) -> bool:
    """Whether it is called as identifiers are."""
    plain = folded(column).replace(" ", "_")
    bare = column.strip().lower()
    return (
        bare in NAMES or plain in NAMES or plain.startswith(("id_", "identifiant")) or plain.endswith(("_id", "_uid"))
    )


def guess(header: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The column, or two, that name each row once in the first thousands; none when nothing does."""
    candidates = sorted(filter(_may_identify, header), key=_rank)
    if not candidates:
        return []
    sample = [{name: row.get(name) for name in header} for row in islice(rows, SAMPLE)]
    for names in [(one,) for one in candidates] + [
        (candidates[0], other) for other in header if other != candidates[0]
    ]:
        seen = {tuple(str(row[name] or "").strip() for name in names) for row in sample}
        if len(seen) == len(sample) and not any(one[0] == "" for one in seen):
            return list(names)
    return []


def _rank(column: str) -> int:
    bare = column.strip().lower()
    return NAMES.index(bare) if bare in NAMES else len(NAMES)


def key_of(data: Mapping[str, Any], names: Sequence[str]) -> str:
    """The row's key: what these columns say, else the print of all that it says."""
    if names and (said := "/".join(str(data.get(name) or "").strip() for name in names)).strip("/"):
        return said if len(said) <= LONGEST else checksum(said)
    return checksum(data)[:32]


def checksum(data: Any) -> str:
    """SHA-256 of a row, whatever the order of its columns."""
    return print_of(told(data))


def told(data: Any) -> str:
    """A row as JSON that depends on no order of columns: what is stored of it, and what its print is made of."""
    return _TELL(data)


def print_of(text: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

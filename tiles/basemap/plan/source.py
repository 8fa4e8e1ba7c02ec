"""The plan's own text format: entries a person can read and correct, parsed into `Entry`.

A file is a list of entries; a line that starts with `#` is a comment, and so is what follows two spaces and a `#`. The
first line of an entry says what it is
and how it is called, the indented lines that follow say the rest:

    point Place Royale              a place, one `longitude latitude`
      place = square                an OpenStreetMap tag
      -1.55851 47.21444

    line Rue de Strasbourg          a line through `longitude latitude, longitude latitude, …`
    curve Tramway 1                 the same, drawn smooth through every position
    area Parc de Procé              an outline; a line with the word `hole` starts a hole in it
    river La Sèvre nantaise         a curve through `longitude latitude width` (width in metres), drawn smooth
    arc a012                        a shared border
    territoire Couëron              what its arcs enclose, in any order and direction: `arcs a012 a013`

Names may be empty (an unnamed line). Coordinates are WGS 84 degrees (SRID 4326).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROW_LENGTHS = {"point": 2, "line": 2, "curve": 2, "area": 2, "arc": 2, "river": 3, "territoire": 0}
Row = tuple[float, ...]


class PlanError(ValueError):
    """A source line that cannot be read; the message names its file and line."""


@dataclass
class Entry:
    """One thing of the plan as written: its kind, name, tags, coordinate rows by ring, and arcs."""

    kind: str
    name: str
    where: str
    tags: dict[str, str] = field(default_factory=dict)
    rings: list[list[Row]] = field(default_factory=lambda: [[]])
    arcs: list[str] = field(default_factory=list)

    def take(self, text: str, where: str) -> None:
        """Add one indented line to the entry; raises PlanError when it is none of the known forms."""
        first = text.split()[0]
        if text == "hole":
            self.rings.append([])
        elif first == "arcs":
            self.arcs.extend(text.split()[1:])
        elif first[0] in "-0123456789":
            self.rings[-1].extend(self._rows(text, where))
        elif " = " in text:
            key, value = text.split(" = ", 1)
            self.tags[key.strip()] = value.strip()
        else:
            raise PlanError(f"{where}: neither a tag, coordinates, arcs nor a hole: {text!r}")

    def _rows(self, text: str, where: str) -> Iterator[Row]:
        for part in text.strip().rstrip(",").split(","):
            try:
                row = tuple(float(number) for number in part.split())
            except ValueError:
                raise PlanError(f"{where}: not a number in {part.strip()!r}") from None
            if len(row) != ROW_LENGTHS[self.kind]:
                raise PlanError(f"{where}: {self.kind} wants {ROW_LENGTHS[self.kind]} numbers, got {part.strip()!r}")
            if not (-180 <= row[0] <= 180 and -90 <= row[1] <= 90):
                raise PlanError(f"{where}: outside the world (longitude comes first): {part.strip()!r}")
            yield row


def read_entries(path: Path) -> list[Entry]:
    """Every entry of one source file, in its order; raises PlanError on the first line it cannot read."""
    entries: list[Entry] = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text, where = _without_comment(raw), f"{path.name}:{number}"
        if not text.strip():
            continue
        if text[0] != " ":
            kind, _, name = text.partition(" ")
            if kind not in ROW_LENGTHS:
                raise PlanError(f"{where}: unknown kind {kind!r}")
            entries.append(Entry(kind, name.strip(), where))
        elif entries:
            entries[-1].take(text.strip(), where)
        else:
            raise PlanError(f"{where}: an indented line before any entry")
    return entries


def _without_comment(line: str) -> str:
    """The line without its comment; the `#` of a colour (`colour = #00853e`) starts none."""
    return "" if line.startswith("#") else line.split("  # ")[0].rstrip()

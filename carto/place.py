"""The place the map shows, when it is not the one the settings were written for (`load_place --osm elsewhere.osm.pbf`).

Noted as JSON in `var/`, read by the settings when the processes start: no Django, no query.
"""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

Bbox = tuple[float, float, float, float]
Centre = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """A city: `bbox` is west, south, east, north and `centre` longitude, latitude (degrees, SRID 4326)."""

    name: str
    bbox: Bbox
    centre: Centre

    def holds_centre_of(self, other: "Place") -> bool:
        """Whether the other place's centre lies in this one's box."""
        west, south, east, north = self.bbox
        return west <= other.centre[0] <= east and south <= other.centre[1] <= north

    def framed(self, bbox: Bbox) -> "Place":
        """The same place in another box, its centre in the middle when the box left it out."""
        west, south, east, north = bbox
        moved = Place(self.name, bbox, ((west + east) / 2, (south + north) / 2))
        return replace(moved, centre=self.centre) if moved.holds_centre_of(self) else moved


def read_place(folder: Path, home: Place) -> Place:
    """The place noted in `folder`; `home` when none is, or when the note cannot be understood."""
    try:
        noted = _read(folder)["place"]
        bbox, centre = tuple(map(float, noted["bbox"])), tuple(map(float, noted["centre"]))
        west, south, east, north = bbox
        inside = -180 <= west < centre[0] < east <= 180 and -90 <= south < centre[1] < north <= 90
        return Place(str(noted["name"]), bbox, centre) if inside else home
    except (OSError, ValueError, TypeError, KeyError, IndexError):
        return home


def read_stamp(folder: Path) -> str:
    """From which files the place was loaded; empty when it never was."""
    try:
        return str(_read(folder)["stamp"])
    except (OSError, ValueError, TypeError, KeyError):
        return ""


def write_place(folder: Path, place: Place | None, stamp: str) -> None:
    """Note the loaded place in one rename; None for the settings' own, which then stays theirs to say."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / "place.json.new"
    noted = {"place": asdict(place) if place else None, "stamp": stamp}
    draft.write_text(json.dumps(noted, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    draft.replace(folder / "place.json")


def _read(folder: Path) -> dict:
    return json.loads((folder / "place.json").read_text(encoding="utf-8"))

"""A city as one folder of readable files; `city.toml` says where it is and how it counts, and is read by the settings.

    name, slug, centre, bbox                what it is called and where it is (degrees, SRID 4326)
    srid_metres, time_zone, languages       how metres and hours are counted, what is spoken
    extract_url, contact                    where its OpenStreetMap extract is, whom one writes to
    emergency, example                      whom one calls first (telephone numbers), an address as people write it
    [[holiday]]                             its public holidays, France's when there is none
    [look.light], [look.dark]               its colours (carto/look.py); logo.svg beside

Wrong values are told in French with the file and the line; what is absent is as in the shipped `content/city.toml`.
"""

import re
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from carto.holidays import FRANCE, Calendar, Holiday
from carto.look import Look, read_look
from carto.place import Place
from carto.readable import Unreadable, line_of, read_toml

SHIPPED: Final = Path(__file__).parent / "content"
OWN: Final = ("name", "slug", "centre", "bbox")  # of which no other city's value would be right
DAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
RULES: Final = ({"on"}, {"easter"}, {"weekday", "rank", "month"})


@dataclass(frozen=True)
class City:
    """What the settings need to know of a city; `folder` holds the rest, which `load_city` loads."""

    place: Place
    slug: str
    folder: Path
    srid_metres: int = 2154
    time_zone: str = "Europe/Paris"
    languages: tuple[str, ...] = ("fr", "en")
    extract_url: str = ""
    contact: str = ""
    emergency: tuple[str, ...] = ()
    example: str = ""
    holidays: Calendar = FRANCE
    look: Look = field(default_factory=Look)


def read_city(folder: Path) -> City:
    """The city of that folder. Raises Unreadable."""
    path = folder / "city.toml"
    told = read_toml(path)
    if missing := [name for name in OWN if name not in told]:
        raise Unreadable(path, f"il manque « {missing[0]} ».")
    told = (read_toml(SHIPPED / "city.toml") if folder != SHIPPED else {}) | told
    holidays, look = told.pop("holiday", None), told.pop("look", None)
    for name, value in told.items():
        _check(path, name, value)
    (west, south, east, north), (longitude, latitude) = told.pop("bbox"), told.pop("centre")
    if not (-180 <= west < longitude < east <= 180 and -90 <= south < latitude < north <= 90):
        raise Unreadable(path, "le centre est dans le cadre : ouest, sud, est, nord en degrés.", line_of(path, "bbox"))
    return City(
        place=Place(told.pop("name"), (west, south, east, north), (longitude, latitude)),
        folder=folder,
        languages=tuple(told.pop("languages")),
        emergency=tuple(told.pop("emergency", ())),
        holidays=FRANCE if holidays is None else tuple(_holiday(path, rank, row) for rank, row in enumerate(holidays)),
        look=read_look(path, look or {}),
        **told,
    )


def _numbers(count: int) -> Callable[[Any], bool]:
    def holds(value: Any) -> bool:
        return isinstance(value, list) and len(value) == count and all(type(each) in (int, float) for each in value)

    return holds


def _languages(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and set(value) <= {"fr", "en"} and len(set(value)) == len(value)


def _telephones(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and re.fullmatch(r"\d{2,12}", each) for each in value)


def _matches(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


# What each value has to be, and how that is said.
EXPECTED: Final[dict[str, tuple[Callable[[Any], bool], str]]] = {
    "name": (_matches(r"\S.{0,79}"), "un nom est attendu"),
    "slug": (_matches(r"[a-z0-9]+(-[a-z0-9]+)*"), "des lettres sans accent, des chiffres et des tirets sont attendus"),
    "centre": (_numbers(2), "[longitude, latitude] en degrés sont attendues"),
    "bbox": (_numbers(4), "[ouest, sud, est, nord] en degrés sont attendus"),
    "srid_metres": (lambda value: type(value) is int and value >= 1024, "un code EPSG est attendu, comme 2154"),
    "time_zone": (
        lambda value: value in zoneinfo.available_timezones(), "un fuseau est attendu, comme « Europe/Paris »"
    ),
    "languages": (_languages, "une ou plusieurs langues sont attendues, parmi « fr » et « en »"),
    "extract_url": (_matches(r"https?://\S+"), "une adresse https://… est attendue"),
    "contact": (_matches(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "une adresse e-mail est attendue"),
    "emergency": (_telephones, "des numéros de téléphone sont attendus, comme [\"112\"]"),
    "example": (_matches(r"\S.{0,79}"), "une adresse d’ici est attendue, comme « 12 rue de Strasbourg »"),
}  # fmt: skip


def _check(path: Path, name: str, value: Any) -> None:
    if name not in EXPECTED:
        raise Unreadable(path, f"« {name} » n’est pas compris ; connus : {', '.join(EXPECTED)}.", line_of(path, name))
    holds, said = EXPECTED[name]
    if not holds(value):
        raise Unreadable(path, f"« {name} » : {said}.", line_of(path, name))


def _holiday(path: Path, rank: int, row: dict[str, Any]) -> Holiday:
    """One of the city's holidays; Unreadable unless it has a name, one rule, and falls on a day of every year."""
    line = line_of(path, *["[[holiday]]"] * (rank + 1))
    rule = {name: row[name] for name in row if name not in ("name", "plus")}
    if not isinstance(row.get("name"), str) or set(rule) not in RULES:
        raise Unreadable(path, "un jour férié a un nom, et « on », « easter », ou « weekday, rank, month ».", line)
    try:
        found = _by_rule(row)
        for year in (2024, 2025):  # one of them leaps
            found.on(year)
    except (ValueError, TypeError, AttributeError) as error:
        raise Unreadable(path, f"« {row['name']} » ne tombe sur aucun jour.", line) from error
    return found


def _by_rule(row: dict[str, Any]) -> Holiday:
    """ValueError, TypeError or AttributeError when the rule names no day."""
    if "on" in row:
        day = date.fromisoformat(f"2025-{row['on']}")
        return Holiday(row["name"], day.month, day.day)
    if "easter" in row:
        return Holiday(row["name"], easter=int(row["easter"]))
    if not 1 <= row["rank"] <= 4:
        raise ValueError
    return Holiday(
        row["name"], row["month"], weekday=DAYS.index(row["weekday"]), rank=row["rank"], plus=int(row.get("plus", 0))
    )

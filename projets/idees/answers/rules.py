"""Which service answers an idea, from a readable table: `content/answering.csv`, or the city's own.

    theme,sticker,service       codes; a line names a theme, a sticker, or both

A line that names the sticker goes before one that names the theme alone, and one that names both before either. What no
line names goes to the planning service, which knows whom to ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from carto.content import content_file
from carto.readable import Unreadable, read_rows

CONTENT: Final = Path(__file__).parents[1] / "content"
COLUMNS: Final = ("theme", "sticker", "service")


@dataclass(frozen=True)
class Rules:
    """The table: the code of a service by (theme, sticker), either of them empty for any."""

    services: Mapping[tuple[str, str], str]

    def service_of(self, theme: str, sticker: str) -> str:
        """The code of the service that answers; empty when no line says."""
        asked = ((theme, sticker), ("", sticker), (theme, ""))
        return next((self.services[pair] for pair in asked if pair in self.services), "")


def read_rules(path: Path) -> Rules:
    """The table of that file. Raises Unreadable, with its line, for one that names nothing or says a thing twice."""
    services: dict[tuple[str, str], str] = {}
    for row in read_rows(path, COLUMNS):
        pair = row["theme"], row["sticker"]
        if not any(pair) or not row["service"]:
            raise row.refused("un thème ou un autocollant, et un service, sont attendus.")
        if pair in services:
            raise row.refused("cette ligne est déjà plus haut.")
        services[pair] = row["service"]
    return Rules(services)


def rules() -> Rules:
    """The city's table, read again when its file has changed."""
    path = content_file("answering.csv", CONTENT, settings.CARTO_CITY)
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Rules:
    try:
        return read_rules(path)
    except Unreadable:
        return Rules({})  # told by `load_answering`; an idea is not lost for a wrong line

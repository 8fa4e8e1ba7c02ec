"""The tags of OpenStreetMap by which our types are known, from the same content file as the types themselves."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from carto.content import content_file
from carto.readable import read_rows

CONTENT: Final = Path(__file__).parents[1] / "content"


@cache
def known_tags() -> tuple[tuple[str, str], ...]:
    """(key, value) of each tag of our types, in the order of the file."""
    tags = (
        tag
        for row in read_rows(content_file("types.csv", CONTENT, settings.CARTO_CITY))
        for tag in row["osm"].split(";")
    )
    return tuple(dict.fromkeys(tuple(tag.strip().rpartition("=")[::2]) for tag in tags if "=" in tag))


def tags_of(data: Mapping[str, Any]) -> list[str]:
    """Those of our tags that an object bears: `["leisure=park"]`."""
    return [f"{key}={value}" for key, value in known_tags() if data.get(key) == value]

"""Three ideas of Alice's quartier, a day apart, and how a collection answers."""

import json
from datetime import UTC, datetime
from typing import Any

from django.test import Client

from tests.factories import make_theme
from tests.people import alice
from tests.places import CHATEAU, COMMERCE, ILE_DE_NANTES
from tests.projets.samples import make_idee

DAYS = [datetime(2026, 5, day, 12, tzinfo=UTC) for day in (1, 2, 3)]


def three_ideas() -> list[Any]:
    """« Un banc » at the château, « L'ombre d'un arbre » at Commerce (done), « Un jeu » on the island."""
    told = [("Un banc", CHATEAU, "new"), ("L’ombre d'un arbre", COMMERCE, "done"), ("Un jeu", ILE_DE_NANTES, "new")]
    theme, signed = make_theme("nature"), alice()  # what she signs is told to the second and to the centimetre
    return [
        make_idee(geom, author=signed, title=title, stage=stage, theme=theme, created_at=at)
        for (title, geom, stage), at in zip(told, DAYS, strict=True)
    ]


def features(client: Client, address: str, **params: str) -> list[dict[str, Any]]:
    """The features at an address."""
    return collection(client, address, **params)["features"]


def collection(client: Client, address: str, **params: str) -> dict[str, Any]:
    """The whole answer, which has to be one."""
    answer = client.get(address, params)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200, body
    return json.loads(body)


def titles(client: Client, **params: str) -> set[str]:
    """The titles of the ideas that answer."""
    return {each["properties"]["title"] for each in features(client, "/ogc/collections/idees/items", **params)}

"""People who send: from which network, how many, in which words."""

import base64
import json
from typing import Any

import altcha
from django.contrib.gis.geos import Point
from django.test import Client

from carto.fiches.models import Fiche
from tests.places import COURS_DES_50_OTAGES
from tests.signalements.samples import filled

REPORT = "/signaler/"
SCHOOL = "192.0.2.10"


def send(client: Client, network: str = SCHOOL, place: Point = COURS_DES_50_OTAGES, **changes: Any) -> Fiche:
    """One report sent from that address, as it stands afterwards."""
    form = filled(longitude=str(place.x), latitude=str(place.y), **changes)
    answer = client.post(REPORT, form, REMOTE_ADDR=network)
    assert answer.status_code == 302, answer.content.decode()
    return Fiche.objects.get(uuid=form["uuid"])


def spot(rank: int) -> Point:
    """Places some 150 m from one another."""
    return Point(
        COURS_DES_50_OTAGES.x - 0.05 + rank % 40 * 0.002, COURS_DES_50_OTAGES.y + rank // 40 * 0.0014, srid=4326
    )


def networks() -> Any:
    """Addresses, each of another network."""
    return (f"198.{18 + rank // 250}.{rank % 250}.7" for rank in range(500))


def solve(challenge: dict[str, Any]) -> str:
    """The solution of a challenge as a browser sends it."""
    parameters = altcha.Challenge.from_dict(challenge)
    found = altcha.solve_challenge(parameters)
    return base64.b64encode(json.dumps({"challenge": challenge, "solution": found.to_dict()}).encode()).decode()

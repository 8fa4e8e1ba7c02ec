"""What the sheets' tests need to exist, made in one line each."""

import json
import secrets
import uuid
from typing import Any

from django.contrib.gis.geos import Point, Polygon
from django.test import Client

from carto.fiches.actions import digest
from projets.idees.models import Calque
from tests.places import COURS_DES_50_OTAGES

ALICES, CHARLIES = "alice" + "a" * 38, "charlie" + "c" * 36  # what their browsers keep


def make_calque(centre: Point = COURS_DES_50_OTAGES, half: float = 0.004, **fields: Any) -> Calque:
    """A public sheet on a square around a place; its secret is `secret`."""
    frame = Polygon.from_bbox((centre.x - half, centre.y - half, centre.x + half, centre.y + half))
    frame.srid = 4326
    secret = fields.pop("secret", secrets.token_urlsafe(32))
    return Calque.objects.create(**({"name": "Le cours", "geom": frame, "digest": digest(secret)} | fields))


def moved(east: float = 0, north: float = 0, centre: Point = COURS_DES_50_OTAGES) -> list[float]:
    """A position so many thousandths of a degree away from a place."""
    return [round(centre.x + east / 1000, 7), round(centre.y + north / 1000, 7)]


def free(*spots: tuple[float, float], **fields: Any) -> dict[str, Any]:
    """A free-hand line through these, as the page sends it."""
    line = [moved(*spot) for spot in spots or ((0, 0), (0.5, 0.5), (1, 0.7))]
    return sent("free", {"type": "LineString", "coordinates": line}) | fields


def area(east: float = 0, north: float = 0, half: float = 0.5, **fields: Any) -> dict[str, Any]:
    """A square area."""
    corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
    ring = [moved(east + x, north + y) for x, y in corners]
    return sent("area", {"type": "Polygon", "coordinates": [ring]}) | fields


def spot(kind: str = "sticker", east: float = 0, north: float = 0, **fields: Any) -> dict[str, Any]:
    """A picture or a word."""
    told = {"autocollant": "banc"} if kind == "sticker" else {"mots": "Ici, de l’ombre"}
    return sent(kind, {"type": "Point", "coordinates": moved(east, north)}) | told | fields


def sent(kind: str, geometry: dict[str, Any]) -> dict[str, Any]:
    """Any stroke, under a fresh uuid."""
    return {"uuid": str(uuid.uuid4()), "sorte": kind, "geometry": geometry, "couleur": "prune"}


def lay(client: Client, calque: Calque, *strokes: dict[str, Any], hand: str = ALICES, **more: Any) -> Any:
    """Send strokes of a hand; the answer."""
    body = json.dumps({"main": hand, "traits": list(strokes)} | more)
    return client.post(f"/calques/{calque.uuid}/traits/", body, content_type="application/json")


def newer(client: Client, calque: Calque, since: int = 0, **headers: Any) -> Any:
    """What the page asks every two seconds."""
    return client.get(f"/calques/{calque.uuid}/traits/?depuis={since}", **headers)

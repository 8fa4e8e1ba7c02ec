"""What the tests of bulk actions need: a selection as the desk sends it, and a worker that goes through it."""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.gis.geos import Point
from django.test import Client

from carto.comptes.models import User
from signalements.bulk.working import take_step
from signalements.models import Bulk, Signalement
from tests.places import COURS_DES_50_OTAGES
from tests.signalements.samples import make_signalement

NEW, LIST = "/bureau/lots/nouveau/", "/bureau/lots/"


def several(count: int, code: str = "trou-chaussee") -> list[Signalement]:
    """As many potholes along a street."""
    place = COURS_DES_50_OTAGES
    return [make_signalement(code, geom=Point(place.x + n / 5000, place.y, srid=4326)) for n in range(count)]


def asked(which: Sequence[Signalement], do: str, **fields: Any) -> dict[str, Any]:
    """The form that asks for the preview of an action."""
    return {"choisis": ",".join(str(each.uuid) for each in which), "faire": do, "etape": "apercu"} | fields


def confirmed(client: Client, which: Sequence[Signalement], do: str, **fields: Any) -> Bulk:
    """Look at the preview and confirm it; the worker has not begun."""
    page = client.post(NEW, asked(which, do, **fields)).content.decode()
    token = re.search(r'name="lot" value="([^"]+)"', page).group(1)
    sent = client.post(LIST, {"lot": token})
    assert sent.status_code == 302, sent.content.decode()
    return Bulk.objects.latest("pk")


def work(bulk: Bulk, person: User) -> Bulk:
    """What the worker does of it, to the end."""
    bulk.refresh_from_db()
    while take_step(bulk, person):
        pass
    bulk.refresh_from_db()
    return bulk


def states(bulk: Bulk) -> list[str]:
    """The state of each of its lines, in the order of the selection."""
    return list(bulk.items.order_by("signalement_id").values_list("state", flat=True))

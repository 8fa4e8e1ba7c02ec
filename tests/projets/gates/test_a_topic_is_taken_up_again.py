"""An existing facility, a topic that was delivered or set aside: anybody reopens it, and both pages say so."""

import secrets
import uuid

import pytest
from django.test import Client

from carto.fiches.models import Lien, LienKind
from projets.opportunites.models import Opportunite
from tests.places import CHATEAU
from tests.projets.referents.samples import make_topic
from tests.projets.samples import make_equipement

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["facility", "delivered", "set_aside"])
def test_it_grows_from_what_is_there(client: Client, kind: str) -> None:
    old = make_equipement(CHATEAU) if kind == "facility" else make_topic(status=kind, stage="done")
    old.refresh_from_db()
    address = f"/opportunites/proposer/?depuis={old.uuid}"
    assert f'href="{address}"' in client.get(old.get_absolute_url()).content.decode()
    form = client.get(address).content.decode()
    assert f'value="{old.geom.point_on_surface.x:.6f}"' in form and old.number in form and "On reprend" in form
    sent = {
        "uuid": str(uuid.uuid4()), "secret": secrets.token_urlsafe(32), "title": "Rouvrir", "depuis": str(old.uuid),
        "question": "Et si c’était plus ouvert ?", "theme": old.theme.code, "scale": "rue",
        "longitude": f"{CHATEAU.x}", "latitude": f"{CHATEAU.y}",
    }  # fmt: skip
    for _twice in range(2):
        assert client.post(address, sent).status_code == 302
    topic = Opportunite.objects.get(question__startswith="Et si")
    lien = Lien.objects.get()
    assert (lien.source_id, lien.target_id, lien.kind, lien.by) == (topic.pk, old.pk, LienKind.GREW_FROM, None)
    assert topic.get_absolute_url() in client.get(old.get_absolute_url()).content.decode()
    assert old.get_absolute_url() in client.get(topic.get_absolute_url()).content.decode()


def test_an_odd_origin_is_left_out_and_a_topic_under_way_is_not_reopened(client: Client) -> None:
    for odd in ("zzz", "0" * 50, str(uuid.uuid4()), "' OR 1=1", "a\x00b"):
        assert client.get("/opportunites/proposer/", {"depuis": odd}).status_code == 200
    assert "Rouvrir le sujet" not in client.get(make_topic(status="diagnosis").get_absolute_url()).content.decode()

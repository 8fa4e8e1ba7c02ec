"""Opening a sheet asks for no account; its secret link renames, closes, opens again and withdraws it."""

import re
import secrets
import uuid
from typing import Any

import pytest
from django.test import Client

from carto.fiches.actions import digest
from carto.fiches.models import Visibility
from projets.idees.models import Calque
from tests.factories import make_territoire
from tests.people import alice
from tests.places import COURS_DES_50_OTAGES
from tests.projets.calques.samples import free, lay, make_calque, newer, spot
from tests.projets.samples import make_sticker

pytestmark = pytest.mark.django_db
VIEW = "-1.5605,47.2120,-1.5515,47.2205"


def filled(**changes: Any) -> dict[str, Any]:
    """What the form sends."""
    fresh = {"uuid": str(uuid.uuid4()), "secret": secrets.token_urlsafe(32)}
    return fresh | {"name": "Le cours, l’été", "text": "", "cadre": VIEW, "quartier": "", "shared": "on"} | changes


def test_a_name_and_the_view_of_the_map_open_a_sheet(client: Client) -> None:
    sent = filled()
    answer = client.post("/calques/nouveau/", sent)
    assert answer["Location"] == f"/calques/garder/{sent['secret']}/"
    calque = Calque.objects.get()
    assert (calque.name, calque.author, calque.visibility) == ("Le cours, l’été", None, Visibility.PUBLIC)
    assert calque.digest == digest(sent["secret"])
    assert calque.geom.extent == pytest.approx(tuple(map(float, VIEW.split(","))))
    room = client.get(answer["Location"])
    assert sent["secret"] in room.content.decode()
    assert (room["X-Robots-Tag"], room["Referrer-Policy"]) == ("noindex", "strict-origin")
    client.post("/calques/nouveau/", sent)
    assert Calque.objects.count() == 1, "sent twice it is one sheet"
    assert sent["secret"] not in client.get(calque.get_absolute_url()).content.decode()


def test_a_quartier_frames_it_too_and_who_signs_is_its_author(client: Client) -> None:
    person, quartier = alice(), make_territoire(code="44109-1")
    client.force_login(person)
    client.post("/calques/nouveau/", filled(cadre="", quartier="44109-1", named="yes"))
    calque = Calque.objects.get()
    assert calque.author == person
    assert calque.geom.extent == quartier.geom.extent


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "}, {"cadre": ""}, {"cadre": "a,b,c,d"}, {"cadre": "-1.5,47.2,-1.5,47.2"},
        {"cadre": "-1.79,47.08,-1.33,47.36"}, {"cadre": "-1.5605,47.2120,-1.5604999,47.2120001"}, {"secret": "court"},
        {"cadre": "2,48,2.1,48.1"}, {"quartier": "nulle part"}, {"cadre": "nan,nan,nan,nan"}, {"name": "a\x00b"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_what_was_typed_stays(client: Client, changes: dict[str, str]) -> None:
    answer = client.post("/calques/nouveau/", filled(text="De l’ombre") | changes)
    assert answer.status_code == 422
    assert "De l’ombre" in answer.content.decode()
    assert not Calque.objects.exists()


def test_a_name_that_tells_who_somebody_is_waits_once_it_was_read_again(client: Client) -> None:
    named = filled(name="Appelez Marie Dupont au 06 12 34 56 78")
    assert client.post("/calques/nouveau/", named).status_code == 422
    client.post("/calques/nouveau/", named | {"sure": "on"})
    calque = Calque.objects.get()
    assert (calque.visibility, calque.held) == (Visibility.WAITING, "personal")
    assert client.get(calque.get_absolute_url()).status_code == 404
    assert newer(client, calque).status_code == 410
    assert "relit" in client.get(f"/calques/garder/{named['secret']}/").content.decode()
    assert calque.name not in client.get("/calques/").content.decode()


def test_its_secret_renames_closes_opens_again_and_withdraws(client: Client) -> None:
    secret = "s" * 43
    calque = make_calque(secret=secret)
    room = f"/calques/garder/{secret}/"
    client.post(room, {"name": "Le cours, l’hiver", "text": "", "shared": "on"})
    client.post(room, {"faire": "fermer"})
    calque.refresh_from_db()
    assert (calque.name, calque.closed_at is not None, calque.version) == ("Le cours, l’hiver", True, 2)
    assert lay(client, calque, free()).status_code == 409
    client.post(room, {"faire": "rouvrir"})
    assert lay(client, calque, free()).status_code == 200
    client.post(room, {"faire": "retirer"})
    assert client.get(calque.get_absolute_url()).status_code == 410
    assert client.post(room, {"faire": "fermer"}).status_code == 409
    assert client.get("/calques/garder/une-autre-clef/").status_code == 404


def test_without_a_map_the_page_tells_each_stroke_what_where_and_whose(client: Client) -> None:
    make_sticker()
    make_territoire(COURS_DES_50_OTAGES)
    calque, person = make_calque(), alice()
    client.force_login(person)
    lay(client, calque, spot(), spot("text", mots="<b>Ici</b> & là"), signer=True)
    client.logout()
    lay(client, calque, free(usage=""), hand="b" * 43)
    page = client.get(calque.get_absolute_url()).content.decode()
    assert re.search(r"3 traits\s*·\s*2 mains", page)
    for said in ("Un banc", "&lt;b&gt;Ici&lt;/b&gt; &amp; là", "Main levée · prune", "Centre-Ville", "Alice L."):
        assert said in page
    assert "<b>Ici" not in page


def test_its_strokes_are_a_download_without_any_hand(client: Client) -> None:
    calque = make_calque()
    lay(client, calque, free(), spot("text"))
    told = client.get(f"/calques/{calque.uuid}/calque.geojson")
    assert told["Content-Type"] == "application/geo+json"
    assert [feature["geometry"]["type"] for feature in told.json()["features"]] == ["LineString", "Point"]
    assert calque.traits.first().hand not in told.content.decode()

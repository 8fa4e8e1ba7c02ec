"""Whatever a stranger puts in the form: a French answer with the right status, nothing stored, nothing leaked."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from signalements.models import Signalement
from tests.signalements.samples import filled, load_content, photo

pytestmark = pytest.mark.django_db
REPORT = "/signaler/"


@pytest.fixture(autouse=True)
def content() -> None:
    """Categories exist."""
    load_content()


PLACES = {
    "NaN": ({"longitude": "NaN", "latitude": "47.2"}, "illisible"),
    "infinite": ({"longitude": "inf", "latitude": "-inf"}, "illisible"),
    "words": ({"longitude": "ici", "latitude": "là"}, "illisible"),
    "half": ({"longitude": "", "latitude": "47.2"}, "illisible"),
    "swapped": ({"longitude": "47.2166", "latitude": "-1.5562"}, "inversées"),
    "off the Earth": ({"longitude": "200", "latitude": "100"}, "hors de Nantes"),
    "Paris": ({"longitude": "2.3522", "latitude": "48.8566"}, "hors de Nantes"),
    "Lambert-93": ({"longitude": "355577", "latitude": "6689723"}, "hors de Nantes"),
    "no place": ({"longitude": "", "latitude": ""}, "Dites-nous où c’est"),
    "candidate": ({"longitude": "", "latitude": "", "candidat": "1;drop table"}, "illisible"),
}


@pytest.mark.parametrize(("changes", "said"), PLACES.values(), ids=PLACES)
def test_a_place_that_cannot_be_is_refused_in_words(client: Client, changes: dict[str, str], said: str) -> None:
    answer = client.post(REPORT, filled(**changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Signalement.objects.exists()


WORDS: dict[str, dict[str, Any]] = {
    "NUL in the text": {"text": "avant\x00après"},
    "huge text": {"text": "é" * 4001},
    "NUL in the category": {"categorie": "trou\x00"},
    "unknown category": {"categorie": "' OR 1=1 --"},
    "no category": {"categorie": ""},
    "no uuid": {"uuid": ""},
    "bad uuid": {"uuid": "1234"},
    "short secret": {"secret": "abc"},
    "hostile secret": {"secret": "../" * 14},
    "bad e-mail": {"email": "alice@"},
    "header in the e-mail": {"email": "a@exemple.fr\nBcc: b@exemple.fr"},
    "hostile OSM object": {"osm_id": "node/1;drop"},
    "negative precision": {"precision": "-4"},
    "huge precision": {"precision": "9" * 40},
    "NUL in the address": {"longitude": "", "latitude": "", "adresse": "rue\x00"},
}


@pytest.mark.parametrize("changes", WORDS.values(), ids=WORDS)
def test_words_that_cannot_be_are_refused(client: Client, changes: dict[str, Any]) -> None:
    answer = client.post(REPORT, filled(**changes))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert "Traceback" not in page
    assert not Signalement.objects.exists()


FILES = {
    "text": SimpleUploadedFile("a.jpg", b"not a picture", "image/jpeg"),
    "svg": SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml"),
    "cut": SimpleUploadedFile("a.jpg", photo().read()[:200], "image/jpeg"),
    "empty": SimpleUploadedFile("a.jpg", b"\xff", "image/jpeg"),
}


@pytest.mark.parametrize("upload", FILES.values(), ids=FILES)
def test_a_file_that_is_no_photo_is_refused(client: Client, upload: SimpleUploadedFile) -> None:
    upload.seek(0)
    answer = client.post(REPORT, filled() | {"photos": [upload]})
    assert answer.status_code == 422
    assert "photo" in answer.content.decode()
    assert not Signalement.objects.exists()


def test_markup_is_shown_as_words(client: Client) -> None:
    client.post(REPORT, filled(text="<script>alert(1)</script>"))
    page = client.get(Signalement.objects.get().get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_text_that_would_read_backwards_is_straightened(client: Client) -> None:
    client.post(REPORT, filled(text="trou \u202eeuqram\u202c ici"))
    assert "\u202e" not in Signalement.objects.get().text


# A fixed one: two test processes must name their tests alike.
@pytest.mark.parametrize("address", ["abc", str(UUID(int=0)), "5f0c9b1e-7a63-4d0e-9d5c-2f0f8f3f7b11"])
def test_an_unknown_page_is_a_404(client: Client, address: str) -> None:
    assert client.get(f"/signalements/{address}/").status_code == 404


@pytest.mark.parametrize("query", ["lon=NaN&lat=1", "lon=%00&lat=%00", "categorie=%00", "osm_id=" + "x" * 500])
def test_a_hostile_link_still_opens_the_form(client: Client, query: str) -> None:
    assert client.get(f"{REPORT}?{query}").status_code == 200


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_change_nothing(client: Client, method: str) -> None:
    assert getattr(client, method)(REPORT).status_code in {405, 422}
    assert not Signalement.objects.exists()


def test_a_secret_used_twice_follows_the_first_and_breaks_nothing(client: Client) -> None:
    for _turn in range(2):
        assert client.post(REPORT, filled(secret="z" * 43)).status_code == 302
    first = Signalement.objects.order_by("pk").first()
    assert first.number in client.get(f"/suivre/{'z' * 43}/").content.decode()


def test_an_address_longer_than_mail_allows_is_refused_in_words(client: Client) -> None:
    answer = client.post(REPORT, filled(email="a" * 244 + "@example.fr"))
    assert answer.status_code == 422
    assert not Signalement.objects.exists()

"""A photo comes with an update, and one leaves with it: a file or an address, under the watch of every photo."""

import io
import json
import socket
import zlib
from collections.abc import Iterator
from datetime import timedelta
from struct import pack
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django.fixtures import Settings

from carto.fiches.models import Moment, Photo, PhotoState
from carto.fiches.photos import MAX_BYTES, read_picture
from signalements.actions import change_status
from signalements.models import ReceivedUpdate, RemoteServer, Sending, Signalement
from signalements.open311 import client as calling
from signalements.open311 import pictures, pulling
from signalements.workflow import Status
from tests.places import CHATEAU
from tests.signalements.open311.samples import ERRORS, UPDATES, V2, make_key, spark
from tests.signalements.open311.stub import Stub, one_update, stub_server
from tests.signalements.samples import make_signalement, photo, photo_taken_at

jsonschema = pytest.importorskip("jsonschema")
pytestmark = pytest.mark.django_db
DOOR = f"{V2}servicerequestupdates.json"


@pytest.fixture
def stub(settings: Settings) -> Iterator[Stub]:
    """Where a partner keeps its pictures; on this machine, for tests alone."""
    settings.CARTO_PUSH_LOOPBACK = True
    with stub_server() as server:
        yield server


@pytest.fixture
def one(content: None) -> Signalement:
    return make_signalement()


@pytest.fixture
def key(one: Signalement) -> str:
    return make_key(one.service.code)


def send(client: Client, key: str, one: Signalement, **fields: Any) -> Any:
    told = {"api_key": key, "service_request_id": one.number, "update_id": "u1", "status": "FIXED"} | fields
    return client.post(DOOR, told)


def refused(client: Client, key: str, one: Signalement, **fields: Any) -> str:
    """What it says; nothing is then kept, and the same update may be sent again."""
    answer = send(client, key, one, **fields)
    assert answer.status_code == 400
    told = answer.json()
    jsonschema.validate(told, ERRORS)
    one.refresh_from_db()
    assert one.get_status() is Status.RECEIVED and not Photo.objects.exists() and not ReceivedUpdate.objects.exists()
    return told[0]["description"]


def bomb() -> bytes:
    """A small PNG that says it is 30,000 pixels wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))

    header = pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def test_a_file_that_comes_along_shows_what_was_done_once_somebody_has_looked(
    client: Client, key: str, one: Signalement
) -> None:
    for _turn in range(2):
        assert send(client, key, one, media=photo_taken_at(CHATEAU)).status_code == 201
    kept = one.photos.get()
    assert (kept.moment, kept.state) == (Moment.AFTER, PhotoState.WAITING)
    assert not Image.open(kept.original).getexif(), "neither place nor device"
    one.refresh_from_db()
    assert one.get_status() is Status.TO_CHECK
    [told] = client.get(DOOR, {"service_request_id": one.number}).json()
    assert told["media_url"] is None, "nobody has looked at it yet"
    kept.image, kept.state = read_picture(photo()).image, PhotoState.SHOWN
    kept.save()
    answer = client.get(DOOR, {"service_request_id": one.number})
    jsonschema.validate(answer.json(), UPDATES)
    assert answer.json()[0]["media_url"].endswith(kept.image.url)
    [told] = spark(client.get(DOOR.replace(".json", ".xml"), {"service_request_id": one.number}).content)
    assert told["media_url"].endswith(kept.image.url)


def test_one_that_is_named_is_fetched_once_and_words_alone_keep_it_as_it_is_today(
    client: Client, key: str, one: Signalement, stub: Stub
) -> None:
    stub.says("GET vu.jpg", photo().read())
    link = f"{stub.url}vu.jpg"
    for _turn in range(2):
        assert send(client, key, one, status="OPEN", description="Nous l’avons vu.", media_url=link).status_code == 201
    assert one.photos.get().moment == Moment.BEFORE
    assert [what for what, _told in stub.asked] == ["GET vu.jpg"]
    assert send(client, key, one, update_id="u2", status="OPEN", media_url=link).status_code == 201
    assert one.evenements.order_by("pk").last().public_text == "Voirie : une photo est jointe."


def test_each_line_tells_its_own_photo(client: Client, one: Signalement) -> None:
    def closed(name: str) -> str:
        change_status(one, Status.TREATED, after_photos=[read_picture(photo(name))])
        kept = one.photos.latest("pk")
        kept.image, kept.state = read_picture(photo()).image, PhotoState.SHOWN
        kept.save()
        return kept.image.url

    first = closed("a.jpg")
    change_status(one, Status.REOPENED, public_text="Encore là.")
    one.photos.update(created_at=timezone.now() - timedelta(hours=1))
    second = closed("b.jpg")
    told = client.get(DOOR, {"service_request_id": one.number}).json()
    assert [each["media_url"] and each["media_url"].rpartition("/")[2] for each in told] == [
        first.rpartition("/")[2], None, second.rpartition("/")[2],
    ]  # fmt: skip


def heavy() -> SimpleUploadedFile:
    return SimpleUploadedFile("lourd.jpg", b"\xff\xd8\xff" + b"0" * MAX_BYTES, "image/jpeg")


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>", "image/jpeg"), "pas une photo lisible"),
        (SimpleUploadedFile("a.gif", b"GIF89a" + b"\0" * 40, "image/gif"), "pas une photo lisible"),
        (SimpleUploadedFile("bombe.png", bomb(), "image/png"), "trop grande"),
        (heavy(), "trop lourde"),
    ],
    ids=["script", "gif", "bomb", "heavy"],
)
def test_a_file_that_is_no_photo_is_refused(
    client: Client, key: str, one: Signalement, file: SimpleUploadedFile, why: str
) -> None:
    file.seek(0)
    said = refused(client, key, one, media=file)
    assert said.startswith("media : ") and why in said


@pytest.mark.parametrize(
    ("body", "status", "headers", "why"),
    [
        (b"<html>Bonjour</html>", 200, {}, "pas une photo lisible"),
        (bomb(), 200, {}, "trop grande"),
        (zlib.compress(b"\0" * 5_000_000), 200, {"Content_Encoding": "deflate"}, "pas une photo lisible"),
        (b"", 404, {}, "Réponse 404"),
        (b"", 302, {"Location": "http://169.254.169.254/latest/"}, "sans redirection"),
    ],
    ids=["page", "bomb", "packed", "missing", "elsewhere"],
)
def test_what_an_address_answers_is_judged_like_a_file(
    client: Client, key: str, one: Signalement, stub: Stub, body: bytes, status: int, headers: dict, why: str
) -> None:
    stub.says("GET a.jpg", body, status, **headers)
    said = refused(client, key, one, media_url=f"{stub.url}a.jpg")
    assert said.startswith("media_url : ") and why in said


def test_too_many_bytes_are_not_read_to_the_end(
    client: Client, key: str, one: Signalement, stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MAX_BYTES", 1000)
    stub.says("GET a.jpg", b"0" * 100_000)
    assert "trop longue" in refused(client, key, one, media_url=f"{stub.url}a.jpg")


def test_a_slow_answer_is_not_waited_for(
    client: Client, key: str, one: Signalement, stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub.says("GET a.jpg", photo().read())
    stub.drip = 0.02
    monkeypatch.setattr(pictures, "ENOUGH", 0.2)
    assert "trop lente" in refused(client, key, one, media_url=f"{stub.url}a.jpg")
    stub.drip, stub.pause = 0.0, 0.5
    monkeypatch.setattr(calling, "PATIENCE", (0.1, 0.1))
    assert "injoignable" in refused(client, key, one, media_url=f"{stub.url}a.jpg")


@pytest.mark.parametrize(
    "link",
    [
        "http://exemple.fr/a.jpg", "https://127.0.0.1/a.jpg", "https://10.0.0.8/a.jpg", "https://[::1]/a.jpg",
        "https://169.254.169.254/latest/meta-data/", "https://exemple.fr:8443/a.jpg", "https://moi:secret@exemple.fr/a",
        "https://carte.internal/a.jpg", "file:///etc/passwd", "ftp://exemple.fr/a.jpg", "https://[", "a.jpg",
        "https://0x7f000001/a.jpg", "https://[::ffff:10.0.0.8]/a.jpg", "https://exemple.fr/" + "a" * 3000,
        "gopher://127.0.0.1:5432/_x",
    ],
)  # fmt: skip
def test_no_address_but_a_public_one_is_asked(client: Client, key: str, one: Signalement, link: str) -> None:
    said = refused(client, key, one, media_url=link)
    assert "réseau privé" in said or "illisible" in said


def test_a_name_that_leads_into_a_private_network_is_left_before_a_word(
    client: Client, key: str, one: Signalement, stub: Stub, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CARTO_PUSH_LOOPBACK = False
    inside = ("127.0.0.1", int(stub.url.split(":")[2].split("/")[0]))
    reached = lambda *_about, **_more: socket.create_connection(inside)  # noqa: E731
    monkeypatch.setattr("urllib3.util.connection.create_connection", reached)
    assert "réseau privé" in refused(client, key, one, media_url="https://exemple.fr/a.jpg")
    assert stub.asked == []


def test_six_are_too_many_and_a_stranger_names_none(client: Client, key: str, one: Signalement, stub: Stub) -> None:
    links = [f"{stub.url}{rank}.jpg" for rank in range(6)]
    assert "5 photos au plus" in refused(client, key, one, media_url=links)
    for wrong, status in ((make_key(), 403), (make_key("proprete"), 403), ("", 403)):
        assert send(client, wrong, one, media_url=links[0]).status_code == status
    assert stub.asked == [], "nothing is fetched for whoever may not send an update"


@pytest.fixture
def partner(stub: Stub, one: Signalement, settings: Settings) -> RemoteServer:
    """The département, in our own network, which has received it as D-12."""
    settings.CARTO_PUSH_LOOPBACK, settings.CARTO_INSIDE_HOSTS = False, ["127.0.0.1"]
    made = RemoteServer.objects.create(name="Le département", url=stub.url, service=one.service)
    Sending.objects.create(signalement=one, server=made, state=Sending.State.SENT, external_id="D-12")
    return made


def pulled(stub: Stub, link: str, status: str = "closed") -> int:
    stub.says("GET servicerequestupdates.xml", one_update("D-12", status, "Rebouché.", media_url=link))
    return pulling.pull_all(timezone.now())


def test_the_photo_of_a_partner_is_taken_over_with_its_update(
    stub: Stub, one: Signalement, partner: RemoteServer
) -> None:
    stub.says("GET apres.jpg", photo().read())
    assert pulled(stub, f"{stub.url}apres.jpg") == 1
    assert pulled(stub, f"{stub.url}apres.jpg") == 0
    assert one.photos.get().moment == Moment.AFTER
    assert [what for what, _told in stub.asked].count("GET apres.jpg") == 1


@pytest.mark.parametrize("link", ["http://127.0.0.1:1/interne.jpg", "https://10.0.0.8/a.jpg", "rien", "{url}page.html"])
def test_a_photo_that_cannot_be_had_keeps_no_words_back(
    stub: Stub, one: Signalement, partner: RemoteServer, link: str
) -> None:
    stub.says("GET page.html", "<html>")
    assert pulled(stub, link.format(url=stub.url)) == 1
    line = one.evenements.order_by("pk").last()
    assert line.public_text == "Le département : Rebouché." and "Image annoncée, non reprise" in line.private_text
    one.refresh_from_db()
    assert one.get_status() is Status.TO_CHECK and not one.photos.exists()


def test_its_history_never_shows_the_address_to_everybody(
    client: Client, stub: Stub, one: Signalement, partner: RemoteServer
) -> None:
    pulled(stub, "https://10.0.0.8/secret.jpg")
    told = client.get(DOOR, {"service_request_id": one.number}).json()
    assert "secret.jpg" not in json.dumps(told) + client.get(one.get_absolute_url()).content.decode()


def test_a_photo_without_words_is_shown_in_xml_too(client: Client, key: str, one: Signalement) -> None:
    out = io.BytesIO()
    Image.new("RGB", (30, 30), "olive").save(out, "PNG")
    answer = client.post(
        DOOR.replace(".json", ".xml"),
        {"api_key": key, "service_request_id": one.number, "update_id": "u9", "status": "OPEN",
         "media": SimpleUploadedFile("a.png", out.getvalue())},
    )  # fmt: skip
    assert answer.status_code == 201 and one.photos.count() == 1

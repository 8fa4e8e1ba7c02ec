"""A photo comes in pieces over a line that breaks: it goes on where it was, arrives once, and leaves nothing behind."""

import base64
import io
import json
import os
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from carto.fiches import tasks, uploads
from carto.fiches.models import Photo
from carto.fiches.uploads import KEPT, MAX_BYTES, find
from tests.signalements.samples import filled, load_content, photo

pytestmark = pytest.mark.django_db
API = "/api/v1/photos/"
TUS = {"HTTP_TUS_RESUMABLE": "1.0.0"}


@pytest.fixture
def picture() -> bytes:
    """A JPEG of a few kilobytes."""
    return photo(side=300).read()


def begin(client: Client, uuid: UUID, fiche: UUID, length: int, **told: str) -> Any:
    """Ask for room for a photo."""
    names = {"photo": uuid, "fiche": fiche}
    said = ",".join(f"{name} {base64.b64encode(str(value).encode()).decode()}" for name, value in names.items())
    headers = TUS | {"HTTP_UPLOAD_LENGTH": str(length), "HTTP_UPLOAD_METADATA": said}
    return client.post(API, content_type="application/octet-stream", **(headers | told))


def piece(client: Client, uuid: UUID, offset: int, data: bytes, **told: str) -> Any:
    """Send the next bytes."""
    headers = TUS | {"HTTP_UPLOAD_OFFSET": str(offset), "content_type": "application/offset+octet-stream"}
    return client.patch(f"{API}{uuid}/", data, **(headers | told))


def offset(client: Client, uuid: UUID) -> int:
    """How much has arrived."""
    return int(client.head(f"{API}{uuid}/", **TUS)["Upload-Offset"])


def test_a_photo_in_two_pieces_goes_with_the_report_sent_after_it(client: Client, picture: bytes) -> None:
    load_content()
    report, uuid = filled(), uuid4()
    answer = begin(client, uuid, UUID(report["uuid"]), len(picture))
    assert (answer.status_code, answer["Location"]) == (201, f"{API}{uuid}/")
    assert piece(client, uuid, 0, picture[:1000]).status_code == 204
    assert offset(client, uuid) == 1000
    last = piece(client, uuid, 1000, picture[1000:])
    assert (last.status_code, int(last["Upload-Offset"])) == (204, len(picture))
    body = json.dumps(report | {"photos": [str(uuid), str(absent := uuid4())]})
    said = client.post("/api/v1/signalements/", body, content_type="application/json").json()
    assert (said["photos"], said["missing"]) == (1, [str(absent)])
    assert Photo.objects.get().fiche.number == said["number"]


def test_no_session_and_no_token_are_needed(picture: bytes) -> None:
    strict, uuid = Client(enforce_csrf_checks=True), uuid4()
    assert begin(strict, uuid, uuid4(), len(picture)).status_code == 201
    assert piece(strict, uuid, 0, picture).status_code == 204


def test_a_photo_begun_again_goes_on_where_it_was(client: Client, picture: bytes) -> None:
    uuid, fiche = uuid4(), uuid4()
    begin(client, uuid, fiche, len(picture))
    piece(client, uuid, 0, picture[:700])
    again = begin(client, uuid, fiche, len(picture))
    assert (again.status_code, again["Upload-Offset"]) == (201, "700")
    piece(client, uuid, 700, picture[700:])
    assert offset(client, uuid) == len(picture), "who lost the last answer learns that all has arrived"
    assert begin(client, uuid, fiche, len(picture))["Upload-Offset"] == str(len(picture))
    assert Photo.objects.count() == 1


def test_bytes_that_do_not_follow_are_refused_and_spoil_nothing(client: Client, picture: bytes) -> None:
    uuid = uuid4()
    begin(client, uuid, uuid4(), len(picture))
    piece(client, uuid, 0, picture[:700])
    assert piece(client, uuid, 0, picture[:700]).status_code == 409
    assert piece(client, uuid, 701, picture[701:]).status_code == 409
    assert piece(client, uuid, 700, picture[700:] + b"more").status_code == 413
    assert piece(client, uuid, 700, b"x", content_type="image/jpeg").status_code == 415
    assert piece(client, uuid, 700, picture[700:]).status_code == 204


def test_two_tabs_do_not_write_at_once(client: Client, picture: bytes) -> None:
    uuid = uuid4()
    begin(client, uuid, uuid4(), len(picture))
    with uploads._alone(find(uuid)):
        assert piece(client, uuid, 0, picture).status_code == 423


def test_a_photo_whose_end_was_not_stored_is_stored_when_asked_for(client: Client, picture: bytes) -> None:
    uuid = uuid4()
    begin(client, uuid, uuid4(), len(picture))
    with patch("carto.fiches.uploads.keep_picture", side_effect=SystemExit), pytest.raises(SystemExit):
        piece(client, uuid, 0, picture)
    assert offset(client, uuid) == len(picture)
    assert Photo.objects.get().uuid == uuid


def test_the_place_in_a_photo_is_told_to_its_sender_alone(client: Client, settings: Any) -> None:
    exif, out, uuid = Image.Exif(), io.BytesIO(), uuid4()
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 13.0, 2.0), 3: "W", 4: (1.0, 33.0, 25.0)})
    Image.new("RGB", (40, 40)).save(out, "JPEG", exif=exif.tobytes())
    picture = out.getvalue()
    begin(client, uuid, uuid4(), len(picture))
    assert piece(client, uuid, 0, picture)["Photo-Place"] == "-1.556944,47.217222"
    assert b"Exif" not in Photo.objects.get().original.read()
    assert [path.stat().st_size for path in _kept()] == [0]


def test_what_is_no_photo_is_told_and_forgotten(client: Client) -> None:
    uuid = uuid4()
    begin(client, uuid, uuid4(), 12)
    answer = piece(client, uuid, 0, b"<html></html"[:12])
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert "n’est pas une photo" in answer.json()["title"]
    assert client.head(f"{API}{uuid}/", **TUS).status_code == 404
    assert _kept() == []


def test_bounds_are_kept(client: Client) -> None:
    fiche = uuid4()
    assert begin(client, uuid4(), fiche, MAX_BYTES + 1).status_code == 413
    assert begin(client, uuid4(), fiche, 0).status_code == 413
    assert [begin(client, uuid4(), fiche, 9).status_code for _turn in range(6)] == [201] * 5 + [422]
    with patch.object(uploads, "MAX_OPEN", 5):
        assert begin(client, uuid4(), uuid4(), 9).status_code == 503


def test_a_stranger_adds_nothing_to_what_is_sent_or_on_its_way(client: Client, picture: bytes) -> None:
    load_content()
    report, uuid = filled(), uuid4()
    begin(client, uuid, UUID(report["uuid"]), len(picture))
    assert begin(client, uuid, uuid4(), len(picture)).status_code == 409
    client.post("/signaler/", report)
    assert begin(client, uuid4(), UUID(report["uuid"]), 9).status_code == 409


@pytest.mark.parametrize("told", [{"HTTP_UPLOAD_LENGTH": "x"}, {"HTTP_UPLOAD_METADATA": "photo ?,fiche"}])
def test_headers_that_say_nothing_are_refused(client: Client, told: dict[str, str]) -> None:
    assert begin(client, uuid4(), uuid4(), 9, **told).status_code == 400


def test_the_protocol_is_told_and_another_version_refused(client: Client) -> None:
    told = client.options(API)
    assert (told.status_code, told["Tus-Extension"], told["Tus-Version"]) == (204, "creation,termination", "1.0.0")
    assert begin(client, uuid4(), uuid4(), 9, HTTP_TUS_RESUMABLE="0.2").status_code == 412
    assert client.head(f"{API}{uuid4()}/", **TUS).status_code == 404


def test_a_photo_taken_back_leaves_nothing(client: Client) -> None:
    uuid = uuid4()
    begin(client, uuid, uuid4(), 9)
    assert client.delete(f"{API}{uuid}/", **TUS).status_code == 204
    assert _kept() == []


def test_pieces_are_private_and_dropped_after_a_day(client: Client, picture: bytes) -> None:
    begin(client, uuid4(), uuid4(), len(picture))
    (path,) = _kept()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert tasks.drop_forgotten_photos(0) == 0
    old = (timezone.now() - KEPT).timestamp() - 1
    os.utime(path, (old, old))
    assert tasks.drop_forgotten_photos(0) == 1
    assert _kept() == []


def _kept() -> list[Path]:
    return sorted(uploads._folder().iterdir())

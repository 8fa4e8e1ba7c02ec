"""A photo that was sent is seen on the platform as it is run, and nothing else is handed out."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings


@pytest.fixture
def photo(settings: Settings) -> Path:
    """A photo, beside the folder's own secret."""
    path = Path(settings.MEDIA_ROOT) / "2026" / "rue.jpg"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xff\xd8\xff a photo")
    (Path(settings.MEDIA_ROOT).parent / "secret-key").write_text("s3cr3t")
    return path


@pytest.mark.parametrize("debug", [False, True])
def test_a_photo_is_served_in_production_too(photo: Path, client: Client, settings: Settings, debug: bool) -> None:
    settings.DEBUG = debug
    answer = client.get("/media/2026/rue.jpg")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content) == photo.read_bytes()


def test_a_browser_takes_it_for_a_photo_and_nothing_else(photo: Path, client: Client) -> None:
    answer = client.get("/media/2026/rue.jpg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_when_it_was_sent_is_neither_told_nor_compared(photo: Path, client: Client) -> None:
    asked = client.get("/media/2026/rue.jpg", headers={"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert asked.status_code == 200 and "Last-Modified" not in asked and "ETag" not in asked


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["2026/", "2026", "absente.jpg", "../secret-key", "..%2fsecret-key", "2026/..%2f..%2fsecret-key", "%00"]
)
def test_folders_and_what_lies_outside_are_not_found(photo: Path, client: Client, path: str) -> None:
    answer = client.get(f"/media/{path}")
    assert answer.status_code == 404
    assert b"s3cr3t" not in answer.content

"""Dumps: whole, with their checksums, for some nights; and nothing in them that was taken back since."""

import hashlib
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pyogrio
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from carto.fiches.models import Evenement, Fiche
from carto.ouvert.dumps import making, reading
from tests.people import alice
from tests.places import COMMERCE
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db
FIRST = date(2026, 5, 1)


@pytest.fixture
def night(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Path]:
    """Makes the dump of the first of May, or of some days later."""
    settings.CARTO_VAR = tmp_path

    def make(later: int = 0) -> Path:
        monkeypatch.setattr(making.timezone, "localdate", lambda: FIRST + timedelta(days=later))
        return making.make_dump()

    return make


def feed(client: Client, since: str = "2020-01-01") -> list[dict[str, str]]:
    body = b"".join(client.get(f"/donnees/changements.jsonl?depuis={since}").streaming_content)
    return [json.loads(line) for line in body.splitlines()]


def test_files_are_served_as_their_checksums_say_without_any_signature(
    client: Client, night: Callable[[int], Path]
) -> None:
    make_idee(title="Un banc à l’ombre", author=alice())
    night(0)
    page = client.get("/donnees/instantanes/").content.decode()
    assert "1 mai 2026" in page
    dumps = {dump.name: dump for dump in reading.latest()}
    assert len(dumps) == 16
    for name in ("idees.csv", "idees.gpkg", "idees.parquet", "idees.geojson"):
        answer = client.get(dumps[name].address)
        body = b"".join(answer.streaming_content)
        assert hashlib.sha256(body).hexdigest() == dumps[name].sha256
        assert dumps[name].sha256 in page
        assert (len(body), dumps[name].rows) == (dumps[name].size, 1)
        assert b"Alice" not in body
    frame = pyogrio.read_dataframe(reading.folder() / "2026-05-01" / "idees.gpkg")
    assert list(frame["title"]) == ["Un banc à l’ombre"]
    assert dumps["idees.csv"].sha256 in client.get("/donnees/idees/").content.decode()
    assert dumps["idees.csv"].sha256 in client.get("/donnees/catalogue.jsonld").content.decode()


@pytest.mark.parametrize(
    "address", ["2026-05-01/manifest.json", "2026-05-01/idees.uuids", "../idees.csv", "2026-05-01/..%2fsorties.jsonl"]
)
def test_nothing_else_of_the_folder_is_served(client: Client, night: Callable[[int], Path], address: str) -> None:
    night(0)
    assert client.get(f"/donnees/instantanes/{address}").status_code == 404


def test_only_the_last_nights_are_kept(night: Callable[[int], Path]) -> None:
    for later in range(making.KEPT + 2):
        night(later)
    kept = [path.name for path in reading.nights()]
    assert kept == [(FIRST + timedelta(days=later)).isoformat() for later in range(making.KEPT + 1, 1, -1)]


def test_what_is_taken_back_leaves_every_dump_and_is_told_by_its_key_alone(
    client: Client, night: Callable[[int], Path]
) -> None:
    gone, stays = make_idee(title="Secret de Charlie"), make_idee(COMMERCE)
    waiting = make_idee(visibility="waiting")
    night(0)
    night(1)
    assert len(reading.nights()) == 2
    Fiche.objects.filter(pk=gone.pk).update(visibility="withdrawn")
    night(2)
    assert [path.name for path in reading.nights()] == ["2026-05-03"]
    told = {line["uuid"]: line["what"] for line in feed(client)}
    assert told == {str(gone.uuid): "left", str(stays.uuid): "created"}
    assert str(waiting.uuid) not in told
    whole = b"".join(path.read_bytes() for path in reading.folder().rglob("*") if path.is_file())
    assert b"Charlie" not in whole
    Fiche.objects.filter(pk=stays.pk).erase()
    assert making.drop_unreadable() == ["2026-05-03"]  # whoever erases does not wait for the night
    night(3)
    assert {line["what"] for line in feed(client)} == {"left"}
    Fiche.objects.filter(pk=gone.pk).update(visibility="public")
    assert [line["what"] for line in feed(client) if line["uuid"] == str(gone.uuid)] == ["created"]


def test_words_that_were_corrected_leave_the_earlier_dumps(night: Callable[[int], Path]) -> None:
    idee = make_idee()
    night(0)
    Evenement.objects.create(fiche=idee, actor_role="habitant", what="corrected")
    night(1)
    assert [path.name for path in reading.nights()] == ["2026-05-02"]


def test_the_feed_tells_what_is_new_from_what_has_changed(client: Client) -> None:
    old, answered, new = make_idee(), make_idee(), make_idee()
    long_ago = timezone.now() - timedelta(days=400)
    Fiche.objects.filter(pk__in=[old.pk, answered.pk]).update(created_at=long_ago, updated_at=long_ago)
    Evenement.objects.create(fiche=answered, actor_role="agent", what="answer", public_text="Oui.")
    told = {line["uuid"]: line for line in feed(client, (timezone.localdate() - timedelta(days=2)).isoformat())}
    assert {uuid: line["what"] for uuid, line in told.items()} == {
        str(answered.uuid): "changed",
        str(new.uuid): "created",
    }
    assert told[str(new.uuid)]["at"].endswith("T00:00:00+00:00")  # anonymous: the day
    assert client.get("/donnees/changements.jsonl?depuis=hier").status_code == 400

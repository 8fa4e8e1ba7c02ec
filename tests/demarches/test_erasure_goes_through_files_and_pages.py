"""Erased, somebody is in no page, search, export, feed, tile or file on disk; the dumps are made again without them."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from math import asinh, pi, radians, tan
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as parquet
import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from carto.alertes.models import Message
from carto.alertes.outbox import make_messages
from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.models import Fiche, Photo, PhotoState, What
from carto.ouvert.dumps import making, reading
from carto.ouvert.files.formats import FORMATS
from tests import people
from tests.alertes.places import around, follow
from tests.alertes.postbox import Worker
from tests.demarches.planted import columns_with
from tests.places import COURS_DES_50_OTAGES
from tests.projets.samples import make_equipement, make_idee, make_opportunite

pytestmark = pytest.mark.django_db
MARK: Final = "zinzolin"
ZOOM: Final = 16


@pytest.fixture
def alice(settings: Settings, tmp_path: Path) -> User:
    """Signed, with a picture whose file says who she is, and followed by Charlie."""
    settings.CARTO_VAR = tmp_path
    person = people.alice()
    person.name = f"Alice {MARK}"
    person.save()
    follow(around(COURS_DES_50_OTAGES))
    for make in (make_idee, make_opportunite, make_equipement):
        fiche = make(COURS_DES_50_OTAGES, title=f"Un lieu {MARK}", text=f"chez {MARK}", author=person)
        make_messages(record(fiche, What.SUBMITTED, role="resident", person=person, public_text=f"dit {MARK}"))
    picture = _picture()
    for moment in ("a", "b"):
        Photo.objects.create(
            fiche_id=fiche.pk, fiche_uuid=fiche.uuid, state=PhotoState.SHOWN, description=MARK,
            original=ContentFile(picture, f"o{moment}.jpg"),
            image=ContentFile(picture, f"{moment}.jpg"), thumbnail=ContentFile(picture, f"t{moment}.jpg"),
        )  # fmt: skip
    LogEntry.objects.create(
        user=people.bob(), content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk),
        object_repr=str(person), action_flag=CHANGE, change_message=MARK,
    )  # fmt: skip
    return person


def _picture() -> bytes:
    """Whose file says who took it, as those that come straight from a telephone."""
    with BytesIO() as file:
        Image.new("RGB", (8, 8)).save(file, "JPEG", comment=f"par {MARK}")
        return file.getvalue()


def _tile() -> str:
    x, y = COURS_DES_50_OTAGES.x, COURS_DES_50_OTAGES.y
    east, south = int((x + 180) / 360 * 2**ZOOM), int((1 - asinh(tan(radians(y))) / pi) / 2 * 2**ZOOM)
    return f"/tuiles/idees,opportunites,equipements/{ZOOM}/{east}/{south}.mvt"


def _addresses() -> Iterator[str]:
    yield from (f"/recherche/?q={MARK}", f"/api/v1/recherche/?q={MARK}", "/liste/", _tile())
    yield from ("/api/v1/fiches/", "/api/v1/idees/tout/", "/donnees/changements.jsonl?depuis=2020-01-01")
    yield from (f"/ogc/collections/{name}/items" for name in ("idees", "opportunites", "equipements"))
    yield from (f"/donnees/fiches.{extension}" for extension in FORMATS)
    here = f"lat={COURS_DES_50_OTAGES.y}&lon={COURS_DES_50_OTAGES.x}&rayon=500"
    yield from (f"/alertes/lieu/flux.atom?{here}", f"/alertes/lieu/agenda.ics?{here}", "/agenda.ics")
    for fiche in Fiche.objects.order_by("pk"):
        yield from (fiche.get_absolute_url(), f"/fiches/{fiche.uuid}/suivi.atom")


def _readable(name: str, body: bytes) -> bytes:
    """What is written in a file, whatever it is packed in."""
    if name.endswith("parquet"):
        return str(parquet.read_table(BytesIO(body)).to_pylist()).encode()
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as packed:
            return b"".join(packed.read(each) for each in packed.namelist())
    return body


def _says(address: str) -> bool:
    answer: Any = Client().get(address)
    assert answer.status_code == 200, address
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    asked = (f"q={MARK}", f'value="{MARK}"', f"« {MARK} »", f'"q": "{MARK}"')
    text = _readable(address, body).decode(errors="replace")
    for each in asked:
        text = text.replace(each, "")
    return MARK in text


def _files(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.name for path in found if MARK.encode() in _readable(path.name, path.read_bytes())}


def test_no_page_no_file_and_no_dump_says_them_any_more(
    alice: User, tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    worker = Worker()
    making.make_dump()
    client, elsewhere = Client(), Client()
    client.force_login(alice)
    elsewhere.force_login(alice)
    told = set(Message.objects.values_list("mark", "news"))
    count, addresses = Fiche.objects.count(), list(_addresses())
    before = {address for address in addresses if _says(address)}
    assert len(before) > 20 and len(_files(tmp_path)) >= 18, "what is looked for is there"
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/compte/effacer/", {"email": alice.email}).status_code == 200
    assert not reading.nights(), "the dumps went at once"
    assert "dump_again" in worker.work()
    assert [dump.rows for dump in reading.latest() if dump.extension == "parquet"] == [0, 1, 1, 1]
    assert columns_with(MARK, "alice@exemple.fr") == set() == _files(tmp_path)
    assert [address for address in addresses if _says(address)] == []
    assert Fiche.objects.count() == count == Fiche.objects.filter(author=None).count()
    assert not Session.objects.exists() and elsewhere.get("/compte/").status_code == 302
    assert told and set(Message.objects.values_list("mark", "news")) == told, "nobody is told of them again as new"

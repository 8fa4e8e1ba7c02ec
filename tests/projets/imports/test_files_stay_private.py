"""A file that was only looked at, or that holds refused rows, is where no web server reads; pages give what is open."""

import importlib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client

from projets.equipements.imports.readings import drop, preview, take
from projets.equipements.models import Import
from tests.people import bob
from tests.projets.imports.samples import POOL, SCDL, load_reference, make_source, written

pytestmark = pytest.mark.django_db


def test_only_what_was_taken_is_given_and_by_its_page_alone(client: Client, tmp_path: Path) -> None:
    load_reference()
    seen = preview(make_source(), written(tmp_path, SCDL + POOL))
    path = Path(seen.file.path)
    assert path.is_relative_to(settings.STORAGES["private"]["OPTIONS"]["location"])
    assert not path.is_relative_to(settings.MEDIA_ROOT) and path.stat().st_mode & 0o077 == 0
    assert client.get(f"/media/{seen.file.name}").status_code == 404
    assert client.get("/argent/sources/equipements/fichier/").status_code == 404
    client.force_login(bob())
    assert client.get("/argent/sources/equipements/fichier/").status_code == 404  # nor to those who publish
    take(seen)
    client.logout()
    assert b"".join(client.get("/argent/sources/equipements/fichier/").streaming_content).decode() == SCDL + POOL


def test_files_of_before_are_moved_out_of_the_public_folder() -> None:
    moving = importlib.import_module("projets.equipements.migrations.0008_corrections")
    public, private = storages["default"], storages["private"]
    name = public.save("imports/essai.csv", ContentFile(b"a;b"))
    made = Import.objects.create(source=make_source(), file=name)
    moving.hide(apps, None)
    assert not public.exists(name) and private.open(name).read() == b"a;b"
    moving.hide(apps, None)  # twice changes nothing
    drop(made)
    assert not private.exists(name)

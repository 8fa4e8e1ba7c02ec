"""A city's name may come from an OpenStreetMap extract; map clients show the attribution as HTML."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


def test_a_place_s_name_cannot_bring_html_into_the_map(client: Client, settings: Settings) -> None:
    settings.CARTO_PLACE = "<img src=x onerror=alert(1)>"
    told = client.get("/tuiles/signalements.json").json()["attribution"]
    drawn = [source.get("attribution", "") for source in client.get("/tuiles/style.json").json()["sources"].values()]
    assert "&lt;img" in told and any("&lt;img" in one for one in drawn)
    assert not any("<img" in one for one in (told, *drawn))

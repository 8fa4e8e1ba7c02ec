"""The manifest and the worker say what a browser needs to install the site, and keep nothing of anybody's."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.people import alice
from tests.signalements.samples import load_content

pytestmark = pytest.mark.django_db


def test_the_manifest_names_the_site_its_icons_and_the_way_to_report(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    told = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["start_url"], told["scope"], told["display"], told["lang"]) == ("/", "/", "standalone", "fr")
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    assert "maskable" in {icon["purpose"] for icon in told["icons"]}
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in told["icons"])
    assert {shortcut["url"] for shortcut in told["shortcuts"]} == {"/signaler/", "/sur-cet-appareil/"}
    assert 'rel="manifest" href="/manifest.webmanifest"' in client.get("/").content.decode()


def test_the_worker_serves_the_whole_site_and_is_asked_for_again_each_time(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert (answer["Cache-Control"], answer["Service-Worker-Allowed"]) == ("no-cache", "/")
    script = answer.content.decode()
    named = json.loads(f"[{re.search(r'importScripts[(](.*)[)];', script)[1]}]")
    assert len(named) >= 5
    assert all(finders.find(name.removeprefix("/static/")) for name in named)
    assert client.head("/sw.js").status_code == 200
    assert client.post("/sw.js").status_code == 405


def test_it_speaks_the_language_of_the_person(client: Client) -> None:
    french, english = (client.get("/sw.js", HTTP_ACCEPT_LANGUAGE=each).content for each in ("fr", "en"))
    assert french != english


def test_what_the_worker_keeps_knows_nobody(client: Client) -> None:
    load_content()
    person = alice()
    for address in ("/signaler/", "/sur-cet-appareil/"):
        page = client.get(address).content.decode()
        assert str(person) not in page and person.email not in page
        assert "signalements/outbox.css" in page


def test_the_device_page_says_why_it_is_empty_without_javascript(client: Client) -> None:
    assert "<noscript>" in client.get("/sur-cet-appareil/").content.decode()

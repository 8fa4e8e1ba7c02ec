"""The map page, its list and « autour d’ici » are plain pages and plain forms first."""

import re

import pytest
from django.test import Client

from tests.factories import make_fiche, make_territoire
from tests.places import CHATEAU, COMMERCE

pytestmark = pytest.mark.django_db


def test_the_map_page_tells_the_latest_fiches_and_has_a_search_form(client: Client) -> None:
    fiche = make_fiche(title="Lampadaire éteint")
    text = client.get("/").content.decode()
    assert fiche.get_absolute_url() in text and "Lampadaire éteint" in text
    assert 'action="/recherche/"' in text
    assert 'href="/signaler/"' in text and 'href="/proposer/"' in text


def test_the_filter_form_is_a_form(client: Client) -> None:
    make_fiche(title="Retenue")
    make_fiche(kind="idee", title="Écartée")
    text = client.get("/liste/?couches=signalements&couches=opportunites&themes=&depuis=").content.decode()
    assert "Retenue" in text and "Écartée" not in text
    assert re.search(r'name="couches" value="signalements" checked', text)
    assert not re.search(r'name="couches" value="idees" checked', text)


def test_around_a_place_tells_where_it_is_and_what_is_near(client: Client) -> None:
    make_territoire(CHATEAU, name="Centre-Ville")
    near = make_fiche(CHATEAU, title="Tout près")
    make_fiche(COMMERCE, title="Trop loin")
    answer = client.get("/autour/", {"lat": CHATEAU.y, "lon": CHATEAU.x, "osm_id": "node/12", "nom": "Banc"})
    text = answer.content.decode()
    assert [line.fiche.pk for line in answer.context["lines"]] == [near.pk]
    assert "Centre-Ville" in text and "Banc" in text
    assert f"/signaler/?lat={CHATEAU.y:.6f}&amp;lon={CHATEAU.x:.6f}&amp;osm_id=node/12&amp;nom=Banc" in text
    assert "/proposer/?lat=" in text


def test_around_as_a_fragment_is_the_same_without_the_page_around(client: Client) -> None:
    make_fiche(CHATEAU, title="Tout près")
    text = client.get("/autour/", {"lat": CHATEAU.y, "lon": CHATEAU.x, "fragment": 1}).content.decode()
    assert "Tout près" in text and "<html" not in text


def test_nothing_is_inline_but_the_import_map_and_data(client: Client) -> None:
    make_fiche(demonstration=True)
    for path in ("/", "/liste/", "/a-propos/", f"/autour/?lat={CHATEAU.y}&lon={CHATEAU.x}", "/recherche/?q=x"):
        text = client.get(path).content.decode()
        assert not re.search(r"<script(?![^>]*\b(src|type=\"(importmap|application/json)\"))", text)
        assert not re.search(r"\son[a-z]+=|\sstyle=|<style", text)


def test_the_demonstration_mark_is_on_every_line(client: Client) -> None:
    make_fiche(demonstration=True)
    for path in ("/", "/liste/", f"/autour/?lat={CHATEAU.y}&lon={CHATEAU.x}"):
        assert 'class="chip demo">démonstration' in client.get(path).content.decode()


def test_the_words_of_the_trade_are_explained(client: Client) -> None:
    text = client.get("/a-propos/").content.decode()
    for word in ("signalement", "opportunité", "référent de quartier", "démonstration"):
        assert word in text

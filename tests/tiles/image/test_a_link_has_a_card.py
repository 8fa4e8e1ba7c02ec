"""A link to one of our pages shows the place where it is shared: one picture, drawn once, and the words beside it."""

import re
from html import unescape
from unittest.mock import patch

import pytest
from django.test import Client

from carto.fiches.models import Fiche, Visibility
from tests.factories import make_fiche, make_territoire
from tests.places import CHATEAU
from tests.tiles.image.drawn import picture
from tiles.image import card

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("base_map")]


def told(client: Client, address: str) -> dict[str, str]:
    """What a page says of itself to who shares its link."""
    page = client.get(address).content.decode()
    found = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', page))
    found["canonical"] = re.search(r'<link rel="canonical" href="([^"]+)">', page)[1]
    return {name: unescape(value) for name, value in found.items()}


def test_the_map_a_fiche_and_a_quartier_say_what_they_are(client: Client) -> None:
    make_territoire(code="Q1", name="L’Île")
    fiche = make_fiche(CHATEAU, title="Un « banc » & deux", kind="idee")
    pages = {
        "/?couches=idees": ("/?couches=idees", "Carte commune de Nantes", "couches=idees"),
        f"/?fiche={fiche.uuid}": (f"/fiches/{fiche.uuid}/", "Carte commune de Nantes", f"fiche={fiche.uuid}"),
        "/territoires/Q1/": ("/territoires/Q1/", "L’Île", "territoire=Q1"),
    }
    for address, (own, title, query) in pages.items():
        said = told(client, address)
        assert said["canonical"] == said["og:url"] == f"http://testserver{own}"
        assert said["og:title"] == said["twitter:title"] == title
        assert said["og:image"] == f"http://testserver/tuiles/partage.png?{query}"
        assert said["og:description"] and said["og:image:alt"] == said["twitter:image:alt"] != ""
        answer = client.get(said["og:image"].removeprefix("http://testserver"))
        assert (answer["Content-Type"], picture(answer.content).size) == ("image/png", (1200, 630))


def test_a_card_is_drawn_once_until_what_it_shows_changes(client: Client) -> None:
    fiche = make_fiche(CHATEAU)
    address = f"/tuiles/partage.png?fiche={fiche.uuid}"
    card._drawn.cache_clear()
    with patch.object(card, "draw_picture", wraps=card.draw_picture) as drawing:
        first = client.get(address)
        assert client.get(address).content == first.content
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
        assert drawing.call_count == 1
        Fiche.objects.filter(pk=fiche.pk).update(title="Un autre titre")
        assert client.get(address)["ETag"] != first["ETag"]
        assert drawing.call_count == 2
    assert first["Cache-Control"] == "public, max-age=600, s-maxage=600" and not first.cookies


def test_what_is_not_public_has_no_card_and_what_cannot_be_is_refused(client: Client) -> None:
    waiting = make_fiche(CHATEAU, visibility=Visibility.WAITING)
    assert client.get(f"/tuiles/partage.png?fiche={waiting.uuid}").status_code == 404
    assert client.get("/tuiles/partage.png?couches=rien").status_code == 400
    assert client.get("/tuiles/partage.png?territoire=%00").status_code == 400
    assert client.get("/tuiles/partage.png?territoire=inconnu&largeur=4000&hauteur=4000").status_code == 200

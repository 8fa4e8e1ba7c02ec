"""`/integrer/` fills a frame in anybody's page and knows nobody; `/integrer/code/` gives the lines to copy."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client

from tests.factories import make_fiche, make_territoire
from tests.people import alice
from tests.places import CHATEAU, REZE

pytestmark = pytest.mark.django_db


class _Tags(HTMLParser):
    """The tags of a piece of HTML, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def copied(client: Client, query: str, box: str = "code") -> list[tuple[str, dict[str, str | None]]]:
    """What whoever copies the text of a box puts into their page."""
    page = client.get(f"/integrer/code/?{query}").content.decode()
    return _Tags(unescape(re.search(rf'<textarea id="{box}"[^>]*>(.*?)</textarea>', page, re.S)[1])).found


def test_any_site_may_frame_this_page_and_no_other(client: Client) -> None:
    frame = client.get("/integrer/")
    assert "frame-ancestors *;" in frame["Content-Security-Policy"] + ";"
    assert "X-Frame-Options" not in frame
    assert frame["Cross-Origin-Resource-Policy"] == "cross-origin"
    for address in ("/", "/liste/", "/integrer/code/"):
        other = client.get(address)
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"] and other["X-Frame-Options"] == "DENY"


def test_it_knows_nobody_and_leaves_nothing(client: Client) -> None:
    make_fiche(CHATEAU)
    before = client.get("/integrer/").content
    client.force_login(alice())
    signed_in = client.get("/integrer/")
    assert signed_in.content == before
    assert not signed_in.cookies and "Cookie" not in signed_in.get("Vary", "")
    assert signed_in["Cache-Control"] == "public, max-age=60"
    for word in (b"csrfmiddlewaretoken", b"Alice", b"localStorage", b"theme.js"):
        assert word not in before


def test_it_keeps_the_map_s_filters_and_asks_as_often_however_many(
    client: Client, django_assert_num_queries: object
) -> None:
    make_fiche(CHATEAU, title="Ici")
    make_fiche(CHATEAU, kind="idee", title="Un banc <b>vif</b>")
    make_fiche(CHATEAU, kind="idee", title="Encore", visibility="waiting")
    page = client.get("/integrer/?couches=idees&titre=Nos%20idées").content.decode()
    assert "Un banc &lt;b&gt;vif&lt;/b&gt;" in page and "Ici" not in page and "Encore" not in page
    assert "<h1>Nos idées</h1>" in page and "1 fiche" in page
    assert 'data-style="/tuiles/style.json?couches=idees"' in page
    assert '<a data-map href="/?couches=idees#' in page
    for rank in range(4):
        make_fiche(CHATEAU, title=f"n° {rank}")
    with django_assert_num_queries(3):
        client.get("/integrer/")


def test_without_scripts_it_is_a_picture_and_a_list(client: Client) -> None:
    make_territoire(code="Q1")
    make_fiche(CHATEAU, title="Ici")
    page = client.get("/integrer/?territoire=Q1&couleurs=sombre&langue=en").content.decode()
    picture = unescape(re.search(r'<noscript><img class="plan" src="([^"]+)"', page)[1])
    assert picture.startswith("/tuiles/plan.png?territoire=Q1&theme=dark&langue=en&bbox=-1.55")
    assert '<html lang="en" data-theme="dark">' in page and "Ici" in page
    without = client.get("/integrer/?territoire=Q1&liste=non").content.decode()
    assert "Ici" not in without and "data-show" not in without


@pytest.mark.parametrize(
    "query",
    ["titre=%00", f"titre={'a' * 121}", "liste=peut-etre", "couleurs=rose", "langue=xx", "centre=1", "centre=nan,nan",
     "zoom=1e999", "couches=rien", "cadre=1,2"],
)  # fmt: skip
def test_what_cannot_be_is_said_and_the_rest_is_kept(client: Client, query: str) -> None:
    make_fiche(CHATEAU, title="Ici")
    make_fiche(REZE, title="Là")
    for address in ("/integrer/", "/integrer/code/"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 400
        assert 'role="alert"' in answer.content.decode()
    assert "Là" in client.get(f"/integrer/?{query}").content.decode()


def test_the_lines_to_copy_are_the_frame_and_nothing_else(client: Client) -> None:
    hostile = "titre=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&couches=idees&centre=-1.55,47.21&zoom=14&hauteur=9999"
    ((tag, told),) = copied(client, hostile)
    assert tag == "iframe"
    assert told["title"] == '"><script>alert(1)</script>'
    assert (told["height"], told["width"], told["referrerpolicy"]) == ("1200", "100%", "no-referrer")
    address = told["src"].removeprefix("http://testserver")
    assert address.startswith("/integrer/?couches=idees&centre=-1.55000,47.21000&zoom=14.00&titre=")
    assert client.get(address).status_code == 200
    ((tag, told),) = copied(client, hostile, "image")
    assert tag == "img" and told["src"].startswith("http://testserver/tuiles/plan.png?couches=idees&centre=")


def test_the_map_leads_there(client: Client) -> None:
    page = client.get("/?couches=idees").content.decode()
    assert page.count('href="/integrer/code/?couches=idees"') == 2  # the share panel, and without scripts
    assert 'href="/tuiles/carte.html?couches=idees"' in page and 'href="/donnees/umap/vue.umap?couches=idees"' in page

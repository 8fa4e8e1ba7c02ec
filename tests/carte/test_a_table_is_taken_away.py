"""A table leaves as CSV, XLSX, SVG, PNG and a frame, with the same figures; an odd address is told in words."""

import csv
import io
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_fiche, make_theme
from tests.places import CHATEAU, REZE

pytestmark = pytest.mark.django_db
QUERY = "lignes=theme&colonnes=couche"


@pytest.fixture(autouse=True)
def fiches() -> None:
    """Three fiches; a theme whose name a spreadsheet would run."""
    formula = make_theme("formule", name="=1+1")
    make_fiche(CHATEAU)
    make_fiche(CHATEAU, kind="idee")
    make_fiche(REZE, theme=formula)


def test_the_page_has_drawing_and_table_and_can_be_reached(client: Client) -> None:
    page = client.get(f"/tableaux/?{QUERY}").content.decode()
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="table-chart"' in page and 'data-count="3"' in page
    assert "Nombre de fiches par thème et par couche" in page
    assert "/liste/?themes=voirie&amp;couches=signalements" in page
    for address in ("/donnees/?themes=voirie", "/liste/?themes=voirie"):
        assert 'href="/tableaux/?themes=voirie"' in client.get(address).content.decode()
    assert 'href="/tableaux/?couches=signalements"' in client.get("/donnees/signalements/").content.decode()
    assert 'href="/tableaux/' in client.get("/").content.decode()


def test_french_spreadsheets_open_the_csv(client: Client) -> None:
    answer = client.get(f"/tableaux/tableau.csv?{QUERY}")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[:4] == [
        ["Thème", "Signalements", "Idées", "Total"],
        ["Voirie", "1", "1", "2"],
        ["'=1+1", "1", "0", "1"],
        ["Total", "2", "1", "3"],
    ]
    assert "Licence Ouverte" in rows[-1][0]


def test_the_workbook_holds_numbers(client: Client) -> None:
    answer = client.get(f"/tableaux/tableau.xlsx?{QUERY}")
    sheet = ZipFile(io.BytesIO(answer.content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<v>3</v>" in sheet and "<f>" not in sheet


def test_the_drawing_travels_with_its_title_and_source(client: Client) -> None:
    answer = client.get(f"/tableaux/graphique.svg?{QUERY}")
    drawn = ElementTree.fromstring(answer.content)
    words = " ".join(text.text or "" for text in drawn.iter("{http://www.w3.org/2000/svg}text"))
    assert "Nombre de fiches par thème et par couche" in words and "Licence Ouverte 2.0" in words
    assert drawn.find("{http://www.w3.org/2000/svg}desc").text == "Voirie : 2 ; =1+1 : 1"
    assert client.get(f"/tableaux/graphique.png?{QUERY}").content.startswith(b"\x89PNG")
    assert client.get("/tableaux/graphique.png?themes=aucun").status_code == 404


def test_months_are_lines_and_a_frame_may_hold_them(client: Client) -> None:
    answer = client.get("/tableaux/cadre/?lignes=mois&colonnes=theme")
    assert answer.status_code == 200 and "X-Frame-Options" not in answer.headers and not answer.cookies
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert 'class="line c1"' in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("lignes=salaire", "On ne peut pas grouper par"),
        ("lignes=theme&colonnes=theme", "disent la même chose"),
        ("lignes=signalements.etat", "gardée seule"),
        ("mesure=delai", "gardée seule"),
        ("mesure=habitants", "groupez par quartier ou par commune"),
        ("mesure=argent", "Mesure inconnue"),
        ("tri=pouvoir", "Ce tri n’existe pas"),
        ("parmi=salaire:1", "Groupe inconnu"),
        ("parmi=jour", "Groupe inconnu"),
        ("lignes=%00", "On ne peut pas grouper par"),
        ("tri=c:%00", "Ce tri n’existe pas"),
    ],
)
def test_what_cannot_be_is_told_and_the_rest_holds(client: Client, query: str, told: str) -> None:
    page = client.get(f"/tableaux/?{query}")
    assert page.status_code == 400 and told in page.content.decode() and page.context["table"].count == 3
    assert client.get(f"/tableaux/tableau.csv?{query}").status_code == 400


@pytest.mark.parametrize(
    "parmi", ["jour:lundi", "mois:2026", "an:x", "theme:'; --", "couche:x", "rue:", "mois:2026-99"]
)
def test_a_group_that_nothing_is_in_is_an_empty_view(client: Client, parmi: str) -> None:
    for address in ("/tableaux/", "/liste/"):
        assert client.get(address, {"parmi": parmi}).status_code == 200


def test_questions_to_the_database_do_not_grow_with_the_groups(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for rank in range(8):
        make_fiche(CHATEAU, theme=make_theme(f"theme-{rank}"))
    with django_assert_max_num_queries(20):
        client.get("/tableaux/?lignes=theme&colonnes=mois")

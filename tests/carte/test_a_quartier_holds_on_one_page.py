"""« Mon quartier en une page »: five figures with source and date, what is open, who answers; one sheet, A4 or A3."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.utils import timezone

from carto.territoires.models import Level, Population, Rue, Territoire
from projets.idees.models import Campagne
from tests.browser.samples import make_equipement, make_idee, make_opportunite, make_signalement
from tests.factories import make_territoire, square
from tests.people import denise
from tests.places import CHATEAU, REZE

pytestmark = pytest.mark.django_db
SHEETS = {"une-page": (595, 842), "affiche": (842, 1191)}  # points


@pytest.fixture
def quartier() -> Territoire:
    """The centre, with one of each, a campaign, a référente and its inhabitants."""
    place = make_territoire(code="Q1", name="Centre-Ville")
    Population.objects.create(territoire=place, year=2022, count=25_340, source="INSEE")
    for stage in ("new", "done", "done"):
        make_signalement(stage=stage)
    make_idee()
    make_signalement(REZE)
    make_equipement()
    make_opportunite(title="Une rue pour l’école", status="diagnosis")
    make_campagne("Où poser un banc ?")
    make_campagne("Ailleurs", REZE)
    denise(place)
    return place


def make_campagne(title: str, centre: Any = CHATEAU) -> Campagne:
    now = timezone.now()
    told = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=9), "published_at": now}
    return Campagne.objects.create(slug=f"c{Campagne.objects.count()}", title=title, geom=square(centre), **told)


def test_it_tells_figures_with_their_source_what_is_open_and_who_answers(client: Client, quartier: Territoire) -> None:
    page = " ".join(client.get("/territoires/Q1/une-page/").content.decode().split())
    assert re.search(r"25.340</strong> <span>habitants</span> <small>Source : INSEE, 2022<", page)
    assert "3</strong> <span>signalements, dont 2 traités</span> <small>Source : ce site, du " in page
    assert "1</strong> <span>idée posée sur la carte</span>" in page
    assert "1</strong> <span>équipement public</span>" in page
    assert page.count("<small>Source : ") == 5
    assert "Où poser un banc ?" in page and "Une rue pour l’école" in page and "Ailleurs" not in page
    assert "<dt>Denise R.</dt><dd>référent de quartier</dd>" in page
    assert 'content="http://testserver/tuiles/partage.png?territoire=Q1"' in page


@pytest.mark.parametrize("sheet", SHEETS)
def test_each_sheet_is_one_page_of_its_size_however_much_there_is_to_say(
    client: Client, quartier: Territoire, sheet: str
) -> None:
    for rank in range(8):
        make_campagne(f"Une question très longue, numéro {rank}, qui tient sur plusieurs lignes " + "encore " * 8)
    answer = client.get(f"/territoires/Q1/{sheet}.pdf")
    assert answer["Content-Type"] == "application/pdf" and sheet in ("une-page", "affiche")
    (page,) = pypdf.PdfReader(BytesIO(answer.content)).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == SHEETS[sheet]
    text = page.extract_text()
    assert "Centre-Ville" in text and "testserver/territoires/Q1/" in text and "INSEE, 2022" in text


def test_it_is_found_from_the_place_s_page_and_only_where_it_makes_sense(client: Client, quartier: Territoire) -> None:
    assert 'href="/territoires/Q1/une-page/"' in client.get("/territoires/Q1/").content.decode()
    make_territoire(level=Level.METROPOLE, code="M1")
    rue = Rue.objects.create(code="rue-x", name="Rue X", geom="SRID=4326;MULTILINESTRING((-1.55 47.21,-1.551 47.21))")
    for code in ("M1", rue.code, "rien", "x" * 200, "a%00b"):
        assert client.get(f"/territoires/{code}/une-page/").status_code == 404
    assert "une-page" not in client.get("/territoires/M1/").content.decode()


def test_where_nothing_is_known_it_says_so(client: Client) -> None:
    make_territoire(code="Q2")
    page = client.get("/territoires/Q2/une-page/").content.decode()
    assert "Rien n’est ouvert ici en ce moment." in page and "L’annuaire n’est pas encore rempli ici." in page

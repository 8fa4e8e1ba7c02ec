"""The poster of a quartier: A3, in process, its figures each with kind, tax, year and source, and a code to the map."""

import io
from datetime import date

import pytest
from django.test import Client
from pypdf import PdfReader

from carto.territoires.models import Territoire
from projets.equipements.figures.poster import figures
from projets.equipements.models import Usage
from tests.factories import make_territoire
from tests.places import JARDIN_DES_PLANTES
from tests.projets.samples import make_cout, make_equipement
from tests.tiles.image.conftest import base_map

__all__ = ["base_map"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("base_map")]


@pytest.fixture
def malakoff() -> Territoire:
    """A quartier with a pool that is counted, and a park of unknown cost."""
    quartier = make_territoire(centre=JARDIN_DES_PLANTES, name="Malakoff", code="Q1")
    pool = make_equipement(title="Piscine Léo-Lagrange", nature="pool")
    make_cout(pool, "9000000", year=2012)
    make_cout(pool, "1200000", kind="running", purpose="running", year=2024, source="Compte administratif 2024")
    told = {"month": date(2024, 1, 1), "months": 12, "value": 240_000, "source": "Caisse de la piscine"}
    Usage.objects.create(equipement=pool, measure="entries", **told)
    make_equipement()
    make_equipement(title="Cachée", visibility="withdrawn")
    return quartier


def test_each_figure_says_its_kind_year_tax_and_source(malakoff: Territoire) -> None:
    found = [(one.number.replace("\u00a0", " ").replace("\u202f", " "), one.source) for one in figures(malakoff)]
    assert [number for number, _source in found] == [
        "2", "1", "9 000 000 € TTC, 2012", "1 200 000 € TTC, 2024", "240 000",
    ]  # fmt: skip
    assert [source for _number, source in found][2:] == [
        "Délibération du 5 avril 2019", "Compte administratif 2024", "Caisse de la piscine",
    ]  # fmt: skip


def test_it_is_one_sheet_of_a3_with_the_way_to_the_map(client: Client, malakoff: Territoire) -> None:
    answer = client.get("/argent/affiche/Q1.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    (sheet,) = PdfReader(io.BytesIO(answer.content)).pages
    assert [round(float(side) / 72 * 25.4) for side in sheet.mediabox[2:]] == [297, 420]
    words = " ".join(sheet.extract_text().split())
    assert "Malakoff" in words and "Piscine Léo-Lagrange" in words and "territoire=Q1" in words
    page = client.get(make_equipement(title="Square").get_absolute_url())
    assert "/argent/affiche/Q1.pdf" in page.content.decode()


def test_what_is_no_quartier_or_has_nothing_has_no_poster(client: Client) -> None:
    make_territoire(code="Q2")
    assert client.get("/argent/affiche/Q2.pdf").status_code == 404
    assert client.get("/argent/affiche/ailleurs.pdf").status_code == 404

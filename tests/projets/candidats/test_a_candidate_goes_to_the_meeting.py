"""The sheet for the meeting and the dossier in one file: all that is known, and no other host."""

import re
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from projets.opportunites.models import Candidat
from tests.projets.candidats.samples import make_city, say

pytestmark = pytest.mark.django_db
PAGE = "/opportunites/candidates/rue/44109-rue-paul-bellamy/voirie/"


@pytest.fixture
def city() -> dict[str, Candidat]:
    """With one idea, whose words are not what they seem."""
    made = make_city()
    say(made["bellamy"], "<script>alert(1)</script> & des bancs")
    return made


def test_the_dossier_is_one_file_that_names_no_other_host(client: Client, city: dict[str, Candidat]) -> None:
    answer = client.get(f"{PAGE}dossier.html")
    text = answer.content.decode()
    assert 'attachment; filename="rue-paul-bellamy-voirie.html"' in answer["Content-Disposition"]
    shown = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)  # Leaflet names its own site, and never asks it
    assert re.findall(r"(?:src|href)=\"(?!http://testserver)[^\"]*\"", shown) == []
    assert "<script src" not in text and "@import" not in text and "cdn" not in text
    assert "L.map(" in text and "9 personnes" in text and "0,75 × 3" in text
    assert "Ce que disent les habitants pèse le plus." in text and "Cours des Otages" in text
    assert "<script>alert(1)" not in text and "des bancs" in text


def test_a_title_runs_neither_here_nor_in_the_dossier(client: Client) -> None:
    say(make_city()["bellamy"], "{{ 7 * 191 }} ${alert(1)} `x`")
    text = client.get(f"{PAGE}dossier.html").content.decode()
    assert "1337" not in text
    assert "${alert(1)}" not in text.rpartition("<script>")[2]


def test_the_sheet_says_the_same_on_paper(client: Client, city: dict[str, Candidat]) -> None:
    answer = client.get(f"{PAGE}dossier.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.content)).pages
    text = " ".join(page.extract_text() for page in pages)
    assert len(pages) <= 2
    assert "Rue Paul-Bellamy" in text and "9 personnes" in text and "pas de donnée" in text
    assert "Notes de la réunion" in text and "des bancs" in text


def test_what_is_not_counted_has_no_sheet(client: Client, city: dict[str, Candidat]) -> None:
    for name in ("dossier.html", "dossier.pdf"):
        assert client.get(f"/opportunites/candidates/quartier/N99/voirie/{name}").status_code == 404

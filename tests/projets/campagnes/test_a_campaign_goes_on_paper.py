"""The poster says the question, the short address and the dates; the stickers' code opens the form where they hang."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from projets.idees.campagnes import paper_views
from tests.people import charlie, hugo
from tests.places import COURS_DES_50_OTAGES
from tests.projets.campagnes.samples import make_campagne

pytestmark = pytest.mark.django_db
A4 = (595, 842)


def sheet(client: Client, name: str, query: str = "") -> PdfReader:
    answer = client.get(reverse(f"idees:campagnes:{name}", args=["ombre"]) + query)
    assert answer.headers["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def test_the_poster_holds_on_one_sheet_whatever_its_size(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    links: list[str] = []
    drawn = paper_views.qr
    monkeypatch.setattr(paper_views, "qr", lambda link: links.append(link) or drawn(link))
    make_campagne(phone="07 00 00 00 00", official_name="Awa Diallo, adjointe", title="Où mettre de l’ombre ? " * 6)
    client.force_login(hugo())
    for paper, scale in (("A4", 1), ("A3", 2**0.5)):
        pdf = sheet(client, "poster", f"?papier={paper}")
        (page,) = pdf.pages
        size = (round(float(page.mediabox.width)), round(float(page.mediabox.height)))
        assert all(abs(side - expected * scale) < 2 for side, expected in zip(size, A4, strict=True))
        words = " ".join(page.extract_text().split())
        for said in ("mettre de l’ombre", "testserver/campagnes/", "ombre", "07 00 00 00 00", "Awa Diallo"):
            assert said in words
    assert set(links) == {"http://testserver/campagnes/ombre/"}


def test_a_sticker_opens_the_form_at_its_spot(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    links: list[str] = []
    drawn = paper_views.qr
    monkeypatch.setattr(paper_views, "qr", lambda link: links.append(link) or drawn(link))
    make_campagne()
    client.force_login(hugo())
    here = f"lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}"
    assert len(sheet(client, "stickers", f"?{here}").pages) == 1
    form = Client().get(links[0].removeprefix("http://testserver")).context["form"]
    assert form.initial["campagne"] == "ombre" and abs(float(form.initial["latitude"]) - COURS_DES_50_OTAGES.y) < 1e-5


@pytest.mark.parametrize("query", ["", "?lon=2.35&lat=48.85", "?adresse=nulle+part+du+tout"])
def test_stickers_of_nowhere_are_refused_in_words(client: Client, query: str) -> None:
    make_campagne()
    client.force_login(hugo())
    answer = client.get(reverse("idees:campagnes:stickers", args=["ombre"]) + query, follow=True)
    assert answer.redirect_chain and 'class="notice bad' in answer.content.decode()


def test_strangers_print_nothing(client: Client) -> None:
    make_campagne()
    client.force_login(charlie())
    assert client.get(reverse("idees:campagnes:poster", args=["ombre"])).status_code == 403

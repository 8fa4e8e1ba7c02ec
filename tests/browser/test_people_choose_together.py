"""Zoé gives her voice by keyboard, the mass is reached, it closes at the second with nobody at work; axe is content."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from projets.opportunites.choosing.casting import Said, Who, cast
from projets.opportunites.models import Voix
from projets.votes.polls.poll import Proof
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations
from tests.people import hugo
from tests.projets.choosing.samples import OLD, YOUNG, at, make_consultation

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/consultations/ombre/"


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_one_chooses_by_keyboard_and_sees_it_close_at_the_second(page: Page, plain_page: Page) -> None:
    consultation = make_consultation(quorum="0.1", options={"A": "Des arbres", "B": "Une pergola"})
    cast(consultation, Said({"A": 2}, {}, "ile", OLD), Who.of_name(Proof.DECLARED, "Paul", "1950-01-01"))
    page.goto("/consultations/")
    assert violations(page) == []
    page.get_by_role("link", name="Quelle ombre sur le cours ?").press("Enter")
    expect(page.get_by_text("Il manque surtout :")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Donner ma voix").press("Enter")
    page.get_by_role("group", name="Des arbres").get_by_label("0", exact=True).focus()
    press(page, *["ArrowRight"] * 4, "Tab")
    expect(page.get_by_role("group", name="Des arbres").get_by_label("4")).to_be_checked()
    page.get_by_role("button", name="Relire").press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    assert violations(page) == []
    page.get_by_label("Où habitez-vous ?").press("C")
    page.get_by_label("Votre âge").press("1")
    page.get_by_role("radio", name="sur l’honneur").press("Space")
    page.get_by_role("textbox", name="Prénom et nom").press_sequentially("Zoé Le Goff")
    page.get_by_role("textbox", name="Date de naissance").press_sequentially("04051990")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Est-ce bien cela ?")).to_be_visible()
    expect(page.get_by_text(f"Centre-Ville · {YOUNG.replace('-', ' à ')} ans")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Envoyer ma voix").press("Enter")
    expect(page.get_by_role("heading", name="Merci, votre voix est comptée.")).to_be_visible()
    assert Voix.objects.filter(choices={"A": 4}).count() == 1
    page.goto(PAGE)
    expect(page.get_by_text("La masse demandée est atteinte.")).to_be_visible()

    plain_page.goto(f"{PAGE}voter/")
    plain_page.get_by_role("group", name="Une pergola").get_by_label("5").check()
    plain_page.get_by_label("Où habitez-vous ?").select_option(label="Île de Nantes")
    plain_page.get_by_role("radio", name="sur l’honneur").check()
    plain_page.get_by_role("textbox", name="Prénom et nom").fill("Une autre")
    plain_page.get_by_role("textbox", name="Date de naissance").fill("1970-01-01")
    plain_page.get_by_role("button", name="Relire").click()
    with at(consultation.closes_at - timedelta(seconds=1)):
        page.goto(PAGE)
        expect(page.get_by_role("link", name="Donner ma voix")).to_be_visible()
    with at(consultation.closes_at):
        plain_page.get_by_role("button", name="Envoyer ma voix").click()
        expect(plain_page.get_by_role("alert")).to_contain_text("cette voix n’est pas comptée")
        expect(plain_page.get_by_role("group", name="Une pergola").get_by_label("5")).to_be_checked()
        page.goto(PAGE)
        page.get_by_role("link", name="Voir le résultat").press("Enter")
        expect(page.locator(".first")).to_contain_text("6 points")
        assert violations(page) == []
    assert Voix.objects.count() == 2


def test_the_desk_is_clean(page: Page) -> None:
    consultation = make_consultation()
    facilitator = hugo()
    sign_in(page, facilitator)
    topic = consultation.opportunite.uuid
    for address in ("animer/", f"animer/nouvelle/?sujet={topic}", "animer/ombre/", "animer/ombre/papier/",
                    "animer/ombre/telephone/"):  # fmt: skip
        page.goto(f"/consultations/{address}")
        assert violations(page) == [], address
    page.goto(f"/opportunites/{topic}/")
    expect(page.get_by_role("heading", name="Choisir ensemble")).to_be_visible()
    assert violations(page) == []

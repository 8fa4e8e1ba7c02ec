"""One types what one sees, as one says it, and reads who will answer, by when, and what is planned here already."""

import pytest
from playwright.sync_api import Page, expect

from signalements.actions import change_status
from signalements.workflow import Status
from tests.browser.watching import violations
from tests.factories import make_territoire
from tests.places import COURS_DES_50_OTAGES
from tests.signalements.samples import load_content, make_signalement, tomorrow

HERE = f"/signaler/?lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}"
WORDS = "Cherchez avec vos mots"


@pytest.fixture(autouse=True)
def city(live_server: object, transactional_db: None) -> None:
    """Categories, a quartier, and a repair that is planned."""
    load_content()
    make_territoire(COURS_DES_50_OTAGES, name="Centre-Ville")
    change_status(make_signalement("trottoir-abime"), Status.PLANNED, planned_on=tomorrow())


def test_mis_spelt_words_show_the_likeliest_first_and_say_who_answers(phone_page: Page) -> None:
    phone_page.goto(HERE)
    phone_page.get_by_label(WORDS).fill("ya un matla sur le trotoir")
    best = phone_page.locator(".best .category")
    expect(best.first).to_contain_text("Objets ou encombrants abandonnés")
    phone_page.get_by_label(WORDS).press("Enter")
    expect(best.first.locator("input")).to_be_focused()
    phone_page.keyboard.press("Space")
    said = phone_page.locator(".said")
    expect(said).to_contain_text("Propreté")
    expect(said).to_contain_text("jours ouvrés")
    expect(said.get_by_role("link", name="Trottoir abîmé")).to_be_visible()
    assert violations(phone_page) == []
    phone_page.get_by_role("button", name="Voir toutes les catégories").click()
    expect(phone_page.locator(".family .category:visible").first).to_be_visible()
    expect(phone_page.locator(".best")).to_be_hidden()
    expect(phone_page.get_by_role("radio", name="Objets ou encombrants abandonnés")).to_be_checked()


def test_without_network_the_words_are_still_looked_for(page: Page) -> None:
    page.goto(HERE)
    page.get_by_label(WORDS).wait_for()
    page.context.set_offline(True)
    page.get_by_label(WORDS).fill("lampadaire")
    expect(page.locator(".best .category").first).to_contain_text("Lampadaire éteint")
    page.get_by_text("Lampadaire éteint").click()
    expect(page.locator(".receiver")).to_contain_text("Reçu par : Éclairage public.")


def test_without_javascript_a_button_finds_it_too(plain_page: Page) -> None:
    plain_page.goto(HERE)
    plain_page.get_by_label(WORDS).fill("poubel qui debor")
    plain_page.get_by_role("button", name="Chercher", exact=True).click()
    expect(plain_page.get_by_role("heading", name="Ce qui y ressemble le plus")).to_be_visible()
    first = plain_page.locator(".category").first
    expect(first).to_contain_text("Poubelle qui déborde")
    first.click()
    plain_page.get_by_role("button", name="Chercher", exact=True).click()
    expect(plain_page.locator(".said")).to_contain_text("Propreté")


def test_the_page_is_told_once_the_network_is_back(page: Page) -> None:
    page.goto(HERE)
    page.get_by_label(WORDS).wait_for()
    page.context.set_offline(True)
    page.get_by_text("Fuite d’eau").click()
    expect(page.locator(".receiver")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Voir toutes les catégories").click()
    page.get_by_text("Tag ou affiche sauvage").click()
    expect(page.locator(".said")).to_contain_text("10 jours ouvrés")
    expect(page.locator(".receiver")).to_be_hidden()

"""The search field forgives accents and typos, is a combobox by keyboard, and a page without JavaScript."""

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from playwright.sync_api import Page, expect

from carto.territoires.models import Rue
from tests.browser.samples import make_idee
from tests.browser.watching import wait_ready
from tests.places import COURS_DES_50_OTAGES


@pytest.fixture(autouse=True)
def street(transactional_db: None) -> Rue:
    """The cours des 50 Otages, as one line."""
    place = COURS_DES_50_OTAGES
    line = LineString((place.x, place.y - 0.002), (place.x, place.y + 0.002))
    return Rue.objects.create(
        code="nantes-cours-des-50-otages", name="Cours des 50 Otages", geom=MultiLineString(line, srid=4326)
    )


@pytest.mark.parametrize("words", ["cours des 50 otages", "cour des 50 otage"])
def test_a_street_is_found_and_the_map_goes_there(page: Page, words: str) -> None:
    page.goto("/")
    wait_ready(page)
    field = page.get_by_role("combobox", name="Chercher")
    field.press_sequentially(words, delay=10)
    expect(page.get_by_role("option").first).to_contain_text("Cours des 50 Otages")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.wait_for_function("() => location.hash.split('/')[1]?.startsWith('47.216')")


def test_a_fiche_is_found_and_its_card_opens(page: Page) -> None:
    make_idee(COURS_DES_50_OTAGES, title="Une pergola fleurie")
    page.goto("/")
    wait_ready(page)
    page.get_by_role("combobox", name="Chercher").fill("pergola")
    page.get_by_role("option", name="Une pergola fleurie").click()
    expect(page.locator(".drawer .card h2")).to_have_text("Une pergola fleurie")


def test_escape_closes_the_answers_then_empties_the_field(page: Page) -> None:
    page.goto("/")
    wait_ready(page)
    field = page.get_by_role("combobox", name="Chercher")
    field.fill("otages")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.press("Escape")
    expect(field).to_have_value("")


def test_words_that_mean_nothing_get_a_kind_word(page: Page) -> None:
    page.goto("/")
    wait_ready(page)
    page.get_by_role("combobox", name="Chercher").fill("zzzzqqqq")
    expect(page.locator("#reponses")).to_contain_text("Rien de ce nom ici")


def test_without_javascript_the_field_is_a_form_with_a_page(plain_page: Page) -> None:
    plain_page.goto("/")
    plain_page.get_by_role("searchbox", name="Chercher").fill("cours des 50 otages")
    plain_page.get_by_role("button", name="Chercher").click()
    expect(plain_page.get_by_role("heading", name="1 réponse")).to_be_visible()
    expect(plain_page.locator(".hits")).to_contain_text("Cours des 50 Otages")

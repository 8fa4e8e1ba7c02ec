"""The queue by keyboard and by thumb: rows and pins light each other, shortcuts go and stop, axe-core says nothing."""

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import Page, expect

from signalements.models import Signalement
from tests.browser.signing_in import sign_in
from tests.browser.watching import MAP, violations, wait_ready
from tests.people import bob
from tests.places import CHATEAU, COMMERCE, ILE_DE_NANTES
from tests.signalements.samples import make_signalement


@pytest.fixture
def three(transactional_db: None) -> list[Signalement]:
    """Three holes, in the order of the queue."""
    return [make_signalement(geom=place) for place in (CHATEAU, COMMERCE, ILE_DE_NANTES)]


def _lit(page: Page) -> str:
    return page.evaluate(f"{MAP}.getFilter('file-lit')[2]")


def test_a_day_at_the_queue_without_a_mouse(page: Page, three: list[Signalement]) -> None:
    sign_in(page, bob())
    page.goto("/bureau/")
    wait_ready(page)
    page.wait_for_function(f"() => {MAP}.getSource('file')")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".row").nth(1).get_by_role("link")).to_be_focused()
    assert _lit(page) == str(three[1].uuid), "the row's pin is lit"
    page.keyboard.press("x")
    expect(page.locator(".row").nth(1).get_by_role("checkbox")).to_be_checked()
    assert violations(page) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Raccourcis actifs").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).not_to_be_focused()
    page.get_by_role("button", name="Raccourcis clavier").click()
    page.get_by_label("Raccourcis actifs").check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("gm")
    assert page.locator("[data-search]").input_value() == "gm", "typing is typing"
    page.locator("[data-search]").blur()
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/bureau/?file=retard")


def test_a_thumb_finds_the_list_first_and_searches_where_the_map_is(phone_page: Page, three: list[Signalement]) -> None:
    sign_in(phone_page, bob())
    phone_page.goto("/bureau/")
    expect(phone_page.locator("#carte")).to_be_hidden()
    assert phone_page.evaluate("document.documentElement.scrollWidth") <= 390
    phone_page.get_by_role("button", name="Carte", exact=True).tap()
    wait_ready(phone_page)
    here: Point = three[0].geom
    phone_page.wait_for_function(f"() => {MAP}.getLayer('file-pins')")
    phone_page.evaluate(f"at => {MAP}.jumpTo({{center: at, zoom: 17}}, {{originalEvent: {{}}}})", [here.x, here.y])
    assert violations(phone_page) == []
    phone_page.get_by_role("link", name="Chercher dans ce cadre").tap()
    phone_page.wait_for_url("**cadre=**")
    assert [row.get_attribute("data-uuid") for row in phone_page.locator(".row").all()] == [str(three[0].uuid)]

"""A period is chosen in one touch or by two days, on a phone and without JavaScript too; a wrong one is told."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from carto.fiches.models import Fiche
from tests.browser.samples import beside, make_signalement
from tests.browser.watching import drawn, violations, wait_ready
from tests.places import CHATEAU

HERE = f"#17/{CHATEAU.y}/{CHATEAU.x}"
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def march(transactional_db: None) -> dict[int, Fiche]:
    """One pothole on each of four days of March 2025, by the day, side by side."""
    days = (2, 5, 9, 16)
    return {
        day: make_signalement(
            beside(25 * i), title=f"Trou du {day}", created_at=datetime(2025, 3, day, 12, tzinfo=PARIS)
        )
        for i, day in enumerate(days)
    }


def _unfold(page: Page) -> None:
    page.locator(".more > summary").click()


def test_two_days_filter_map_counts_list_and_address_together(page: Page, march: dict[int, Fiche]) -> None:
    page.goto(f"/{HERE}")
    wait_ready(page)
    _unfold(page)
    page.get_by_label("Du", exact=True).fill("2025-03-05")
    page.get_by_label("au", exact=True).fill("2025-03-09")
    expect(page.locator(".panel [data-total]")).to_have_text("2 fiches")
    expect(page.locator(".more .active")).to_have_text("1 filtre")
    expect(page).to_have_url(re.compile(r"\?depuis=2025-03-05&jusqua=2025-03-09#"))
    page.wait_for_function("() => document.querySelectorAll('.seen .line').length === 2")
    assert drawn(page) == {str(march[5].uuid), str(march[9].uuid)}
    page.get_by_role("link", name="Voir en liste").click()
    expect(page.locator(".list-head [data-total]")).to_have_text("2 fiches")


def test_a_usual_period_takes_one_touch(phone_page: Page, march: dict[int, Fiche]) -> None:
    today = make_signalement(beside(-25), title="Trou d’aujourd’hui")
    phone_page.goto(f"/{HERE}")
    wait_ready(phone_page)
    phone_page.get_by_role("button", name="Couches et filtres").tap()
    _unfold(phone_page)
    phone_page.get_by_role("link", name="30 jours").tap()
    expect(phone_page.locator(".panel [data-total]")).to_have_text("1 fiche")
    expect(phone_page.get_by_role("link", name="30 jours")).to_have_attribute("aria-current", "true")
    assert drawn(phone_page) == {str(today.uuid)}
    phone_page.get_by_role("link", name="Tout", exact=True).tap()
    expect(phone_page.locator(".panel [data-total]")).to_have_text("5 fiches")
    assert violations(phone_page) == []


def test_a_period_that_ends_before_it_begins_is_told_and_mended(page: Page, march: dict[int, Fiche]) -> None:
    page.goto(f"/?depuis=2025-03-05{HERE}")
    wait_ready(page)
    page.get_by_label("au", exact=True).fill("2025-03-01")
    told = page.get_by_text("La fin vient avant le début.")
    expect(told).to_be_visible()
    expect(page.get_by_label("au", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".panel [data-total]")).to_have_text("3 fiches")  # what it was
    assert violations(page) == []
    page.get_by_role("link", name="Échanger les deux dates").click()
    expect(told).to_be_hidden()
    expect(page.locator(".panel [data-total]")).to_have_text("2 fiches")
    expect(page).to_have_url(re.compile(r"\?depuis=2025-03-01&jusqua=2025-03-05#"))


def test_without_javascript_the_two_days_are_a_form(plain_page: Page, march: dict[int, Fiche]) -> None:
    plain_page.goto("/liste/?couches=signalements")
    plain_page.locator(".more > summary").click()
    plain_page.get_by_label("Du", exact=True).fill("2025-03-05")
    plain_page.get_by_label("au", exact=True).fill("2025-03-09")
    plain_page.get_by_role("button", name="Appliquer").click()
    expect(plain_page).to_have_url(re.compile(r"depuis=2025-03-05&jusqua=2025-03-09"))
    expect(plain_page.locator(".list-head [data-total]")).to_have_text("2 fiches")
    plain_page.get_by_label("Du", exact=True).fill("2025-03-20")
    plain_page.get_by_role("button", name="Appliquer").click()
    expect(plain_page.get_by_text("est-ce l’inverse ?")).to_be_visible()
    expect(plain_page.get_by_label("Du", exact=True)).to_have_value("2025-03-20")
    expect(plain_page.get_by_label("au", exact=True)).to_have_value("2025-03-09")
    plain_page.get_by_role("link", name="Échanger les deux dates").click()
    expect(plain_page.locator(".list-head [data-total]")).to_have_text("2 fiches")
    plain_page.get_by_role("link", name="L’an dernier").click()
    expect(plain_page.locator(".presets [aria-current]")).to_have_text("L’an dernier")
    expect(plain_page.get_by_role("checkbox", name="Idées")).not_to_be_checked()

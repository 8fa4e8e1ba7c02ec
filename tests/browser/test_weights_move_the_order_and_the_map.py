"""Candidates beside their map: the reader's weights move both at once, the scale follows the zoom, and it all works
without JavaScript, by keyboard, on a phone and at night.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from projets.opportunites.models import Candidat
from tests.browser.watching import MAP, violations, wait_ready
from tests.projets.candidats.samples import make_city, say

LIST = "/opportunites/candidates/"
PAGE = f"{LIST}quartier/N01/voirie/"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def city(transactional_db: None) -> dict[str, Candidat]:
    """Five candidates in Nantes."""
    return make_city()


def order(page: Page) -> list[str]:
    """The list, by the names that addresses give."""
    return page.locator("ol.candidats > li").evaluate_all("lines => lines.map(line => line.dataset.key)")


def drawn(page: Page, candidat: Candidat) -> float:
    """How strongly the map colours its place, from 0 to 1."""
    state = f"{MAP}.getFeatureState({{source: 'territoires', sourceLayer: 'territoires', id: %d}}).height"
    return page.evaluate(f"() => {state % candidat.territoire_id}")


def test_a_slider_moves_order_map_and_address_and_the_plain_page_says_the_same(
    page: Page, plain_page: Page, city: dict[str, Candidat]
) -> None:
    page.goto(f"{LIST}?echelle=quartier")
    wait_ready(page)
    assert order(page) == ["quartier/N01/voirie", "quartier/N02/voirie"]
    expect(page.locator(".rolls").first).to_contain_text("2 rues, la plus haute : Rue Paul-Bellamy")
    said = page.locator("ol.candidats").inner_text()
    assert drawn(page, city["centre"]) > drawn(page, city["ile"]) > 0
    page.get_by_label("Idées proches").press("Home")
    page.get_by_label("Ce qui revient").press("End")
    expect(page.locator("ol.candidats > li").first).to_have_attribute("data-key", "quartier/N02/voirie")
    assert drawn(page, city["ile"]) > drawn(page, city["centre"])
    expect(page.locator(".candidat-pin", has_text="1")).to_have_attribute(
        "aria-label", "1 : Île de Nantes, Voirie (48)"
    )
    expect(page.locator("#dit")).to_have_text("L’ordre a changé : Île de Nantes, Voirie est en tête.")
    assert "poids_people=0" in page.url and "poids_repeats=6" in page.url
    moved = page.locator("ol.candidats").inner_text()
    plain_page.goto(page.url)
    assert plain_page.locator("ol.candidats").inner_text() == moved
    page.get_by_role("link", name="Revenir aux poids publiés").click()
    expect(page.locator("ol.candidats > li").first).to_have_attribute("data-key", "quartier/N01/voirie")
    plain_page.get_by_role("link", name="Revenir aux poids publiés").click()
    assert plain_page.locator("ol.candidats").inner_text() == page.locator("ol.candidats").inner_text() == said


def test_the_scale_follows_the_zoom_and_the_tabs(page: Page, city: dict[str, Candidat]) -> None:
    page.goto(LIST)
    wait_ready(page)
    assert violations(page) == []
    page.evaluate(f"() => {MAP}.setZoom(11)")
    expect(page.locator("ol.candidats > li")).to_have_count(1)
    assert order(page) == ["metropole/44109/voirie"] and "echelle=metropole" in page.url
    expect(page.locator(".rolls")).to_contain_text("2 quartiers, le plus haut : Centre-Ville")
    page.get_by_role("navigation", name="Échelle").get_by_role("link", name="La rue").click()
    expect(page.locator("ol.candidats > li")).to_have_count(2)
    page.wait_for_function(f"() => {MAP}.getZoom() >= 15")
    assert order(page)[0] == "rue/44109-rue-paul-bellamy/voirie"
    expect(page.locator(".scales [aria-current]")).to_have_text("La rue")
    page.wait_for_function(f"() => {MAP}.queryRenderedFeatures({{layers: ['candidats-rues']}}).length")
    page.mouse.click(*_on_the_map(page, city["bellamy"]))
    here = page.locator(".maplibregl-popup")
    expect(here).to_contain_text("Rue Paul-Bellamy")
    here.get_by_role("link").click()
    page.wait_for_url("**/rue/44109-rue-paul-bellamy/voirie/")


def _on_the_map(page: Page, candidat: Candidat) -> tuple[float, float]:
    """Beside its pin, on its street, in CSS pixels of the window."""
    west = [candidat.spot.x - 0.0006, candidat.spot.y]
    page.evaluate(f"place => {MAP}.jumpTo({{center: place, zoom: 16.5}})", west)
    page.evaluate(f"async () => {{ if (!{MAP}.loaded()) await {MAP}.once('idle'); }}")
    box = page.locator("#carte").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_have_no_violation_and_fit_a_phone(
    new_page: Callable[..., Page], city: dict[str, Candidat], scheme: str
) -> None:
    page = new_page(color_scheme=scheme, viewport=PHONE)
    for address in ("/opportunites/", f"{LIST}?poids_people=2", PAGE, f"{PAGE}?avec=quartier/N02/voirie"):
        page.goto(address)
        if address != "/opportunites/":
            wait_ready(page)
        assert violations(page) == [], address
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), address


def test_the_dossier_opens_without_a_network(page: Page, city: dict[str, Candidat], tmp_path: object) -> None:
    say(city["bellamy"], "Des trottoirs larges")
    page.goto(f"{LIST}rue/44109-rue-paul-bellamy/voirie/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Le dossier").click()
    target = tmp_path / "dossier.html"
    download.value.save_as(target)
    context = page.context.browser.new_context(offline=True)
    opened, asked, thrown = context.new_page(), [], []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: thrown.append(str(error)))
    opened.goto(target.as_uri())
    opened.wait_for_selector(".leaflet-overlay-pane canvas")
    expect(opened.locator("h1")).to_contain_text("Rue Paul-Bellamy")
    expect(opened.locator(".leaflet-control-scale-line").first).to_have_text(re.compile(r"^\d+ m$"))  # not the world
    expect(opened.get_by_role("link", name="Des trottoirs larges").first).to_be_visible()
    context.close()
    assert [address for address in asked if not address.startswith(("data:", target.as_uri()))] == []
    assert thrown == []

"""« Autour d’ici » by click, by long press and by keyboard, with the links that act there."""

import re

from playwright.sync_api import Page, expect

from tests.browser.samples import beside, make_signalement
from tests.browser.watching import position, wait_ready
from tests.factories import make_territoire
from tests.places import CHATEAU

HERE = f"#17/{CHATEAU.y}/{CHATEAU.x}"


def test_a_click_beside_the_pins_tells_what_is_near(page: Page, transactional_db: None) -> None:
    make_territoire(name="Centre-Ville")
    make_signalement(beside(90), title="Trou à côté")
    page.goto(f"/{HERE}")
    wait_ready(page)
    page.mouse.click(*position(page, CHATEAU))
    around = page.locator(".drawer .around")
    expect(around).to_contain_text("1 fiche à moins de 150 mètres")
    expect(around).to_contain_text("Trou à côté")
    expect(around).to_contain_text("à 90 m")
    expect(around.get_by_role("link", name="Signaler ici")).to_have_attribute(
        "href", re.compile(rf"/signaler/\?lat={CHATEAU.y:.3f}\d*&lon={str(CHATEAU.x)[:6]}")
    )
    expect(around.get_by_role("link", name="Proposer ici")).to_be_visible()


def test_the_keyboard_alone_chooses_a_place_and_reports_there(page: Page, transactional_db: None) -> None:
    page.goto(f"/{HERE}")
    wait_ready(page)
    canvas = page.get_by_role("region", name=re.compile("^Carte de"))
    for _ in range(80):
        page.keyboard.press("Tab")
        if canvas.evaluate("canvas => canvas === document.activeElement"):
            break
    expect(page.locator(".crosshair")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => Number(location.hash.split('/')[2]) > {CHATEAU.x + 0.0001}")
    page.keyboard.press("Enter")
    link = page.locator(".drawer").get_by_role("link", name="Signaler ici")
    link.wait_for()
    moved = float(re.search(r"lon=(-?[\d.]+)", link.get_attribute("href") or "")[1])
    assert moved > CHATEAU.x + 0.0001
    expect(page.locator(".drawer")).to_be_focused()
    page.keyboard.press("Escape")
    expect(canvas).to_be_focused()


def test_a_long_press_asks_on_a_phone(phone_page: Page, transactional_db: None) -> None:
    phone_page.goto(f"/{HERE}")
    wait_ready(phone_page)
    x, y = position(phone_page, CHATEAU)
    finger = phone_page.context.new_cdp_session(phone_page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    expect(phone_page.locator(".drawer .around")).to_be_visible()
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(phone_page.locator(".drawer .around")).to_be_visible()


def test_without_javascript_the_page_says_the_same(plain_page: Page, transactional_db: None) -> None:
    make_signalement(beside(90), title="Trou à côté")
    plain_page.goto(f"/autour/?lat={CHATEAU.y}&lon={CHATEAU.x}")
    expect(plain_page.get_by_role("heading", name="1 fiche à moins de 150 mètres")).to_be_visible()
    plain_page.get_by_role("link", name="Trou à côté").click()
    expect(plain_page).to_have_url(re.compile("/signalements/"))

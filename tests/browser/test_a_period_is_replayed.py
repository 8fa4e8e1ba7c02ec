"""The days of a period pass on the map: by themselves or by hand, with the keyboard alone, no faster than tiles."""

from collections.abc import Callable
from datetime import datetime
from itertools import groupby
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, Request, expect

from carto.fiches.models import Fiche
from tests.browser.samples import beside, make_idee, make_signalement
from tests.browser.watching import drawn, violations, wait_ready
from tests.places import CHATEAU

PARIS = ZoneInfo("Europe/Paris")
WEEK = f"/?depuis=2025-03-03&jusqua=2025-03-09#17/{CHATEAU.y}/{CHATEAU.x}"
Fiches = dict[int, Fiche]


@pytest.fixture
def week(transactional_db: None) -> Fiches:
    """A pothole on Monday, Tuesday and Sunday of a week of March 2025, an idea on Friday, and a pothole before."""
    made = {day: datetime(2025, 3, day, 12, tzinfo=PARIS) for day in (1, 3, 4, 7, 9)}
    fiches = {
        day: make_signalement(beside(25 * i), title=f"Trou du {day}", created_at=made[day])
        for i, day in enumerate((1, 3, 4, 9))
    }
    return fiches | {7: make_idee(beside(-25), created_at=made[7])}


def _open(page: Page, address: str = WEEK) -> None:
    page.goto(address)
    wait_ready(page)
    page.get_by_role("button", name="Rejouer la période").click()
    page.get_by_role("region", name="Rejouer la période").wait_for()


def _uuids(fiches: Fiches, *days: int) -> set[str]:
    return {str(fiches[day].uuid) for day in days}


def _shows(page: Page, fiches: Fiches, *days: int) -> None:
    """Wait until the map shows exactly the fiches of these days."""
    page.wait_for_function(
        "([wanted]) => { const map = document.getElementById('carte').map;"
        " const seen = new Set(map.queryRenderedFeatures().map(f => f.properties.uuid).filter(Boolean));"
        " return map.loaded() && seen.size === wanted.length && wanted.every(uuid => seen.has(uuid)); }",
        arg=[sorted(_uuids(fiches, *days))],
    )


def _last_day(request: Request) -> str:
    """The last day that a request for the fiches' tiles asks for; empty for any other request."""
    parts = urlsplit(request.url)
    asked = parts.path.startswith("/tuiles/signalements") and parts.path.endswith(".mvt")
    return parse_qs(parts.query).get("jusqua", ["none"])[0] if asked else ""


def test_the_days_pass_by_themselves_and_leave_the_address_alone(new_page: Callable[..., Page], week: Fiches) -> None:
    page = new_page(reduced_motion="no-preference")
    asked: list[str] = []
    waiting: list[str] = []
    crossed: list[tuple[str, str]] = []

    def on_request(request: Request) -> None:
        if day := _last_day(request):
            asked.append(day)
            crossed.extend((day, other) for other in waiting if other != day)
            waiting.append(day)

    def on_answer(request: Request) -> None:
        if day := _last_day(request):
            waiting.remove(day)

    page.on("request", on_request)
    page.on("requestfinished", on_answer)
    page.on("requestfailed", on_answer)
    _open(page)
    player = page.get_by_role("region", name="Rejouer la période")
    expect(player.get_by_role("button", name="Pause")).to_be_focused()
    player.get_by_role("button", name="Lire").wait_for()  # at the end it rests
    expect(player.locator("[data-days]")).to_have_text("jusqu’au 9 mars 2025")
    expect(player.get_by_role("status")).to_have_text("jusqu’au 9 mars 2025 : 4 fiches")
    _shows(page, week, 3, 4, 7, 9)
    assert [day for day, _ in groupby(asked)] == ["2025-03-09", *(f"2025-03-0{day}" for day in range(3, 10))]
    assert crossed == []
    assert "depuis=2025-03-03&jusqua=2025-03-09" in page.url


@pytest.mark.long
def test_one_step_at_a_time_for_who_wants_little_movement(page: Page, week: Fiches) -> None:
    _open(page)
    player = page.get_by_role("region", name="Rejouer la période")
    expect(player.get_by_text("peu de mouvement")).to_be_visible()
    expect(player.get_by_role("button", name="Lire")).to_be_hidden()
    _shows(page, week, 3)
    expect(player.locator("[data-fiches]")).to_have_text("1 fiche")
    player.get_by_role("button", name="Un pas en avant").click()
    _shows(page, week, 3, 4)
    expect(player.get_by_role("status")).to_have_text("jusqu’au 4 mars 2025 : 2 fiches")
    player.get_by_role("button", name="Un pas en arrière").click()
    _shows(page, week, 3)
    page.keyboard.press("Space")
    expect(player.locator("[data-days]")).to_have_text("jusqu’au 3 mars 2025")


def test_the_keyboard_alone_plays_and_leaves(new_page: Callable[..., Page], week: Fiches) -> None:
    page = new_page(reduced_motion="no-preference")
    page.goto(WEEK)
    wait_ready(page)
    page.get_by_role("button", name="Rejouer la période").focus()
    page.keyboard.press("Enter")
    player = page.get_by_role("region", name="Rejouer la période")
    expect(player.get_by_role("button", name="Pause")).to_be_focused()
    page.keyboard.press("Space")
    expect(player.get_by_role("button", name="Lire")).to_be_focused()
    day = player.get_by_role("slider", name="Jour affiché")
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
        if day.evaluate("range => range === document.activeElement"):
            break
    expect(day).to_be_focused()
    page.keyboard.press("Home")
    _shows(page, week, 3)
    page.keyboard.press("ArrowRight")
    expect(day).to_have_attribute("aria-valuetext", "jusqu’au 4 mars 2025 : 2 fiches")
    _shows(page, week, 3, 4)
    page.keyboard.press("Space")
    expect(player.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(player).to_be_hidden()
    expect(page.get_by_role("button", name="Rejouer la période")).to_be_focused()
    _shows(page, week, 3, 4, 7, 9)  # the form's own period


@pytest.mark.long
def test_nothing_flickers_while_more_is_shown(new_page: Callable[..., Page], week: Fiches) -> None:
    page = new_page(reduced_motion="no-preference")
    _open(page)
    player = page.get_by_role("region", name="Rejouer la période")
    player.get_by_role("button", name="Pause").click()
    player.get_by_role("slider").fill("0")
    _shows(page, week, 3)
    page.evaluate(
        "() => { const map = document.getElementById('carte').map; window.seen = []; map.on('render', () =>"
        " window.seen.push(map.queryRenderedFeatures().filter(f => f.properties.uuid).length)); }"
    )
    player.get_by_role("button", name="Lire").click()
    player.get_by_role("button", name="Lire").wait_for()
    _shows(page, week, 3, 4, 7, 9)
    seen = page.evaluate("window.seen")
    assert seen == sorted(seen)  # the old tiles stay until the new ones are there
    assert len(set(seen)) > 2


@pytest.mark.long
def test_escape_closes_one_thing_at_a_time(page: Page, week: Fiches) -> None:
    _open(page)
    player = page.get_by_role("region", name="Rejouer la période")
    _shows(page, week, 3)
    page.locator("#carte canvas").focus()
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".drawer")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".drawer")).to_be_hidden()
    expect(player).to_be_visible()
    page.keyboard.press("Escape")
    expect(player).to_be_hidden()


@pytest.mark.long
def test_a_sliding_window_lets_the_oldest_go(page: Page, week: Fiches) -> None:
    _open(page, WEEK.replace("jusqua=2025-03-09", "jusqua=2025-03-31"))
    player = page.get_by_role("region", name="Rejouer la période")
    player.get_by_label("Montrer").select_option(label="fenêtre glissante")
    day = player.get_by_role("slider", name="Jour affiché")
    day.fill("8")
    expect(player.locator("[data-days]")).to_have_text("5–11 mars 2025")
    expect(player.locator("[data-fiches]")).to_have_text("2 fiches")
    _shows(page, week, 7, 9)


@pytest.mark.long
def test_the_step_may_be_chosen_and_the_bars_say_the_whole_in_words(page: Page, week: Fiches) -> None:
    _open(
        page, WEEK.replace("depuis=2025-03-03", "depuis=2025-01-01").replace("jusqua=2025-03-09", "jusqua=2025-06-30")
    )
    player = page.get_by_role("region", name="Rejouer la période")
    expect(player.get_by_role("combobox", name="Pas")).to_have_value("semaine")
    told = "1 janvier – 30 juin 2025 : 5 fiches ; au plus 4 en un pas, 3–9 mars 2025"
    expect(player.get_by_role("img")).to_have_attribute("aria-label", told)
    player.get_by_role("combobox", name="Pas").select_option("mois")
    expect(player.get_by_role("slider")).to_have_attribute("max", "5")
    expect(player.get_by_role("img")).to_have_attribute(
        "aria-label", told.replace("4 en un pas, 3–9", "5 en un pas, 1–31")
    )


@pytest.mark.long
def test_another_choice_in_the_form_is_replayed_anew(page: Page, week: Fiches) -> None:
    _open(page)
    player = page.get_by_role("region", name="Rejouer la période")
    page.get_by_role("checkbox", name="Signalements").uncheck()
    player.get_by_role("slider").fill("6")
    expect(player.locator("[data-fiches]")).to_have_text("1 fiche")
    _shows(page, week, 7)


@pytest.mark.long
def test_a_period_without_fiches_says_so(page: Page, week: Fiches) -> None:
    page.goto(f"/?depuis=2020-03-03&jusqua=2020-03-09#17/{CHATEAU.y}/{CHATEAU.x}")
    wait_ready(page)
    page.get_by_role("button", name="Rejouer la période").click()
    expect(page.locator(".said")).to_have_text("Aucune fiche dans cette période : rien à rejouer.")
    expect(page.locator(".replay")).to_be_hidden()


def test_a_phone_replays_under_the_map(phone_page: Page, week: Fiches) -> None:
    phone_page.goto(WEEK)
    wait_ready(phone_page)
    phone_page.get_by_role("button", name="Couches et filtres").tap()
    phone_page.get_by_role("button", name="Rejouer la période").tap()
    player = phone_page.get_by_role("region", name="Rejouer la période")
    player.get_by_role("button", name="Un pas en avant").tap()
    _shows(phone_page, week, 3, 4)
    box = player.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert box["height"] < 844 / 2  # the map stays in sight
    assert violations(phone_page) == []
    player.get_by_role("button", name="Fermer").tap()
    _shows(phone_page, week, 3, 4, 7, 9)


def test_axe_has_nothing_to_say_of_the_player(page: Page, week: Fiches) -> None:
    _open(page)
    assert violations(page) == []


@pytest.mark.long
def test_the_player_weighs_nothing_until_it_is_asked_for(page: Page, week: Fiches) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(WEEK)
    wait_ready(page)
    assert drawn(page) == _uuids(week, 3, 4, 7, 9)
    assert not {"/static/carte/replay.js", "/static/carte/rhythm.js", "/rythme/"} & set(asked)

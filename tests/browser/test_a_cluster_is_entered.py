"""A cluster is entered where it opens; fiches that never part fan out, or make a list when they are many.

The tile with its one cluster, and what the server knows of it, are told here: only what the page does of it is tried.
"""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from playwright.sync_api import Page, Route, expect

from carto.fiches.models import Fiche
from tests.browser.samples import make_idee, make_signalement
from tests.browser.watching import MAP, position, violations, wait_ready
from tests.places import CHATEAU, COMMERCE
from tiles.grid import Tile, tile_at

HERE = f"#12.5/{CHATEAU.y}/{CHATEAU.x}"
CELL = "15/123456"
NEVER = 0  # the status of an answer that does not come
TILE = """
SELECT ST_AsMVT(cluster, 'signalements', 4096, 'geom', 'id') FROM (
    SELECT %(id)s::bigint AS id, %(count)s::int AS count, 'signalement' AS kind, %(cell)s AS cell,
           ST_AsMVTGeom(
               ST_Transform(ST_GeomFromEWKB(%(at)s), 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64
           ) AS geom
) AS cluster
"""
AROUND = [CHATEAU.x - 0.001, CHATEAU.y - 0.001, CHATEAU.x + 0.001, CHATEAU.y + 0.001]
SAME_PLACE = [CHATEAU.x, CHATEAU.y, CHATEAU.x, CHATEAU.y]

Told = Callable[..., list[str]]


def _tile_of_one_cluster(tile: Tile, count: int) -> bytes:
    told = {
        "id": 1 << 52,
        "count": count,
        "cell": CELL,
        "at": bytes(CHATEAU.ewkb),
        "z": tile.z,
        "x": tile.x,
        "y": tile.y,
    }
    with connection.cursor() as cursor:
        cursor.execute(TILE, told)
        return bytes(cursor.fetchone()[0])


@pytest.fixture
def told(transactional_db: None) -> Told:
    """Tells a page of one cluster around the château, and what the server says of it; gives the addresses asked for."""

    def tell(page: Page, count: int, status: int = 200, **known: Any) -> list[str]:
        asked: list[str] = []
        tile = tile_at(CHATEAU.x, CHATEAU.y, 12)
        body = _tile_of_one_cluster(tile, count)
        answer = {"count": count, "at": [CHATEAU.x, CHATEAU.y], "bounds": AROUND, "zoom": None, "fiches": []} | known

        def draw(route: Route) -> None:
            held = f"/{tile.z}/{tile.x}/{tile.y}.mvt" in route.request.url
            content = {"content_type": "application/vnd.mapbox-vector-tile", "body": body}
            route.fulfill(**content if held else {"status": 204})

        def know(route: Route) -> None:
            asked.append(route.request.url)
            if status == NEVER:
                return
            route.fulfill(status=status, content_type="application/json", body=json.dumps(answer))

        page.route(re.compile(r"/tuiles/signalements,[^?]*\.mvt"), draw)
        page.route(re.compile(r"/tuiles/[^?]*/grappe/"), know)
        return asked

    return tell


def _three() -> list[Fiche]:
    return [make_signalement(CHATEAU, title=f"Trou {i}") for i in range(1, 4)]


def _as_told(fiches: list[Fiche]) -> list[dict[str, Any]]:
    at = [CHATEAU.x, CHATEAU.y]
    return [{"uuid": str(f.uuid), "title": f.title, "stage": f.stage, "kind": f.kind, "at": at} for f in fiches]


def _press(page: Page) -> None:
    page.mouse.click(*position(page, CHATEAU))


def _comes_to(page: Page, zoom: float) -> None:
    page.wait_for_function(f"zoom => Math.abs({MAP}.getZoom() - zoom) < 0.001 && !{MAP}.isMoving()", arg=zoom)


def test_a_click_comes_to_where_the_cluster_opens(page: Page, told: Told) -> None:
    asked = told(page, 123, zoom=15.0)
    page.goto(f"/?themes=voirie&depuis=2025-01-01{HERE}")
    wait_ready(page)
    _press(page)
    _comes_to(page, 15.01)
    (address,) = asked
    assert urlsplit(address).path == f"/tuiles/signalements/grappe/{CELL}.json"
    assert parse_qs(urlsplit(address).query).items() >= {"themes": ["voirie"], "depuis": ["2025-01-01"]}.items()
    expect(page.locator(".said")).to_have_text("123 fiches : la carte s’approche.")


def test_enter_in_the_middle_of_the_map_does_the_same(page: Page, told: Told) -> None:
    told(page, 123, zoom=14.0)
    page.goto(f"/{HERE}")
    wait_ready(page)
    page.locator("#carte canvas").focus()
    page.keyboard.press("Enter")
    _comes_to(page, 14.01)


@pytest.mark.long
def test_shift_and_enter_tell_what_is_around(page: Page, told: Told) -> None:
    told(page, 123, zoom=14.0)
    page.goto(f"/{HERE}")
    wait_ready(page)
    page.locator("#carte canvas").focus()
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".drawer .around")).to_be_visible()


@pytest.mark.long
def test_the_map_comes_no_closer_than_it_can(page: Page, told: Told) -> None:
    told(page, 123, zoom=25.0)
    page.goto(f"/{HERE}")
    wait_ready(page)
    _press(page)
    _comes_to(page, 20)


@pytest.mark.long
@pytest.mark.parametrize("status", [400, 404, 500, NEVER])
def test_without_an_answer_the_map_comes_two_zooms_closer(page: Page, told: Told, status: int) -> None:
    told(page, 123, status=status)
    page.goto(f"/{HERE}")
    wait_ready(page)
    _press(page)
    _comes_to(page, 14)


def test_a_few_at_the_same_place_fan_out_as_buttons(page: Page, told: Told) -> None:
    fiches = _three()
    told(page, 3, bounds=SAME_PLACE, fiches=_as_told(fiches))
    page.goto(f"/{HERE}")
    wait_ready(page)
    page.locator("#carte canvas").focus()
    page.keyboard.press("Enter")
    fan = page.get_by_role("list", name="3 fiches au même endroit")
    expect(fan.get_by_role("button")).to_have_text(["Trou 1", "Trou 2", "Trou 3"])
    expect(fan.get_by_role("button", name="Trou 1")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".drawer .card h2")).to_have_text("Trou 2")
    page.keyboard.press("Escape")
    expect(fan.get_by_role("button", name="Trou 2")).to_be_focused()  # the others are still there to be read
    page.keyboard.press("Escape")
    expect(fan).to_have_count(0)
    expect(page.locator("#carte canvas")).to_be_focused()


@pytest.mark.long
def test_a_thumb_fans_out_and_folds_by_moving_away(phone_page: Page, told: Told) -> None:
    told(phone_page, 3, bounds=SAME_PLACE, fiches=_as_told(_three()))
    phone_page.goto(f"/{HERE}")
    wait_ready(phone_page)
    phone_page.touchscreen.tap(*position(phone_page, CHATEAU))
    fan = phone_page.get_by_role("list", name="3 fiches au même endroit")
    expect(fan.get_by_role("button")).to_have_count(3)
    for box in (button.bounding_box() for button in fan.get_by_role("button").all()):
        assert box["width"] >= 44 and box["height"] >= 44
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert violations(phone_page) == []
    phone_page.get_by_role("button", name="Zoomer", exact=True).tap()
    expect(fan).to_have_count(0)


def test_many_at_the_same_place_are_a_list_and_its_page(page: Page, told: Told) -> None:
    fiches = _as_told(_three()) * 10
    told(page, 30, bounds=SAME_PLACE, fiches=fiches)
    page.goto(f"/{HERE}")
    wait_ready(page)
    _press(page)
    choice = page.get_by_role("list", name="Plusieurs fiches au même endroit")
    expect(choice.get_by_role("button")).to_have_count(30)
    expect(choice.get_by_role("button").first).to_be_focused()
    choice.get_by_role("link", name="Voir les 30 fiches en liste").click()
    expect(page.locator(".list-head [data-total]")).to_have_text("3 fiches")  # those that there really are


@pytest.mark.long
def test_a_crowd_is_a_link_to_its_list(page: Page, told: Told) -> None:
    told(page, 1234, bounds=SAME_PLACE)
    make_idee(CHATEAU)
    make_signalement(CHATEAU)
    page.goto(f"/?depuis=2025-01-01{HERE}")
    wait_ready(page)
    _press(page)
    link = page.get_by_role("link", name=re.compile("Voir les 1.234 fiches en liste"))
    expect(link).to_be_focused()
    link.click()
    expect(page).to_have_url(re.compile(r"/liste/\?depuis=2025-01-01&couches=signalements&cadre=-1\.\d+,47\.\d+,-1"))
    expect(page.locator(".list-head [data-total]")).to_have_text("1 fiche")


def test_a_real_crowd_on_one_spot_is_found_under_its_disc(page: Page, transactional_db: None) -> None:
    for i in range(130):
        make_signalement(CHATEAU, title=f"Trou {i}")
    page.goto(f"/{HERE}")
    wait_ready(page)
    page.locator("#carte canvas").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Voir les 130 fiches en liste").click()
    expect(page.locator(".list-head [data-total]")).to_have_text("130 fiches")


def test_a_real_cluster_is_entered_until_it_comes_apart(page: Page, transactional_db: None) -> None:
    for i in range(60):
        make_signalement(CHATEAU, title=f"Au château {i}")
        make_signalement(COMMERCE, title=f"À Commerce {i}")
    page.goto(f"/#9/{CHATEAU.y}/{(CHATEAU.x + COMMERCE.x) / 2}")
    wait_ready(page)
    page.locator("#carte canvas").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(
        f"() => {{ const seen = {MAP}.queryRenderedFeatures().map(({{ properties }}) => properties);"
        " return !seen.some(({ count }) => count === 120) && seen.some(({ count, uuid }) => count === 60 || uuid); }"
    )
    address = page.url
    page.keyboard.press("Enter")  # between the two places: nothing is there any more
    expect(page.locator(".drawer .around")).to_be_visible()
    assert page.url == address


@pytest.mark.long
def test_many_pins_on_one_spot_are_a_list_too(page: Page, transactional_db: None) -> None:
    for i in range(50):
        make_signalement(CHATEAU, title=f"Trou {i}")
    page.goto(f"/{HERE}")
    wait_ready(page)
    _press(page)
    page.get_by_role("link", name="Voir les 50 fiches en liste").click()
    expect(page.locator(".list-head [data-total]")).to_have_text("50 fiches")


@pytest.mark.long
def test_pins_at_the_very_same_place_fan_out_too(page: Page, transactional_db: None) -> None:
    make_signalement(CHATEAU, title="Le premier")
    make_idee(CHATEAU, title="La seconde")
    page.goto(f"/#17/{CHATEAU.y}/{CHATEAU.x}")
    wait_ready(page)
    _press(page)
    fan = page.get_by_role("list", name="2 fiches au même endroit")
    expect(fan.get_by_role("button")).to_have_count(2)
    fan.get_by_role("button", name="La seconde").click()
    expect(page.locator(".drawer .card h2")).to_have_text("La seconde")
    page.keyboard.press("Escape")
    page.mouse.click(1000, 300)  # elsewhere
    expect(fan).to_have_count(0)
    expect(page.locator(".drawer .around")).to_be_visible()

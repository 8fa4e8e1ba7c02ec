"""On the map of `/alertes/lieu/`: a circle of the size one wants, an area drawn corner by corner without a mouse."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from carto.alertes.models import Zone
from tests.browser.conftest import PHONE
from tests.browser.watching import violations, wait_ready
from tests.factories import make_territoire


def test_an_area_is_drawn_with_the_keyboard_and_followed(
    new_page: Callable[..., Page], live_server: LiveServer
) -> None:
    make_territoire()
    page = new_page(viewport=PHONE)
    page.goto("/alertes/lieu/")
    wait_ready(page)
    slider = page.get_by_label("Rayon")
    slider.focus()
    slider.press("End")
    expect(page.locator("output")).to_have_text("3000 m")
    page.get_by_label("Une zone que je dessine").check()
    canvas = page.locator(".place-map canvas")
    corner = page.get_by_role("button", name="Ajouter un coin ici")
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        corner.press("Enter")
        before = page.evaluate("document.querySelector('.place-map > div').map.getCenter().toArray().join()")
        canvas.press(key)
        page.wait_for_function(
            "before => { const { map } = document.querySelector('.place-map > div');"
            " return !map.isMoving() && map.getCenter().toArray().join() !== before; }",
            arg=before,
        )
    expect(page.get_by_text("3 coins")).to_be_visible()
    page.get_by_role("button", name="Choisir cette zone").press("Enter")
    page.wait_for_url(re.compile("contour="))
    expect(page.get_by_role("heading", name="une zone dessinée")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Votre adresse e-mail").fill("charlie@exemple.fr")
    page.get_by_role("button", name="Me prévenir par e-mail").click()
    expect(page.get_by_role("heading", name="Regardez vos courriels")).to_be_visible()
    assert Zone.objects.get().geom.num_coords == 4

"""The view as a file: the menu gives exactly what the map shows, filters and theme included."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.samples import beside, make_idee, make_signalement
from tests.browser.watching import violations, wait_ready
from tests.places import CHATEAU

pytestmark = pytest.mark.django_db(transaction=True)


def _open(page: Page, address: str) -> None:
    page.goto(address)
    wait_ready(page)


def _asked(page: Page, kind: str) -> dict[str, str]:
    address = page.locator(f'.download a[href*="plan.{kind}"]').get_attribute("href")
    return {name: values[0] for name, values in parse_qs(urlsplit(address or "").query).items()}


def test_the_menu_gives_this_very_view(page: Page) -> None:
    make_signalement()
    make_idee(beside(40, 0))
    _open(page, f"/?etapes=new&couches=signalements#15.5/{CHATEAU.y}/{CHATEAU.x}")
    page.get_by_role("button", name="Télécharger cette vue").click()
    for kind in ("png", "svg", "pdf"):
        asked = _asked(page, kind)
        longitude, latitude = map(float, asked["centre"].split(","))
        assert (longitude, latitude) == pytest.approx((CHATEAU.x, CHATEAU.y), abs=1e-4)
        assert float(asked["zoom"]) == pytest.approx(15.5, abs=0.01)
        assert (asked["largeur"], asked["hauteur"], asked["langue"]) == ("1280", "800", "fr")
        assert (asked["etapes"], asked["couches"]) == ("new", "signalements")
    assert _asked(page, "pdf")["orientation"] == "paysage"
    page.get_by_role("link", name="Lignes les données").click()
    page.get_by_role("heading", name="Données ouvertes").wait_for()
    whole = page.get_by_role("link", name="GeoPackage pour QGIS").get_attribute("href") or ""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(whole).query).items()}
    west, south, east, north = map(float, asked["cadre"].split(","))
    assert west < CHATEAU.x < east
    assert south < CHATEAU.y < north
    assert (asked["etapes"], asked["couches"]) == ("new", "signalements")


def test_the_menu_follows_the_map_and_the_colours(page: Page) -> None:
    _open(page, f"/#15/{CHATEAU.y}/{CHATEAU.x}")
    page.get_by_role("button", name="Clair ou sombre").first.click()
    page.get_by_role("button", name="Zoomer", exact=True).click()
    page.wait_for_function("document.getElementById('carte').map.getZoom() > 15.9")
    page.get_by_role("button", name="Télécharger cette vue").click()
    assert float(_asked(page, "svg")["zoom"]) == pytest.approx(16, abs=0.1)
    assert (_asked(page, "svg")["theme"], _asked(page, "pdf")["theme"]) == ("dark", "light")


def test_a_file_is_saved_under_the_city_s_name_and_the_menu_closes(page: Page) -> None:
    make_signalement()
    _open(page, f"/#16/{CHATEAU.y}/{CHATEAU.x}")
    page.get_by_role("button", name="Télécharger cette vue").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="SVG un dessin, net à toute taille").click()
    assert saved.value.suggested_filename == "carte-nantes.svg"
    expect(page.locator(".download")).to_be_hidden()


def test_the_menu_opens_and_closes_by_keyboard(page: Page) -> None:
    _open(page, "/")
    button = page.get_by_role("button", name="Télécharger cette vue")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Télécharger cette vue")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="PNG une image, pour un message ou une page")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".download")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_menu_has_no_violation(new_page: Callable[..., Page], scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    _open(page, "/")
    page.get_by_role("button", name="Télécharger cette vue").click()
    assert violations(page) == []


def test_on_a_phone_the_sheet_stands_upright(phone_page: Page) -> None:
    _open(phone_page, "/")
    phone_page.locator(".menu summary").click()
    phone_page.get_by_role("button", name="Télécharger cette vue").click()
    assert _asked(phone_page, "pdf")["orientation"] == "portrait"
    box = phone_page.locator(".download").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390


def test_without_javascript_the_map_and_a_fiche_have_their_picture(plain_page: Page) -> None:
    fiche = make_signalement()
    for address, alone in (("/", "Carte de Nantes"), (fiche.get_absolute_url(), "Plan du lieu")):
        plain_page.goto(address)
        picture = plain_page.get_by_role("img", name=alone)
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 400

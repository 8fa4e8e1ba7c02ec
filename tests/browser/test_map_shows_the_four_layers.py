"""The map shows four layers; filters act on map, counts, list and address alike; a pin opens its card."""

import re

import pytest
from playwright.sync_api import Page, expect

from carto.fiches.models import Fiche
from tests.browser.samples import beside, make_four_layers, make_signalement
from tests.browser.watching import drawn, position, wait_ready
from tests.places import CHATEAU

HERE = f"#17/{CHATEAU.y}/{CHATEAU.x}"
LAYERS = {"signalements", "idees", "equipements", "opportunites"}


@pytest.fixture
def four(transactional_db: None) -> dict[str, Fiche]:
    """One fiche of each layer around the château."""
    return make_four_layers()


def test_the_four_layers_are_drawn_and_counted(page: Page, four: dict[str, Fiche]) -> None:
    page.goto(f"/{HERE}")
    wait_ready(page)
    assert drawn(page) == {str(fiche.uuid) for fiche in four.values()}
    for name in LAYERS:
        expect(page.locator(f'[data-count="{name}"]')).to_have_text("1")
    expect(page.locator(".panel [data-total]")).to_have_text("4 fiches")


def test_a_layer_is_hidden_and_the_address_says_so(page: Page, four: dict[str, Fiche]) -> None:
    page.goto(f"/{HERE}")
    wait_ready(page)
    page.get_by_role("checkbox", name="Signalements").uncheck()
    expect(page.locator(".panel [data-total]")).to_have_text("3 fiches")
    expect(page).to_have_url(re.compile(r"\?couches=idees,equipements,opportunites#17"))
    page.wait_for_function("() => document.querySelectorAll('.seen .line').length === 3")
    assert str(four["signalements"].uuid) not in drawn(page)


def test_unticking_the_last_layer_shows_them_all_again(page: Page, four: dict[str, Fiche]) -> None:
    page.goto(f"/?couches=idees{HERE}")
    wait_ready(page)
    expect(page.locator(".panel [data-total]")).to_have_text("1 fiche")
    page.get_by_role("checkbox", name="Idées").click()
    expect(page.locator(".panel [data-total]")).to_have_text("4 fiches")


def test_a_theme_filters_pins_counts_and_list_together(page: Page, four: dict[str, Fiche]) -> None:
    page.goto(f"/{HERE}")
    wait_ready(page)
    page.get_by_text("Filtrer").click()
    page.get_by_role("checkbox", name="Voirie").check(force=True)
    expect(page.locator(".panel [data-total]")).to_have_text("1 fiche")
    page.wait_for_function("() => document.querySelectorAll('.seen .line').length === 1")
    assert drawn(page) == {str(four["signalements"].uuid)}
    page.get_by_role("link", name="Voir en liste").click()
    expect(page.locator(".list-head [data-total]")).to_have_text("1 fiche")


def test_a_shared_address_gives_the_same_view(page: Page, four: dict[str, Fiche]) -> None:
    page.goto(f"/?etapes=in_progress{HERE}")
    wait_ready(page)
    assert drawn(page) == {str(four["opportunites"].uuid)}
    expect(page.get_by_role("checkbox", name="en cours")).to_be_checked()


def test_everything_is_cleared_at_once(page: Page, four: dict[str, Fiche]) -> None:
    page.goto(f"/?themes=voirie&depuis=2020-01-01{HERE}")
    wait_ready(page)
    page.get_by_role("link", name="Tout effacer").click()
    expect(page.locator(".panel [data-total]")).to_have_text("4 fiches")
    expect(page).to_have_url(re.compile(r"/#17"))


def test_a_pin_opens_its_card_and_escape_closes_it(page: Page, four: dict[str, Fiche]) -> None:
    page.goto(f"/{HERE}")
    wait_ready(page)
    fiche = four["idees"]
    page.mouse.click(*position(page, fiche.geom))
    expect(page.locator(".drawer .card h2")).to_have_text(fiche.title)
    expect(page).to_have_url(re.compile(f"fiche={fiche.uuid}"))
    expect(page.locator(".drawer")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".drawer")).to_be_hidden()
    assert "fiche=" not in page.url


def test_an_address_opens_the_card_of_a_fiche(phone_page: Page, four: dict[str, Fiche]) -> None:
    phone_page.goto(f"/?fiche={four['opportunites'].uuid}")
    wait_ready(phone_page)
    expect(phone_page.locator(".drawer .card h2")).to_have_text(four["opportunites"].title)


def test_pins_at_the_same_place_offer_a_choice(page: Page, transactional_db: None) -> None:
    make_signalement(CHATEAU, title="Le premier")
    make_signalement(CHATEAU, title="Le second")
    page.goto(f"/{HERE}")
    wait_ready(page)
    x, y = position(page, CHATEAU)
    page.mouse.click(x, y - 15)
    page.get_by_role("button", name="Le second").click()
    expect(page.locator(".drawer .card h2")).to_have_text("Le second")


def test_a_cluster_is_entered(page: Page, transactional_db: None) -> None:
    for step in range(200):
        make_signalement(beside(step % 20, step // 20))
    page.goto(f"/#11/{CHATEAU.y}/{CHATEAU.x}")
    wait_ready(page)
    page.mouse.click(*position(page, beside(9, 4)))
    page.wait_for_function("() => Number(location.hash.slice(1).split('/')[0]) >= 13")


def test_a_line_of_the_list_opens_its_card_beside_the_map(page: Page, four: dict[str, Fiche]) -> None:
    page.goto(f"/{HERE}")
    wait_ready(page)
    page.locator(".seen").get_by_role("link", name="Médiathèque").click()
    expect(page.locator(".drawer .card h2")).to_have_text("Médiathèque")
    expect(page.locator(".spot")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".spot")).to_have_count(0)


def test_what_is_invented_is_said_on_the_map(page: Page, four: dict[str, Fiche]) -> None:
    page.goto(f"/{HERE}")
    expect(page.locator(".demo-note")).to_have_count(0)
    make_signalement(beside(20), demonstration=True)
    page.goto(f"/?themes=voirie{HERE}")
    expect(page.locator(".demo-note")).to_contain_text("Des exemples inventés")

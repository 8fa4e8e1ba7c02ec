"""A regulator writes a rule, sees what it would have done, saves it and moves it, without a mouse; axe agrees."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from signalements.models import Etude, RoutingRule, Signalement
from signalements.routing.actions import bounce
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations
from tests.people import bob, farida
from tests.signalements.routing.samples import content, rule
from tests.signalements.samples import make_signalement

RULES = "/bureau/regles/"


@pytest.fixture
def sent(transactional_db: None) -> Signalement:
    content()
    rule("Fuites", "eau", "fuite-eau")
    return make_signalement("rue-sale", temporality="always")


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")


def test_a_rule_is_written_tried_saved_and_moved(new_page: Callable[..., Page], sent: Signalement) -> None:
    page = new_page()
    sign_in(page, farida())
    page.goto(f"{RULES}nouvelle/")
    page.get_by_label("Nom").focus()
    page.keyboard.type("Rues sales")
    page.locator("summary", has_text="Propreté").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Rue ou place sale").focus()
    page.keyboard.press("Space")
    page.get_by_label("Service", exact=True).select_option("voirie")
    _press(page, "Essayer sur les derniers signalements")
    page.get_by_role("heading", name="Ce que cela aurait changé").wait_for()
    assert page.locator("tbody tr").inner_text().split("\t") == ["Propreté", "Voirie", "1"]
    _press(page, "Enregistrer")
    page.get_by_text("C’est enregistré").wait_for()
    _press(page, "Monter « Rues sales »")
    page.locator("ol.rules > li").first.get_by_role("link", name="Rues sales").wait_for()
    assert [each.name for each in RoutingRule.objects.all()] == ["Rues sales", "Fuites"]


def test_axe_has_nothing_to_say_of_the_regulator_s_pages(new_page: Callable[..., Page], sent: Signalement) -> None:
    bounce(sent, "Pas pour nous.", person=bob(), role="agent")
    page = new_page()
    sign_in(page, farida())
    study = f"/bureau/etudes/{Etude.objects.get().pk}/"
    rooms = [f"{RULES}{room}" for room in ("", "nouvelle/", "renvois/", "delais/", "delais/rue-sale/")]
    for rank, address in enumerate((*rooms, "/bureau/etudes/", study)):
        page.emulate_media(color_scheme="dark" if rank % 2 else "light")
        page.goto(address)
        assert violations(page) == [], address

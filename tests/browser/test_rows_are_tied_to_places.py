"""A planner confirms three suggestions, by keyboard and by mouse, and undoes one; axe-core says nothing."""

import pytest
from playwright.sync_api import Page, expect

from projets.equipements.linking.suggesting import suggest_for
from projets.equipements.models import Cout, Equipement
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations
from tests.people import gwenola
from tests.places import CHATEAU
from tests.projets.money.linking.samples import make_marche
from tests.projets.samples import make_equipement


@pytest.fixture
def pool(transactional_db: None) -> Equipement:
    """A pool, and four contracts about it."""
    place = make_equipement(CHATEAU, title="Piscine Léo-Lagrange", nature="pool", operator="Ville de Nantes")
    for what, amount in (
        ("portes", "1000.00"),
        ("carrelage", "2000.50"),
        ("chaudière", "3000.00"),
        ("toit", "4000.00"),
    ):
        make_marche(f"Piscine Léo Lagrange : {what}", amount)
    suggest_for()
    return place


def test_a_planner_confirms_three_suggestions_and_undoes_one(page: Page, pool: Equipement) -> None:
    sign_in(page, gwenola())
    page.goto("/argent/")
    page.get_by_role("link", name="Rattachements").first.click()
    cards = page.locator(".link-queue > li")
    expect(cards).to_have_count(4)
    expect(cards.first).to_contain_text("la même sorte d’équipement : piscine")
    assert violations(page) == []
    cards.first.focus()
    page.keyboard.press("j")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("c")
    expect(cards).to_have_count(3)
    expect(cards.first).to_be_focused()
    page.keyboard.press("c")
    expect(cards).to_have_count(2)
    cards.first.get_by_role("button", name="Confirmer").click()
    expect(cards).to_have_count(1)
    assert Cout.objects.holding().count() == 3
    page.locator(".link-settled a").first.click()
    assert violations(page) == []
    page.get_by_text("Défaire", exact=True).click()
    page.get_by_label("Pourquoi le défaire").fill("C’est un autre bassin")
    page.get_by_role("button", name="Défaire ce rattachement").click()
    expect(page.get_by_text("C’est un autre bassin")).to_be_visible()
    assert Cout.objects.holding().count() == 2
    page.goto(pool.get_absolute_url())
    expect(page.get_by_role("heading", name="D’où viennent ces chiffres")).to_be_visible()
    expect(page.locator(".tied li")).to_have_count(2)
    page.goto("/argent/sur-la-carte/")
    expect(page.get_by_role("link", name="2 rattachées")).to_be_visible()
    assert violations(page) == []


def test_without_javascript_the_queue_works_all_the_same(plain_page: Page, pool: Equipement) -> None:
    sign_in(plain_page, gwenola())
    plain_page.goto("/argent/rattachements/")
    plain_page.get_by_role("button", name="Confirmer").first.click()
    expect(plain_page.locator(".link-queue > li")).to_have_count(3)
    plain_page.get_by_text("Ce n’est pas ce lieu").first.click()
    plain_page.get_by_label("Pourquoi").first.fill("Un homonyme")
    plain_page.get_by_role("button", name="Écarter").first.click()
    expect(plain_page.locator(".link-queue > li")).to_have_count(2)

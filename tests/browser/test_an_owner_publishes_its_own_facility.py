"""Somebody of the hospital publishes its facility and a cost; a stranger reads both, signed; axe agrees everywhere."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from projets.equipements.models import Equipement
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations, wait_ready
from tests.factories import make_theme
from tests.places import ILE_DE_NANTES
from tests.projets.facilities.samples import ines, make_chu, make_pools, make_works
from tests.projets.samples import make_sticker

PHONE = {"width": 390, "height": 844}
PLACE = f"lat={ILE_DE_NANTES.y}&lon={ILE_DE_NANTES.x}"


@pytest.fixture
def city(transactional_db: None) -> None:
    make_theme("solidarite", name="Entraide et santé")
    make_chu()
    make_pools("1000000", "2000000", "3000000")
    make_works(ILE_DE_NANTES)


def publish(page: Page) -> str:
    """Fill in the form as a publisher does; returns the address of the new facility."""
    page.goto(f"/organismes/equipement/nouveau/?{PLACE}")
    wait_ready(page)
    assert violations(page) == []
    page.get_by_label("Nom", exact=True).fill("Nouvel hôpital")
    page.get_by_label("Nature", exact=True).select_option("health")
    page.locator("select[name=theme]").select_option(label="Entraide et santé")
    page.get_by_label("Horaires").fill("24/7")
    page.get_by_role("button", name="Publier").click()
    page.get_by_text("C’est publié, et signé.").wait_for()
    return page.url


def test_an_owner_outside_the_city_publishes_and_a_stranger_reads(new_page: Callable[..., Page], city: None) -> None:
    owner = new_page()
    sign_in(owner, ines())
    address = publish(owner)
    owner.get_by_role("link", name="Ce qu’il coûte").click()
    owner.get_by_label("Montant, en euros").fill("cher")
    owner.get_by_role("button", name="Publier ce chiffre").click()
    owner.locator("#erreurs").wait_for()
    assert owner.get_by_label("Montant, en euros").input_value() == "cher"
    assert violations(owner) == []
    owner.get_by_label("Montant, en euros").fill("1 250 000 000,50 €")
    owner.get_by_label("HT ou TTC").select_option("ttc")
    owner.get_by_label("Année du chiffre").fill("2023")
    owner.get_by_label("Source", exact=False).first.fill("Rapport du directoire")
    owner.get_by_role("button", name="Publier ce chiffre").click()
    owner.get_by_text("C’est publié, signé").wait_for()
    assert violations(owner) == []

    stranger = new_page(viewport=PHONE)
    stranger.goto(address)
    wait_ready(stranger)
    assert stranger.locator(".signature").inner_text() == "publié par CHU de Nantes"
    assert "1\u00a0250\u00a0000\u00a0000,50\u00a0€" in stranger.locator(".couts").inner_text()
    assert stranger.get_by_text("ouvert maintenant").is_visible()
    assert stranger.get_by_role("heading", name="Travaux prévus ici").is_visible()
    assert stranger.get_by_role("link", name="Ce qu’il coûte").count() == 0
    assert violations(stranger) == []
    assert Equipement.objects.get(title="Nouvel hôpital").publisher == make_chu()


def test_axe_has_nothing_to_say_of_the_pages_around(new_page: Callable[..., Page], city: None) -> None:
    page = new_page(viewport=PHONE)
    sign_in(page, ines())
    uses = f"/organismes/equipement/{Equipement.objects.get(title='Piscine 1').uuid}/usages/"
    Equipement.objects.filter(title="Piscine 1").update(owner=make_chu(), publisher=make_chu())
    pages = ("/organismes/", "/organismes/chu/", "/travaux/", "/equipements/comparer/?type=piscine", uses)
    for rank, address in enumerate((*pages, "/equipements/fichiers/")):
        page.emulate_media(color_scheme="dark" if rank % 2 else "light")
        page.goto(address)
        assert violations(page) == [], address


def test_the_pin_asks_for_the_works_and_for_the_costs_elsewhere(new_page: Callable[..., Page], city: None) -> None:
    make_sticker("piscine", name="Une piscine")
    page = new_page()
    page.goto(f"/proposer/?autocollant=piscine&{PLACE}")
    page.get_by_role("heading", name="Ce que cela coûte ailleurs").wait_for()
    assert page.get_by_text("Travaux prévus ici jusqu’au").first.is_visible()
    assert page.locator(".elsewhere-step").is_hidden()
    assert violations(page) == []

"""Hugo opens a campaign on a computer and types the cards of a workshop; a phone answers; axe finds nothing to say."""

import pytest
from playwright.sync_api import Page, expect

from projets.idees.models import Atelier, Campagne, Idee
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations, wait_ready
from tests.people import hugo
from tests.places import COURS_DES_50_OTAGES
from tests.projets.campagnes.samples import make_campagne
from tests.projets.samples import load_palette

HERE = f"&lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}"


@pytest.fixture(autouse=True)
def palette(transactional_db: None) -> None:
    """The stickers exist, also for the server's own connection."""
    load_palette()


def test_a_campaign_is_written_published_and_answered_from_a_phone(page: Page, phone_page: Page) -> None:
    sign_in(page, hugo())
    page.goto("/campagnes/animer/nouvelle/")
    page.locator("#id_title").fill("Où poser un banc ?")
    page.get_by_label("Ouvre le").fill("2020-01-01T09:00")
    page.get_by_label("Ferme le").fill("2090-01-01T09:00")
    page.get_by_label("un rectangle, dessiné sur la carte").check()
    wait_ready(page)
    page.get_by_role("button", name="Prendre ce que montre la carte").click()
    expect(page.get_by_text("Le rectangle est pris.")).to_be_visible()
    page.locator("#id_organiser").fill("La Ville")
    assert violations(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Avant de publier, il manque")).to_be_visible()
    page.locator("#id_money").fill("12 000 €")
    page.locator("#id_decides").fill("Le conseil de quartier.")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Publier la campagne").click()
    expect(page.get_by_role("heading", name="Où poser un banc ?")).to_be_visible()
    campagne = Campagne.objects.get()

    phone_page.goto(campagne.get_absolute_url())
    wait_ready(phone_page)
    assert violations(phone_page) == []
    phone_page.get_by_role("link", name="Répondre", exact=True).tap()
    expect(phone_page.get_by_text("Vous répondez à")).to_be_visible()
    phone_page.goto(phone_page.url + HERE)
    wait_ready(phone_page)
    phone_page.get_by_role("radio", name="Un banc", exact=True).tap()
    phone_page.get_by_role("button", name="Poser mon idée").tap()
    expect(phone_page.get_by_role("heading", name="Merci, c’est bien reçu.")).to_be_visible()
    assert Idee.objects.get().campagne == campagne
    phone_page.goto("/campagnes/")
    assert violations(phone_page) == []


def test_cards_are_typed_by_keyboard_and_placed_by_a_click(page: Page) -> None:
    campagne = make_campagne()
    Atelier.objects.create(slug="mars", title="Atelier du 12 mars", day="2026-03-12", campagne=campagne)
    sign_in(page, hugo())
    page.goto("/ateliers/animer/mars/")
    wait_ready(page)
    assert violations(page) == []
    page.get_by_label("Autocollant 1", exact=True).fill("Un banc")
    page.keyboard.press("Tab")
    page.keyboard.type("À l’ombre")
    page.locator(".entry-map canvas").click(position={"x": 150, "y": 150})
    expect(page.get_by_text("Ligne 1 : posée sur la carte.")).to_be_visible()
    page.get_by_label("Mots 1", exact=True).press("Enter")
    expect(page.get_by_label("Autocollant 2", exact=True)).to_be_focused()
    page.get_by_label("Sorte 2", exact=True).select_option("fact")
    page.get_by_label("Mots 2", exact=True).fill("Personne ne s’assoit.")
    page.get_by_label("Autocollant 3", exact=True).fill("licorne")
    page.get_by_role("button", name="Enregistrer ces cartes").click()
    expect(page.get_by_text("Une carte est à revoir")).to_be_visible()
    expect(page.get_by_label("Autocollant 3", exact=True)).to_have_value("licorne")
    assert violations(page) == []
    page.goto("/ateliers/mars/")
    expect(page.get_by_role("link", name="À l’ombre")).to_be_visible()
    assert violations(page) == []

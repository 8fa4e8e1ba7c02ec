"""What a person sees of it: words to read again, a fiche that waits, a device that works, and what is kept of them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from carto.fiches.models import Fiche, Visibility
from carto.fiches.trust import counting
from carto.fiches.trust.levels import Limit, Sending
from tests.browser.watching import violations, wait_ready
from tests.places import COURS_DES_50_OTAGES
from tests.signalements.samples import load_content

HERE = f"/signaler/?lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}&categorie=trou-chaussee"
SEND = "Envoyer le signalement"
WAITS = "Une personne regarde avant que cela paraisse"


@pytest.fixture(autouse=True)
def content(transactional_db: None) -> None:
    """Categories exist."""
    load_content()


def test_words_are_read_again_without_javascript_and_then_wait(plain_page: Page) -> None:
    plain_page.goto(HERE)
    plain_page.get_by_label("Décrivez en quelques mots").fill("Le chien de Mme Le Goff, tél. 06 12 34 56 78")
    plain_page.get_by_role("button", name=SEND).click()
    expect(plain_page.locator("mark")).to_have_text(["Mme Le Goff", "06 12 34 56 78"])
    expect(plain_page.get_by_role("alert")).to_contain_text("un numéro de téléphone et le nom d’une personne")
    plain_page.get_by_label("J’ai relu").check()
    plain_page.get_by_role("button", name=SEND).click()
    expect(plain_page.get_by_role("heading", name=WAITS)).to_be_visible()
    assert Fiche.objects.get().visibility == Visibility.WAITING


def test_under_suspicion_a_telephone_works_by_itself(phone_page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        counting, "BY_NETWORK", {sending: (Limit(counting.BY_PLACE.within, 1, 9),) for sending in Sending}
    )
    phone_page.goto(HERE)
    wait_ready(phone_page)
    phone_page.get_by_role("button", name=SEND).click()
    expect(phone_page.get_by_role("heading", name="Merci, c’est bien reçu.")).to_be_visible()
    expect(phone_page.locator(".proof")).to_have_text("C’est vérifié : votre contribution est publiée.")
    expect(phone_page.locator("#attente")).to_be_hidden()
    assert Fiche.objects.get().visibility == Visibility.PUBLIC


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_shown_has_no_violation(new_page: Callable[..., Page], scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    page.goto("/vos-donnees/")
    assert violations(page) == []
    page.goto(HERE)
    wait_ready(page)
    page.get_by_label("Décrivez en quelques mots").fill("Le chien de Mme Le Goff")
    page.get_by_role("button", name=SEND).click()
    page.locator("mark").wait_for()
    assert violations(page) == []
    page.get_by_label("J’ai relu").check()
    page.get_by_role("button", name=SEND).click()
    page.get_by_role("heading", name=WAITS).wait_for()
    assert violations(page) == []

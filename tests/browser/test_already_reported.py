"""« C’est déjà signalé ? » in a browser: on a phone while one writes, by keyboard, and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from carto.fiches.lineage import kept_of
from carto.fiches.models import Soutien
from signalements.models import Signalement
from tests.browser.watching import violations, wait_ready
from tests.places import COURS_DES_50_OTAGES
from tests.signalements.samples import load_content, make_signalement

HERE = f"/signaler/?lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}"
TITLE = "C’est peut-être déjà signalé"


@pytest.fixture
def there(live_server: object, transactional_db: None) -> Signalement:
    """A hole that somebody reported here."""
    load_content()
    return make_signalement(text="Trou profond devant l’arrêt de tram.")


def test_a_thumb_says_me_too_instead_of_writing(phone_page: Page, there: Signalement) -> None:
    phone_page.goto(HERE)
    wait_ready(phone_page)
    phone_page.locator("summary", has_text="Chaussée et trottoirs").click()
    phone_page.get_by_text("Trou dans la chaussée").click()
    expect(phone_page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(phone_page.locator(".already-said")).to_contain_text("Un signalement proche")
    assert violations(phone_page) == []
    phone_page.get_by_role("button", name="Moi aussi").click()
    phone_page.wait_for_url(f"**{there.get_absolute_url()}")
    expect(phone_page.get_by_role("status").first).to_contain_text("C’est noté, merci : 2 personnes.")
    expect(phone_page.get_by_role("heading", name="2 personnes le signalent")).to_be_visible()
    assert violations(phone_page) == []
    phone_page.get_by_role("button", name="Annuler").click()
    expect(phone_page.get_by_role("heading", name="1 personne le signale")).to_be_visible()
    assert not Soutien.objects.exists()


def test_without_javascript_the_question_is_a_step_and_one_key_joins(plain_page: Page, there: Signalement) -> None:
    plain_page.goto(f"{HERE}&categorie=trou-chaussee")
    plain_page.get_by_label("Décrivez en quelques mots").fill("Trou profond devant l’arrêt du tram")
    plain_page.get_by_role("button", name="Envoyer le signalement").click()
    expect(plain_page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(plain_page.get_by_label("Décrivez en quelques mots")).to_have_value("Trou profond devant l’arrêt du tram")
    assert Signalement.objects.count() == 1
    button = plain_page.get_by_role("button", name="C’est le même : joindre mon signalement")
    button.focus()
    plain_page.keyboard.press("Enter")
    expect(plain_page.get_by_role("heading", name="Merci, c’est bien reçu.")).to_be_visible()
    expect(plain_page.locator(".case")).to_contain_text(there.number)
    assert kept_of(Signalement.objects.latest("pk")).pk == there.pk


def test_seen_and_passed_over_it_is_sent_at_once(page: Page, there: Signalement) -> None:
    page.goto(f"{HERE}&categorie=trou-chaussee")
    wait_ready(page)
    page.get_by_role("heading", name=TITLE).scroll_into_view_if_needed()
    page.locator(".already-one h3").scroll_into_view_if_needed()
    expect(page.locator("[name=vu]")).to_be_enabled()
    page.get_by_role("button", name="Envoyer le signalement").click()
    expect(page.get_by_role("heading", name="Merci, c’est bien reçu.")).to_be_visible()
    assert Signalement.objects.count() == 2


def test_what_has_not_been_on_the_screen_is_asked_before_another_is_sent(phone_page: Page, there: Signalement) -> None:
    phone_page.goto(f"{HERE}&categorie=trou-chaussee")
    wait_ready(phone_page)
    expect(phone_page.get_by_role("heading", name=TITLE)).to_be_visible()
    phone_page.get_by_role("button", name="Envoyer le signalement").tap()
    expect(phone_page.get_by_role("heading", name=TITLE)).to_be_focused()
    assert Signalement.objects.count() == 1
    phone_page.get_by_role("button", name="Non, c’est autre chose : envoyer").tap()
    expect(phone_page.get_by_role("heading", name="Merci, c’est bien reçu.")).to_be_visible()
    assert Signalement.objects.count() == 2


def test_it_comes_right_under_the_chosen_card_and_another_goes_on_writing(phone_page: Page, there: Signalement) -> None:
    phone_page.goto(HERE)
    wait_ready(phone_page)
    phone_page.locator("summary", has_text="Chaussée et trottoirs").tap()
    phone_page.get_by_text("Trou dans la chaussée").tap()
    expect(phone_page.locator(".category:visible")).to_have_count(1)
    expect(phone_page.get_by_role("heading", name=TITLE)).to_be_visible()
    between = """() => document.querySelector('.already').getBoundingClientRect().top
        - document.querySelector('.category:has(:checked)').getBoundingClientRect().bottom"""
    assert phone_page.evaluate(between) < phone_page.viewport_size["height"]
    phone_page.get_by_role("button", name="Non, c’est autre chose").tap()
    expect(phone_page.get_by_role("heading", name=TITLE)).to_be_hidden()
    expect(phone_page.locator(".already-said")).to_be_focused()
    phone_page.get_by_label("Décrivez en quelques mots").fill("Un trou de plus, devant le banc.")
    phone_page.get_by_role("button", name="Envoyer le signalement").tap()
    expect(phone_page.get_by_role("heading", name="Merci, c’est bien reçu.")).to_be_visible()
    assert Signalement.objects.latest("pk").text == "Un trou de plus, devant le banc."

"""After a sending, focus and title say what to do next, with and without JavaScript; and nothing is said twice."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from signalements.models import Signalement
from tests.browser.watching import violations, wait_ready
from tests.factories import make_territoire
from tests.places import COURS_DES_50_OTAGES
from tests.signalements.samples import load_content, make_signalement

HERE = f"/signaler/?lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}"
MISSING = "Choisissez ce qui ressemble le plus, ou « Autre chose »."
WITH_OR_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
LISTEN = """selector => {
  window.heard = [];
  const region = document.querySelector(selector);
  new MutationObserver(() => heard.push(region.textContent)).observe(region, { childList: true });
}"""


@pytest.fixture(autouse=True)
def city(live_server: object, transactional_db: None) -> None:
    """Categories and a quartier."""
    load_content()
    make_territoire(COURS_DES_50_OTAGES, name="Centre-Ville")


def send(page: Page) -> None:
    """As it is."""
    page.get_by_role("button", name="Envoyer le signalement").click()


@WITH_OR_WITHOUT
def test_what_is_missing_takes_the_focus_each_time(new_page: Callable[..., Page], scripts: bool) -> None:
    page = new_page(java_script_enabled=scripts)
    page.goto(HERE)
    send(page)
    expect(page.locator("#erreurs")).to_be_focused()
    expect(page).to_have_title(re.compile("^À compléter · "))
    page.get_by_role("link", name=MISSING).click()
    expect(page.locator("#id_categorie_0")).to_be_focused()
    send(page)
    expect(page.locator("#erreurs")).to_be_focused()
    expect(page.get_by_role("group", name="Quel problème ?")).to_have_accessible_description(MISSING)
    expect(page.locator("[name=categorie][aria-invalid]")).to_have_count(0)


@WITH_OR_WITHOUT
def test_an_answer_that_stops_takes_the_focus(new_page: Callable[..., Page], scripts: bool) -> None:
    page = new_page(java_script_enabled=scripts)
    page.goto(f"{HERE}&categorie=trou-chaussee")
    asked = page.locator(".slot", has_text="Trou dans la chaussée").locator(".asked")
    asked.get_by_label("Une rue, une place, une avenue").check()
    asked.get_by_label("Oui").check()
    page.evaluate("document.querySelector('.add form').requestSubmit()")  # as Enter in a field does; the button is gone
    expect(page.locator("#erreurs")).to_be_focused()
    expect(page.locator("#erreurs")).to_contain_text("Ce n’est pas ici qu’il faut l’envoyer.")


@WITH_OR_WITHOUT
def test_the_preview_then_the_question_take_the_focus(new_page: Callable[..., Page], scripts: bool) -> None:
    there = make_signalement(text="Trou profond devant l’arrêt de tram.")
    page = new_page(java_script_enabled=scripts)
    page.goto(f"{HERE}&categorie=trou-chaussee")
    page.get_by_role("button", name="Aperçu").click()
    expect(page.locator("#apercu")).to_be_focused()
    expect(page).to_have_title(re.compile("^Aperçu · "))
    page.evaluate("document.querySelectorAll('[name=vu]').forEach(each => each.remove())")  # nobody has seen it
    send(page)
    expect(page.locator("#deja-titre")).to_be_focused()
    expect(page).to_have_title(re.compile("^Déjà signalé \\? · "))
    page.get_by_role("button", name="Non, c’est autre chose").click()
    expect(page.get_by_role("heading", name="Merci, c’est bien reçu.")).to_be_visible()
    number = Signalement.objects.exclude(pk=there.pk).get().number
    expect(page).to_have_title(re.compile(f"^Merci · {number} · "))
    expect(page.get_by_role("status").filter(has_text=number)).not_to_contain_text("Merci")
    page.goto(page.url.split("?")[0])
    expect(page).to_have_title(re.compile(f"^Ma contribution · {number} · "))


def test_a_report_being_completed_is_not_listed_above_itself(page: Page) -> None:
    page.goto(HERE)
    send(page)
    expect(page.locator("#erreurs")).to_be_focused()
    page.wait_for_function("() => outbox.all().then(([kept]) => kept?.state === 'open')")
    page.wait_for_timeout(700)  # the list is drawn half a second after what is kept changes
    expect(page.locator("[data-kept=waiting]")).to_be_hidden()
    page.goto("/signaler/")
    expect(page.locator("[data-kept=waiting] .count")).to_have_text("(1)")
    page.get_by_role("link", name="Compléter").click()
    page.wait_for_url("**/signaler/")
    page.wait_for_timeout(700)
    expect(page.locator("[data-kept=waiting]")).to_be_hidden()


def test_what_is_found_is_said_once_one_stops_typing(page: Page) -> None:
    page.goto(HERE)
    wait_ready(page)
    page.evaluate(LISTEN, ".found")
    page.get_by_label("Cherchez avec vos mots").press_sequentially("lampadaire", delay=60)
    expect(page.locator(".found")).to_contain_text("possibilité")
    page.wait_for_timeout(700)
    assert len(page.evaluate("heard")) == 1


def test_the_place_and_the_receiver_are_said_once(page: Page) -> None:
    page.goto(f"{HERE}&categorie=trou-chaussee")
    wait_ready(page)
    expect(page.locator(".place-said")).to_contain_text("Repère placé : ")
    expect(page.locator(".receiver")).to_be_hidden()
    page.evaluate(LISTEN, ".place-said")
    held = page.locator("[name=longitude]").input_value()
    page.locator(".place-map canvas").press("ArrowLeft")
    with page.expect_response("**/signaler/avant/**"):
        expect(page.locator("[name=longitude]")).not_to_have_value(held)
    page.wait_for_timeout(300)
    assert page.evaluate("heard") == []
    everything = page.get_by_role("button", name="Voir toutes les catégories")
    everything.click()
    page.get_by_text("Tag ou affiche sauvage").click()
    expect(page.locator(".before")).to_contain_text("Propreté")
    expect(page.locator(".receiver")).not_to_have_attribute("role", "status")
    page.context.set_offline(True)
    everything.click()
    page.get_by_text("Fuite d’eau").click()
    expect(page.locator(".receiver")).to_have_attribute("role", "status")
    expect(page.locator(".receiver")).to_contain_text("Reçu par")
    assert violations(page) == []

"""From a bump in the road to its secret link: on a phone with a photo, by keyboard alone, and without JavaScript."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from playwright.sync_api import Page, expect

from carto.territoires.models import Rue
from signalements.models import Signalement
from tests.browser.watching import violations, wait_ready
from tests.factories import make_territoire
from tests.places import COURS_DES_50_OTAGES
from tests.signalements.samples import load_content, make_signalement, photo

HERE = f"/signaler/?lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}"
THANKS = "Merci, c’est bien reçu."


@pytest.fixture(autouse=True)
def city(live_server: object, transactional_db: None) -> None:
    """Categories, a quartier, and a street to look for."""
    load_content()
    make_territoire(COURS_DES_50_OTAGES, name="Centre-Ville")
    line = LineString((-1.5565, 47.2150), (-1.5556, 47.2198))
    Rue.objects.create(
        code="nantes-cours-des-50-otages", name="Cours des 50 Otages", geom=MultiLineString(line, srid=4326)
    )


def sent_number(page: Page) -> str:
    """The number that the thanks page gives."""
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    return re.search(r"S-\d{4}-\d{6}", page.locator("main").inner_text())[0]


def test_a_phone_reports_with_a_photo(phone_page: Page, tmp_path: Path) -> None:
    picture = tmp_path / "IMG_1.jpg"
    picture.write_bytes(photo(side=300).read())
    phone_page.goto(HERE)
    wait_ready(phone_page)
    phone_page.get_by_label("Cherchez avec vos mots").fill("nids de poule")
    expect(phone_page.locator(".found")).to_contain_text("possibilité")
    phone_page.get_by_text("Trou dans la chaussée").click()
    expect(phone_page.locator(".receiver")).to_have_text("Reçu par : Voirie. Réponse sous 5 jours ouvrés.")
    phone_page.get_by_label("Ajouter des photos").set_input_files(picture)
    expect(phone_page.get_by_alt_text("Aperçu de votre photo")).to_be_visible()
    phone_page.get_by_role("button", name="Envoyer le signalement").click()
    number = sent_number(phone_page)
    stored = Signalement.objects.get(number=number)
    assert stored.photos.count() == 1
    phone_page.get_by_role("link", name="Voir la page publique").click()
    expect(phone_page.get_by_role("heading", name="Trou dans la chaussée")).to_be_visible()
    expect(phone_page.locator(".photo-list img")).to_have_js_property("complete", True)
    expect(phone_page.locator("[aria-current=step]")).to_have_text("reçu")


def test_the_secret_link_follows_on_another_device(page: Page, new_page: Callable[..., Page]) -> None:
    page.goto(HERE)
    page.get_by_text("Fuite d’eau").click()
    page.get_by_role("button", name="Envoyer le signalement").click()
    number = sent_number(page)
    link = page.get_by_label("Votre lien secret").input_value()
    elsewhere = new_page()
    elsewhere.goto(link)
    expect(elsewhere.locator("main")).to_contain_text(number)
    expect(elsewhere.get_by_role("heading", name="Ce qu’il en est advenu")).to_be_visible()
    elsewhere.goto(Signalement.objects.get().get_absolute_url())
    assert link.rsplit("/", 2)[-2] not in elsewhere.content(), "the public page does not know the secret"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("le lampadaire est éteint", "Lampadaire éteint ou qui clignote"),
        ("ÉGOUTS", "Bouche d’égout bouchée ou grande flaque"),
        ("une seringue dans le parc", "Seringue ou verre brisé"),
        ("wc", "Fontaine ou toilettes publiques en panne"),
    ],
)
def test_everyday_words_find_the_category(page: Page, words: str, found: str) -> None:
    page.goto(HERE)
    page.get_by_label("Cherchez avec vos mots").fill(words)
    expect(page.locator(".category:visible").filter(has_text=found)).to_have_count(1)
    assert page.locator(".category:visible").count() <= 3
    page.get_by_label("Cherchez avec vos mots").fill("zzz")
    expect(page.locator(".found")).to_contain_text("Rien ne correspond")
    page.get_by_label("Cherchez avec vos mots").fill("")
    expect(page.locator(".category:visible")).to_have_count(36)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _turn in range(120):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no way to {selector} with the Tab key")


def test_the_keyboard_alone_places_chooses_and_sends(page: Page) -> None:
    page.goto("/signaler/")
    wait_ready(page)
    tab_to(page, ".place-map canvas")
    for key in ("ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
    expect(page.locator("[name=longitude]")).not_to_have_value("")
    expect(page.locator(".place-said")).to_contain_text("Repère placé")
    tab_to(page, "#filtre-categories")
    page.keyboard.type("EGOUT")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    expect(page.locator(".receiver")).to_contain_text("Reçu par")
    tab_to(page, "textarea[name=text]")
    page.keyboard.type("Grande flaque.")
    tab_to(page, ".send button")
    page.keyboard.press("Enter")
    assert Signalement.objects.get(number=sent_number(page)).text == "Grande flaque."


def test_without_javascript_nothing_is_missing(plain_page: Page) -> None:
    plain_page.goto("/signaler/")
    expect(plain_page.get_by_label("Cherchez avec vos mots")).to_be_visible()
    plain_page.get_by_label("Décrivez en quelques mots").fill("Le banc est cassé.")
    plain_page.get_by_text("Banc, potelet ou barrière cassé").click()
    plain_page.get_by_role("button", name="Envoyer le signalement").click()
    expect(plain_page.get_by_role("alert")).to_contain_text("Dites-nous où c’est")
    expect(plain_page.get_by_label("Décrivez en quelques mots")).to_have_value("Le banc est cassé.")
    plain_page.get_by_role("textbox", name="Où est-ce ?").fill("cours des 50 otages")
    plain_page.get_by_role("button", name="Envoyer le signalement").click()
    number = sent_number(plain_page)
    stored = Signalement.objects.get(number=number)
    assert (stored.categorie.code, stored.text) == ("mobilier-casse", "Le banc est cassé.")
    assert stored.rue.name == "Cours des 50 Otages"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_page_and_list_have_no_violation(new_page: Callable[..., Page], scheme: str) -> None:
    signalement = make_signalement(text="Un trou.")
    page = new_page(color_scheme=scheme)
    page.goto(HERE + "&categorie=fils-visibles")
    wait_ready(page)
    assert violations(page) == []
    page.goto(signalement.get_absolute_url())
    wait_ready(page)
    assert violations(page) == []
    page.goto("/signalements/")
    assert violations(page) == []


def test_the_refused_form_has_no_violation_and_leads_to_what_is_missing(page: Page) -> None:
    page.goto("/signaler/")
    wait_ready(page)
    page.get_by_role("button", name="Envoyer le signalement").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name=re.compile("Quel problème")).click()
    assert page.evaluate("location.hash") == "#id_categorie_0"

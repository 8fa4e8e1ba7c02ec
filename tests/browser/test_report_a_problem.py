"""From a bump in the road to its secret link: on a phone with a photo, by keyboard alone, and without JavaScript."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, Point
from playwright.sync_api import Locator, Page, expect

from carto.territoires.models import Lieu, Rue
from signalements.models import Signalement
from tests.browser.watching import violations, wait_ready
from tests.factories import make_territoire
from tests.places import COURS_DES_50_OTAGES
from tests.signalements.samples import load_content, make_signalement, photo_taken_at

HERE = f"/signaler/?lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}"
THANKS = "Merci, c’est bien reçu."
NEAR = 0.00001  # about a metre, in degrees
BENCH = Point(COURS_DES_50_OTAGES.x, COURS_DES_50_OTAGES.y + 0.0001, srid=4326)


@pytest.fixture(autouse=True)
def city(live_server: object, transactional_db: None) -> None:
    """Categories, a quartier, a street to look for and a bench on it."""
    load_content()
    make_territoire(COURS_DES_50_OTAGES, name="Centre-Ville")
    line = LineString((-1.5565, 47.2150), (-1.5556, 47.2198))
    Rue.objects.create(
        code="nantes-cours-des-50-otages", name="Cours des 50 Otages", geom=MultiLineString(line, srid=4326)
    )
    Lieu.objects.create(osm_id="node/7", nature="amenity=bench", geom=BENCH)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A photo taken on the Cours des 50 Otages."""
    path = tmp_path / "IMG_1.jpg"
    path.write_bytes(photo_taken_at(COURS_DES_50_OTAGES).read())
    return path


class Thumb:
    """A thumb that counts what it does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.gestures = 0

    def tap(self, target: Locator) -> None:
        """One gesture."""
        self.gestures += 1
        target.tap()

    def shoot(self, target: Locator, picture: Path) -> None:
        """One gesture on the button; the camera then gives its picture."""
        with self.page.expect_file_chooser() as chooser:
            self.tap(target)
        chooser.value.set_files(picture)


def sent_number(page: Page) -> str:
    """The number that the thanks page gives."""
    expect(page.get_by_role("heading", name=THANKS)).to_be_visible()
    return re.search(r"S-\d{4}-\d{6}", page.locator("main").inner_text())[0]


def test_a_phone_reports_with_a_photo_in_four_gestures(phone_page: Page, picture: Path) -> None:
    phone_page.goto("/signaler/")
    thumb = Thumb(phone_page)
    thumb.shoot(phone_page.get_by_text("Ajouter des photos"), picture)
    expect(phone_page.locator(".place-said")).to_contain_text("Repère placé là où la photo a été prise")
    thumb.tap(phone_page.locator("summary", has_text="Chaussée et trottoirs"))
    thumb.tap(phone_page.get_by_text("Trou dans la chaussée"))
    expect(phone_page.locator(".before")).to_contain_text("Reçu par : Voirie.")
    expect(phone_page.locator(".progress .done")).to_have_count(3)
    thumb.tap(phone_page.get_by_role("button", name="Envoyer le signalement"))
    stored = Signalement.objects.get(number=sent_number(phone_page))
    assert thumb.gestures <= 4
    assert stored.photos.count() == 1
    assert abs(stored.geom.x - COURS_DES_50_OTAGES.x) < NEAR and abs(stored.geom.y - COURS_DES_50_OTAGES.y) < NEAR
    phone_page.get_by_role("link", name="Voir la page publique").click()
    expect(phone_page.get_by_role("heading", name="Trou dans la chaussée")).to_be_visible()
    expect(phone_page.get_by_text("Une photo attend")).to_be_visible()


def test_a_photo_is_seen_and_can_be_taken_out_again(phone_page: Page, picture: Path) -> None:
    phone_page.goto(HERE)
    phone_page.get_by_label("Ajouter des photos").set_input_files([picture, picture])
    expect(phone_page.get_by_alt_text("Aperçu de votre photo")).to_have_count(2)
    phone_page.get_by_role("button", name="Retirer la photo 1").tap()
    expect(phone_page.get_by_alt_text("Aperçu de votre photo")).to_have_count(1)
    phone_page.locator("summary", has_text="Propreté").tap()
    phone_page.get_by_text("Tag ou affiche sauvage").tap()
    phone_page.get_by_role("button", name="Envoyer le signalement").tap()
    assert Signalement.objects.get(number=sent_number(phone_page)).photos.count() == 1


def test_the_device_says_where_it_is_and_how_sure_it_is(new_page: Callable[..., Page]) -> None:
    place = {"longitude": COURS_DES_50_OTAGES.x, "latitude": COURS_DES_50_OTAGES.y, "accuracy": 35}
    page = new_page(permissions=["geolocation"], geolocation=place)
    page.goto("/signaler/")
    expect(page.locator(".place-said")).to_contain_text("à 35 m près")  # who allowed it before need not ask
    wait_ready(page)
    expect(page.locator("[name=precision]")).to_have_value("35")
    assert page.evaluate("Boolean(document.querySelector('.maplibregl-map').map.getLayer('precision-aire'))")
    page.get_by_role("button", name="Autour de moi").click()
    around = page.get_by_role("group", name="Autour de vous")
    around.get_by_role("radio", name="Banc").check()
    expect(page.locator("[name=osm_id]")).to_have_value("node/7")
    around.get_by_role("radio", name="Cours des 50 Otages").check()
    expect(page.locator("[name=osm_id]")).to_have_value("")


def test_the_secret_link_follows_on_another_device(page: Page, new_page: Callable[..., Page]) -> None:
    page.goto(HERE)
    page.get_by_text("Tag ou affiche sauvage").click()
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
    expect(page.locator(".category:visible")).not_to_have_count(36)
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.name === 'categorie'")
    page.keyboard.press("Space")
    expect(page.locator(".before")).to_contain_text("Reçu par")
    tab_to(page, "textarea[name=text]")
    page.keyboard.type("Grande flaque.")
    tab_to(page, "[name=temporality]")
    page.keyboard.press("ArrowDown")
    tab_to(page, ".send button")
    page.keyboard.press("Enter")
    stored = Signalement.objects.get(number=sent_number(page))
    assert (stored.text, stored.temporality) == ("Grande flaque.", "often")


def test_words_and_a_list_place_it_without_map_or_mouse(page: Page) -> None:
    page.goto("/signaler/")
    tab_to(page, "[name=adresse]")
    page.keyboard.type("cours des 50 otages")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Quel lieu ?")).to_be_visible()
    tab_to(page, "[name=candidat]")
    page.keyboard.press("Space")
    expect(page.locator("[name=longitude]")).not_to_have_value("")
    assert not Signalement.objects.exists(), "Enter in the address looks for a place"


def test_an_answer_that_stops_is_heard_at_once(page: Page) -> None:
    page.goto(HERE)
    page.get_by_text("Trou dans la chaussée").click()
    asked = page.locator(".asked:visible")
    expect(asked.get_by_text("De quelle taille")).to_be_hidden()
    asked.get_by_label("Une rue, une place, une avenue").check()
    expect(asked.get_by_text("De quelle taille")).to_be_visible()
    asked.get_by_label("Oui").check()
    expect(page.get_by_role("alert")).to_contain_text("Appelez tout de suite le 18")
    expect(page.get_by_role("button", name="Envoyer le signalement")).to_be_hidden()
    why = asked.locator(".stop-said:visible")
    expect(why).to_contain_text("Appelez tout de suite le 18")
    page.locator(".send").get_by_role("link", name="Pourquoi ?").click()
    expect(why).to_be_in_viewport()
    assert violations(page) == []
    asked.get_by_label("Non").check()
    expect(page.get_by_role("button", name="Envoyer le signalement")).to_be_visible()
    expect(why).to_have_count(0)


def test_without_javascript_nothing_is_missing(plain_page: Page, picture: Path) -> None:
    plain_page.goto("/signaler/")
    plain_page.get_by_label("Décrivez en quelques mots").fill("Le banc est cassé.")
    plain_page.get_by_label("Ce que cela vous fait").fill("Ma mère ne peut plus s’y reposer.")
    plain_page.get_by_text("Banc, potelet ou barrière cassé").click()
    plain_page.get_by_role("button", name="Envoyer le signalement").click()
    expect(plain_page.get_by_role("alert")).to_contain_text("Dites-nous où c’est")
    expect(plain_page.get_by_label("Décrivez en quelques mots")).to_have_value("Le banc est cassé.")
    plain_page.get_by_role("textbox", name="Où est-ce ?").fill("cours des 50 otages")
    plain_page.get_by_label("Ajouter des photos").set_input_files(picture)
    plain_page.locator(".place").get_by_role("button", name="Chercher").click()
    expect(plain_page.get_by_role("group", name="Est-ce l’un de ceux-ci ?")).to_be_visible()
    plain_page.get_by_role("button", name="Aperçu").click()
    preview = plain_page.locator(".preview")
    expect(preview).to_contain_text("Ma mère ne peut plus s’y reposer.")
    expect(preview.get_by_alt_text("Votre photo")).to_be_visible()
    assert not Signalement.objects.exists()
    plain_page.get_by_text("Modifier").click()
    plain_page.get_by_label("Décrivez en quelques mots").fill("Le banc n’a plus de dossier.")
    plain_page.get_by_role("button", name="Envoyer le signalement").click()
    stored = Signalement.objects.get(number=sent_number(plain_page))
    assert (stored.categorie.code, stored.text) == ("mobilier-casse", "Le banc n’a plus de dossier.")
    assert stored.rue.name == "Cours des 50 Otages" and stored.photos.count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_preview_page_and_list_have_no_violation(new_page: Callable[..., Page], scheme: str) -> None:
    signalement = make_signalement(text="Un trou.", feeling="J’ai peur.", temporality="often")
    page = new_page(color_scheme=scheme)
    page.goto(HERE + "&categorie=trou-chaussee")
    wait_ready(page)
    expect(page.locator(".near").get_by_role("radio", name="Banc")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Aperçu").click()
    expect(page.get_by_role("heading", name="Aperçu")).to_be_visible()
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


def test_everything_is_large_enough_and_fits_at_twice_the_size(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page.goto(HERE + "&categorie=trou-chaussee")
    small = """() => [...document.querySelectorAll(
        '.add :is(button, summary, label:has(input), input:is([type=text], [type=search], [type=email]), .progress a)')]
        .filter(each => each.checkVisibility())
        .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 43.5))
        .map(([html, box]) => `${html} ${box.width}×${box.height}`)"""
    assert page.evaluate(small) == []
    page.set_viewport_size({"width": 320, "height": 422})  # 640 px at 200 %
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

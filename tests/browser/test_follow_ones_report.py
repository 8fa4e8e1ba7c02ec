"""What became of one's report, from another device: moved, corrected, answered, contested; without JavaScript too."""

from collections.abc import Callable

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from playwright.sync_api import Page, expect

from carto.fiches.actions import digest
from carto.fiches.models import SecretLink
from carto.territoires.models import Rue
from signalements.actions import change_status
from signalements.models import Signalement
from signalements.outcome.actions import ask
from signalements.workflow import Status
from tests.browser.watching import violations
from tests.factories import make_territoire
from tests.places import COURS_DES_50_OTAGES, ILE_DE_NANTES
from tests.signalements.samples import load_content, make_signalement

SECRET = "s" * 43
ROOM = f"/suivre/{SECRET}/"
WITH_OR_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])


@pytest.fixture(autouse=True)
def city(live_server: object, transactional_db: None) -> None:
    """Two quartiers, and a street in the second."""
    load_content()
    make_territoire(COURS_DES_50_OTAGES, name="Centre-Ville")
    make_territoire(ILE_DE_NANTES, name="Île de Nantes")
    line = LineString((-1.5490, 47.2052), (-1.5480, 47.2058))
    Rue.objects.create(code="prairie", name="Boulevard de la Prairie", geom=MultiLineString(line, srid=4326))


@pytest.fixture
def sent() -> Signalement:
    """A pothole with its secret link."""
    made = make_signalement(text="Un trou.")
    SecretLink.objects.create(fiche=made, digest=digest(SECRET))
    return made


def test_another_device_follows_corrects_and_moves_a_report(page: Page, new_page: Callable[..., Page]) -> None:
    page.goto(f"/signaler/?lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}")
    page.get_by_text("Fuite d’eau").click()
    page.get_by_text("Dans la rue ou dans un parc").click()
    page.get_by_role("button", name="Envoyer le signalement").click()
    link = page.get_by_label("Votre lien secret").input_value()
    expect(page.get_by_alt_text("Code QR du lien")).to_have_js_property("complete", True)
    elsewhere = new_page()
    elsewhere.goto(link)
    elsewhere.get_by_role("link", name="Corriger").click()
    elsewhere.get_by_label("Ce que vous avez vu").fill("L’eau coule sur le trottoir.")
    elsewhere.get_by_role("button", name="Enregistrer les mots").click()
    expect(elsewhere.get_by_role("status")).to_contain_text("C’est corrigé")
    elsewhere.get_by_role("link", name="Déplacer").click()
    expect(elsewhere.locator(".place-said")).to_contain_text("Repère placé : Centre-Ville")
    elsewhere.wait_for_load_state()  # what is typed from here on is for the page's script
    elsewhere.get_by_role("textbox", name="Où est-ce, en réalité ?").fill("boulevard de la prairie")
    elsewhere.locator(".suggestions button").first.click()
    expect(elsewhere.locator(".place-said")).to_contain_text("Île de Nantes")
    elsewhere.get_by_role("button", name="Mettre le repère ici").click()
    expect(elsewhere.get_by_role("status")).to_contain_text("C’est déplacé")
    stored = Signalement.objects.get()
    assert (stored.text, stored.quartier.name) == ("L’eau coule sur le trottoir.", "Île de Nantes")
    page.goto(stored.get_absolute_url())
    expect(page.locator(".timeline")).to_contain_text("Lieu corrigé")


@WITH_OR_WITHOUT
def test_a_repair_is_contested_and_a_question_answered(
    new_page: Callable[..., Page], sent: Signalement, scripts: bool
) -> None:
    page = new_page(java_script_enabled=scripts)
    change_status(sent, Status.TREATED, closing="mended")
    page.goto(ROOM)
    page.get_by_role("button", name="Ce n’est pas réparé").click()
    expect(page.get_by_role("status")).to_contain_text("C’est rouvert")
    ask(sent, "De quel côté de la rue ?")
    page.reload()
    page.get_by_label("Votre réponse").fill("Du côté du tram.")
    page.get_by_role("button", name="Répondre").click()
    expect(page.locator(".timeline")).to_contain_text("Du côté du tram.")
    assert Signalement.objects.get().status == "accepted"


def test_without_javascript_one_moves_withdraws_puts_back_and_comments(plain_page: Page, sent: Signalement) -> None:
    plain_page.goto(ROOM)
    plain_page.get_by_role("link", name="Déplacer").click()
    plain_page.get_by_role("textbox", name="Où est-ce, en réalité ?").fill("boulevard de la prairie")
    plain_page.get_by_role("button", name="Mettre le repère ici").click()
    expect(plain_page.locator(".timeline")).to_contain_text("change de quartier")
    plain_page.get_by_role("link", name="Retirer").click()
    plain_page.get_by_role("button", name="Oui, la retirer").click()
    plain_page.get_by_role("button", name="La remettre en ligne").click()
    plain_page.get_by_role("link", name="Voir la page publique").click()
    plain_page.get_by_text("Ajouter un commentaire").click()
    plain_page.get_by_label("question").check()
    plain_page.get_by_label("Vos mots").fill("Pour quand ?")
    plain_page.get_by_role("button", name="Publier").click()
    expect(plain_page.locator("li.said")).to_contain_text("Pour quand ?")


@pytest.mark.parametrize(
    ("scheme", "rooms"),
    [("light", ("", "papier/", "corriger/", "completer/", "deplacer/", "retirer/")), ("dark", ("", "retirer/"))],
)
def test_the_rooms_have_no_violation(
    new_page: Callable[..., Page], sent: Signalement, scheme: str, rooms: tuple[str, ...]
) -> None:
    page = new_page(color_scheme=scheme)
    for action in rooms:
        page.goto(ROOM + action)
        assert violations(page) == [], action
    page.locator("form .send button").click()
    page.goto(sent.get_absolute_url())
    assert page.locator("h1").inner_text() == "Cette fiche a été retirée par son auteur"
    assert violations(page) == []


def test_a_closed_page_and_its_forms_have_no_violation(page: Page, sent: Signalement) -> None:
    change_status(sent, Status.TREATED, closing="mended")
    for address in (ROOM, f"{ROOM}contester/", f"{ROOM}avis/", sent.get_absolute_url()):
        page.goto(address)
        assert violations(page) == [], address
    page.get_by_text("Ajouter un commentaire").click()
    assert violations(page) == []
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []

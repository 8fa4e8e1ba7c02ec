"""Pinning an idée from a browser: sticker, place, sent; with an account, without JavaScript, and without a mouse."""

from collections.abc import Callable

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from carto.comptes.models import User
from projets.idees.models import Idee
from tests.browser.watching import violations, wait_ready
from tests.people import alice
from tests.places import COURS_DES_50_OTAGES
from tests.projets.samples import load_palette, make_equipement, make_idee, make_opportunite

HERE = f"/proposer/?lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}"
METRE = 0.00001  # about one, in degrees


@pytest.fixture(autouse=True)
def palette(transactional_db: None) -> None:
    """The stickers exist, also for the server's own connection."""
    load_palette()


def _sign_in(context: BrowserContext, person: User, url: str) -> None:
    """A session, as if the person had typed the code received by mail."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": url}])


def test_a_sticker_on_the_map_is_an_idea_in_three_gestures(phone_page: Page) -> None:
    phone_page.goto(HERE)
    wait_ready(phone_page)
    phone_page.get_by_role("radio", name="Une aire de jeux").tap()
    expect(phone_page.locator(".place-map .autocollant.laid")).to_be_visible()
    phone_page.get_by_role("button", name="Poser mon idée").tap()
    expect(phone_page.get_by_role("heading", name="Merci, c’est bien reçu.")).to_be_visible()
    idee = Idee.objects.get()
    assert (idee.title, idee.autocollant.code, idee.author) == ("Une aire de jeux", "aire-de-jeux", None)
    assert abs(idee.geom.x - COURS_DES_50_OTAGES.x) < METRE
    phone_page.get_by_role("link", name="Voir la page publique").tap()
    expect(phone_page.locator("svg.autocollant.big")).to_be_visible()


def test_signed_in_one_may_sign_or_not(page: Page, live_server: LiveServer) -> None:
    person = alice()
    _sign_in(page.context, person, live_server.url)
    page.goto(HERE)
    page.get_by_role("radio", name="Un arbre", exact=True).check()
    page.get_by_text("Ajouter des mots").click()
    page.get_by_label("Un titre").fill("Un tilleul, un banc autour")
    page.get_by_text("Anonyme, ou à votre nom").first.click()
    page.get_by_label("Signer de mon nom").check()
    page.get_by_role("button", name="Poser mon idée").click()
    page.get_by_role("heading", name="Merci, c’est bien reçu.").wait_for()
    idee = Idee.objects.get()
    assert (idee.title, idee.author) == ("Un tilleul, un banc autour", person)


def test_without_javascript_the_same_form_does_it(plain_page: Page) -> None:
    plain_page.goto(HERE)
    plain_page.get_by_role("button", name="Poser mon idée").click()
    expect(plain_page.get_by_text("Choisissez un autocollant").first).to_be_visible()
    plain_page.get_by_role("radio", name="Une boîte à livres").check()
    plain_page.get_by_text("Ajouter des mots").click()
    plain_page.get_by_label("Ce que vous aimeriez").fill("On prend, on lit, on repose.")
    plain_page.get_by_role("button", name="Poser mon idée").click()
    expect(plain_page.get_by_role("heading", name="Merci, c’est bien reçu.")).to_be_visible()
    assert Idee.objects.get().text == "On prend, on lit, on repose."


def test_with_the_keyboard_alone(page: Page) -> None:
    page.goto(HERE)
    wait_ready(page)
    page.get_by_label("Chercher dans la palette").focus()
    page.keyboard.type("velo attacher")
    expect(page.locator(".sticker:visible")).to_have_count(1)
    page.keyboard.press("Enter")  # must not send the form
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".palette-said")).to_contain_text("Des arceaux à vélos")
    page.locator(".place-map canvas").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(
        f"Number(document.querySelector('[name=longitude]').value) < {COURS_DES_50_OTAGES.x - METRE}"
    )
    page.get_by_role("button", name="Poser mon idée").press("Enter")
    page.get_by_role("heading", name="Merci, c’est bien reçu.").wait_for()
    idee = Idee.objects.get()
    assert idee.autocollant.code == "arceaux"
    assert idee.geom.x < COURS_DES_50_OTAGES.x - METRE


def test_a_word_finds_its_sticker_and_an_unknown_word_still_leaves_a_way(page: Page) -> None:
    page.goto(HERE)
    search = page.get_by_label("Chercher dans la palette")
    search.fill("cafe")
    expect(page.locator(".sticker:visible .name")).to_have_text(["Un café de quartier"])
    search.fill("zzzz")
    expect(page.locator(".sticker:visible .name")).to_have_text(["Une autre idée"])
    search.fill("")
    assert page.locator(".sticker:visible").count() >= 20


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_and_the_pages_have_no_violation(new_page: Callable[..., Page], scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(HERE)
    wait_ready(page)
    page.get_by_role("radio", name="Un arbre", exact=True).check()
    assert violations(page) == []
    for fiche in (make_idee(), make_equipement(), make_opportunite(status="diagnosis")):
        page.goto(fiche.get_absolute_url())
        wait_ready(page)
        assert violations(page) == []

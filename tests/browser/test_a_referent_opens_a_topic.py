"""Denise carries a candidate, tries to open it too early, completes its sheet, opens; a stranger reads each step."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from carto.territoires.models import Territoire
from projets.opportunites.models import Opportunite
from projets.opportunites.opening.lines import MONEY, OWED, TASKS
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations
from tests.factories import make_territoire
from tests.people import denise
from tests.places import CHATEAU
from tests.projets.referents.samples import in_days, make_candidat
from tests.projets.samples import make_idee


@pytest.fixture(autouse=True)
def quartier(live_server: object, transactional_db: None) -> Territoire:
    """Where Denise is référente, with one candidate and one idea."""
    quartier = make_territoire(CHATEAU, name="Centre-Ville")
    make_idee(CHATEAU, title="Un banc au château")
    make_candidat(quartier)
    return quartier


def test_from_the_desk_to_the_first_phase(new_page: Callable[..., Page], quartier: Territoire) -> None:
    page, stranger = new_page(viewport={"width": 390, "height": 844}), new_page()
    sign_in(page, denise(quartier))
    page.goto("/opportunites/")
    page.get_by_role("link", name="Mon quartier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Centre-Ville")
    assert violations(page) == []
    page.get_by_role("link", name="Porter : Espaces verts · Centre-Ville").press("Enter")
    page.get_by_label("Le sujet, en quelques mots").fill("Des arbres au château")
    page.get_by_label("La question posée à tout le monde").fill("Où planter ?")
    page.get_by_role("button", name="Porter ce sujet").press("Enter")
    expect(page.locator("#erreurs")).to_be_focused()
    assert violations(page) == []
    page.get_by_label("Pourquoi vous le portez").fill("Douze voisins le disent.")
    page.get_by_role("button", name="Porter ce sujet").press("Enter")
    expect(page.get_by_text("Vous portez ce sujet.")).to_be_visible()
    topic = Opportunite.objects.get()
    stranger.goto(topic.get_absolute_url())
    expect(stranger.get_by_text("Douze voisins le disent.")).to_be_visible()
    assert violations(stranger) == []

    page.get_by_role("link", name="Écrire la fiche d’ouverture").press("Enter")
    page.get_by_role("button", name="Ouvrir le sujet").press("Enter")
    expect(page.locator("#erreurs")).to_be_focused()
    expect(page.get_by_text("Il manque cette ligne.")).to_have_count(len(OWED))
    assert violations(page) == []
    _fill(page)
    page.get_by_role("button", name="Enregistrer").press("Enter")
    expect(page.get_by_text("La fiche est complète.")).to_be_visible()
    page.get_by_label("Ce que l’on dit à tout le monde").fill("On commence par marcher ensemble.")
    page.get_by_label("Cette phase finit le").fill(in_days(40))
    page.get_by_role("button", name="Ouvrir le sujet").press("Enter")
    expect(page.get_by_text("C’est ouvert : le co-diagnostic commence.")).to_be_visible()

    stranger.reload()
    for said in ("On commence par marcher ensemble.", "Coproduction", "Plantations", "Dit pour how_far."):
        expect(stranger.get_by_text(said).first).to_be_visible()
    assert violations(stranger) == []
    stranger.emulate_media(color_scheme="dark")
    sources = stranger.locator(".where-map .maplibregl-ctrl-attrib")
    expect(sources).not_to_have_css("color", "rgb(0, 0, 0)")  # on a dark sheet
    stranger.get_by_role("link", name="Toutes ses versions").click()
    expect(stranger.get_by_role("heading", name="Version 1")).to_be_visible()
    assert violations(stranger) == []
    for address in (
        "/opportunites/",
        "/opportunites/referents/",
        "/opportunites/attendent/",
        "/opportunites/proposer/",
    ):
        stranger.goto(address)
        assert violations(stranger) == [], address
    expect(stranger.get_by_role("heading", name="Proposer un sujet")).to_be_visible()
    for choice in stranger.locator("fieldset.field label:has(input)").all():
        assert choice.bounding_box()["height"] >= 44, choice.inner_text()


def _fill(page: Page) -> None:
    """Every line of the sheet, one amount, one task."""
    for name in OWED:
        if name not in {MONEY, TASKS, "level"}:
            page.locator(f"[name={name}]").fill(f"Dit pour {name}.")
    money = page.get_by_role("group", name="Somme 1")
    money.get_by_label("Pour quoi").fill("Plantations")
    money.get_by_label("Montant (€)").fill("12000,50")
    money.get_by_label("Sorte").select_option("voted")
    money.get_by_label("HT ou TTC").select_option("ttc")
    money.get_by_label("Année").fill("2026")
    task = page.get_by_role("group", name="Tâche 1")
    for label in ("Qui", "Fait quoi", "Avec qui"):
        task.get_by_label(label, exact=True).fill("Le service des arbres")
    page.get_by_label("Coproduction").check()

"""A complaint becomes a proposal and both are told; a dream lands; two browsers write one draft; axe is content."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from carto.comptes.models import Service
from projets.actions import change_status
from projets.idees.models import Brouillon, Idee
from projets.idees.workflow import WORKFLOW
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations, wait_ready
from tests.factories import make_territoire
from tests.people import bob
from tests.places import COURS_DES_50_OTAGES
from tests.projets.dreams.samples import close, make_campagne
from tests.projets.samples import load_palette
from tests.signalements.samples import load_content, make_signalement


@pytest.fixture(autouse=True)
def city(live_server: object, transactional_db: None) -> None:
    """A quartier, and what the forms choose from."""
    load_content()
    load_palette()
    make_territoire(COURS_DES_50_OTAGES, name="Centre-Ville")


def test_a_complaint_becomes_a_proposal_and_both_are_told_on_delivery(phone_page: Page) -> None:
    page, signalement = phone_page, make_signalement("mobilier-casse", text="Encore cassé, une honte.")
    page.goto(signalement.get_absolute_url())
    wait_ready(page)
    assert violations(page) == []
    page.get_by_role("link", name="Proposer mieux ici").tap()
    expect(page.locator(".origin")).to_contain_text(signalement.number)
    wait_ready(page)
    page.locator("#chercher-autocollant").scroll_into_view_if_needed()
    assert violations(page) == []
    page.get_by_role("radio", name="Un banc", exact=True).check()
    page.get_by_role("button", name="Poser mon idée").tap()
    page.get_by_role("heading", name="Merci, c’est bien reçu.").wait_for()
    idee = Idee.objects.get()
    assert idee.geom.distance(COURS_DES_50_OTAGES) < 1e-4 and idee.text == ""
    page.goto(idee.get_absolute_url())
    page.locator(".lineage").get_by_role("link", name=signalement.title).tap()
    expect(page.locator(".lineage")).to_contain_text(idee.number)
    change_status(idee, "chosen", WORKFLOW, role="agent", public_text="Retenue.")
    change_status(idee, "delivered", WORKFLOW, role="agent", public_text="Le banc est posé.")
    page.reload()
    expect(page.locator(".timeline")).to_contain_text("Ce qui est né d’ici est réalisé")
    expect(page.locator(".timeline")).to_contain_text("Le banc est posé.")


def test_one_dreams_then_the_dream_lands(page: Page, new_page: Callable[..., Page]) -> None:
    service = Service.objects.get(code="voirie")
    campagne = make_campagne(service=service)
    page.goto(f"/proposer/?campagne=cours&lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}")
    expect(page.get_by_text("Ici on rêve, jusqu’au")).to_be_visible()
    page.get_by_role("radio", name="Des jeux d’eau").check()
    page.get_by_role("button", name="Poser mon idée").click()
    link = page.get_by_label("Votre lien secret").input_value()
    dream = Idee.objects.get()
    page.goto(dream.get_absolute_url())
    wait_ready(page)
    expect(page.locator(".chips")).to_contain_text("Rêve", ignore_case=True)
    expect(page.get_by_role("radio", name="contre")).to_have_count(0)
    assert violations(page) == []
    close(campagne)
    page.goto(link)
    page.get_by_role("button", name="D’accord, qu’il se pose").click()
    expect(page.get_by_text("Vous avez dit : d’accord.")).to_be_visible()
    page.get_by_role("link", name="L’atterrissage de votre rêve").click()
    page.get_by_label("Le besoin, derrière le rêve").fill("Se rafraîchir l’été")
    page.get_by_label("Un premier pas").fill("Un brumisateur cet été")
    page.get_by_role("button", name="Écrire", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("C’est écrit")
    agent = new_page()
    sign_in(agent, bob(service))
    agent.goto(f"/reves/{dream.uuid}/")
    agent.get_by_text("Dire ce qu’il faut, comme technicien").click()
    agent.get_by_label("Ce qu’il faut pour ce premier pas").fill("Une arrivée d’eau, deux mois.")
    assert violations(agent) == []
    agent.get_by_role("button", name="Le dire à tout le monde").click()
    agent.get_by_role("button", name="Poser au sol").click()
    expect(agent.locator(".lineage")).to_contain_text(dream.number)
    landed = Idee.objects.exclude(pk=dream.pk).get()
    assert "Un brumisateur cet été" in landed.text
    agent.goto("/reves/?campagne=cours")
    expect(agent.get_by_text("posé au sol").last).to_be_visible()
    assert violations(agent) == []


def test_two_browsers_write_one_draft(page: Page, new_page: Callable[..., Page]) -> None:
    page.goto(f"/proposer/?autocollant=banc&lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}")
    page.get_by_text("Ajouter des mots, une photo").click()
    page.get_by_label("Ce que vous aimeriez").fill("Un banc pour souffler. On y pose son panier.")
    page.get_by_role("button", name="l’écrire à plusieurs").click()
    link = page.get_by_label("Le lien du brouillon").input_value()
    assert violations(page) == []
    other = new_page()
    other.goto(link)
    page.get_by_label("Vos mots").fill("Deux bancs pour souffler. On y pose son panier.")
    page.get_by_label("Votre nom, si vous voulez").fill("Inès")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Dernière main : Inès")).to_be_visible()
    expect(other.get_by_role("status")).to_contain_text("Inès vient d’écrire")
    other.get_by_label("Vos mots").fill("Un banc pour souffler. On y pose son vélo.")
    other.get_by_role("button", name="Enregistrer").click()
    expect(other.get_by_label("Vos mots")).to_have_value("Deux bancs pour souffler. On y pose son vélo.")
    page.get_by_label("Vos mots").fill("Trois bancs pour souffler. On y pose son cabas.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Deux mains ont écrit au même endroit")
    assert violations(page) == []
    page.get_by_label("Vos mots").fill("Trois bancs pour souffler. On y pose son cabas ou son vélo.")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="L’histoire, main par main").click()
    expect(page.locator(".turns ins").first).to_be_visible()
    assert violations(page) == []
    assert Brouillon.objects.get().text == "Trois bancs pour souffler. On y pose son cabas ou son vélo."

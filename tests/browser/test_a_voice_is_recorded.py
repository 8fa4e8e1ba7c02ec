"""A voice recorded on the form of ideas: heard, taken out, sent by the same button, erased from one's page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from projets.idees.models import Enregistrement, Idee
from tests.browser.watching import violations, wait_ready
from tests.places import COURS_DES_50_OTAGES
from tests.projets.samples import load_palette

HERE = f"/proposer/?lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}"
# A microphone that hums: this machine has none.
HUMS = """navigator.mediaDevices.getUserMedia = async () => {
  const context = new AudioContext(), hum = context.createOscillator(), out = context.createMediaStreamDestination();
  hum.connect(out);
  hum.start();
  return out.stream;
};"""
REFUSES = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); };"
LENGTH = """audio => new Promise((resolve, reject) => {
  audio.addEventListener('loadedmetadata', () => resolve(audio.duration));
  audio.addEventListener('error', () => reject(audio.error.message));
  audio.load();
})"""


@pytest.fixture(autouse=True)
def palette(transactional_db: None) -> None:
    """The stickers exist, also for the server's own connection."""
    load_palette()


def _open(page: Page) -> None:
    page.goto(HERE)
    wait_ready(page)
    page.get_by_role("radio", name="Une aire de jeux").check()
    page.get_by_text("Ajouter des mots, une photo").click()


def _record(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer ma voix").click()
    expect(page.locator(".voice-said")).to_have_text("Nous vous écoutons.")
    expect(page.locator(".voice .clock")).to_have_text("0:01 / 2:00")


def test_one_speaks_hears_takes_out_speaks_again_and_sends(phone_page: Page) -> None:
    page = phone_page
    page.add_init_script(HUMS)
    _open(page)
    _record(page)
    page.get_by_role("button", name="Arrêter").click()
    player = page.locator(".voice-tools audio")
    expect(player).to_be_visible()
    assert 0.8 < player.evaluate(LENGTH) < 5
    assert violations(page) == []
    page.get_by_role("button", name="Retirer", exact=True).last.click()
    expect(page.get_by_role("button", name="Enregistrer ma voix")).to_be_focused()
    assert page.locator("[name=voix]").evaluate("input => input.files.length") == 0
    _record(page)
    page.get_by_role("button", name="Poser mon idée").click()  # while one still speaks
    expect(page.get_by_role("heading", name="Merci, c’est bien reçu.")).to_be_visible()
    held = Enregistrement.objects.get()
    assert held.idee == Idee.objects.get() and held.file.name.endswith(".wav") and held.seconds >= 1
    own = page.locator(".own-voice audio")
    assert own.evaluate(LENGTH) > 0.8, "our own pages may play what we hand out"
    assert violations(page) == []
    page.get_by_role("button", name="Effacer ma voix").click()
    expect(page.get_by_text("votre voix est effacée")).to_be_visible()
    held.refresh_from_db()
    assert held.state == "withdrawn" and not held.file


def test_a_closed_microphone_is_told_and_a_file_does_as_well(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.add_init_script(REFUSES)
    _open(page)
    page.get_by_role("button", name="Enregistrer ma voix").press("Enter")
    expect(page.locator(".voice-said")).to_contain_text("Le micro reste fermé")
    expect(page.get_by_label("Choisir un enregistrement")).to_be_visible()
    assert page.evaluate("document.featurePolicy.allowsFeature('microphone')")
    page.goto("/idees/")
    assert not page.evaluate("document.featurePolicy.allowsFeature('microphone')")

"""Around a table, in a browser: what is typed leaves by itself before the turn ends, the next sheet comes by itself."""

import pytest
from playwright.sync_api import Page, expect

from projets.opportunites.models import Apport
from tests.browser.watching import violations
from tests.projets.phases.samples import at_turn, in_phase, make_table, put

pytestmark = pytest.mark.django_db(transaction=True)
OVER = "document.querySelector('.turn').dataset.left = 0"  # as if no second were left


def test_a_phone_writes_around_a_table_then_reads_the_threads(phone_page: Page, plain_page: Page) -> None:
    topic = in_phase("contribution")
    put(topic, "pour", "Les anciens étouffent.", put(topic, "solution", "Des voiles.", put(topic, "constat", "41 °C.")))
    tablee = make_table(topic)
    phone_page.goto(f"/opportunites/{topic.uuid}/tablees/{tablee.pk}/")
    assert violations(phone_page) == []
    phone_page.get_by_label("Un nom, si vous voulez").fill("Zoé")
    phone_page.get_by_role("button", name="Je m’assieds").tap()
    expect(phone_page.locator(".turn output")).not_to_be_empty()
    assert violations(phone_page) == []
    phone_page.get_by_label("Votre idée").first.fill("Des arbres")
    phone_page.evaluate(OVER)
    expect(phone_page.get_by_text("C’est sur la feuille.")).to_be_visible()
    assert Apport.objects.get().commentaire.text == "Des arbres"
    at_turn(tablee, 1)
    phone_page.evaluate(OVER)
    expect(phone_page.get_by_text("Tour 2 sur 3")).to_be_visible()
    expect(phone_page.get_by_label("Votre idée").first).to_have_value("")
    plain_page.goto(phone_page.url)
    expect(plain_page.get_by_text("jusqu’au")).to_be_visible()
    at_turn(tablee, 3)
    plain_page.goto(f"/opportunites/{topic.uuid}/tablees/{tablee.pk}/")
    plain_page.get_by_role("link", name="Reprendre comme solution").click()
    plain_page.get_by_role("button", name="Publier").click()
    expect(plain_page.get_by_text("C’est dit : tout le monde le lit ici.")).to_be_visible()
    for page in ("propos/", "arguments/", f"tablees/{tablee.pk}/"):
        phone_page.goto(f"/opportunites/{topic.uuid}/{page}")
        assert violations(phone_page) == []

"""An agent's page: a reply fills the form at once, what will be read is shown in place, and axe finds nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from carto.comptes.models import Role
from carto.fiches.actions import record
from carto.fiches.models import What
from signalements.models import ReplyTemplate, Signalement
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations, wait_ready
from tests.people import bob
from tests.signalements.desk.samples import case, reachable
from tests.signalements.samples import make_signalement


@pytest.fixture
def signalement(live_server: object, transactional_db: None) -> Signalement:
    made = make_signalement(text="Gros trou devant l’arrêt.")
    reachable(made)
    text = "Le {numero} part à l’atelier."
    ReplyTemplate.objects.create(name="À l’atelier", text=text, status="treated", closing="mended")
    return made


def test_a_reply_is_chosen_looked_at_and_sent(new_page: Callable[..., Page], signalement: Signalement) -> None:
    page = new_page()
    sign_in(page, bob(signalement.service))
    page.goto(case(signalement))
    expect(page.get_by_label("Pour clore : le motif")).to_be_hidden()
    page.get_by_label("Réponse prête").select_option(label="À l’atelier")
    words = page.get_by_label("Ce que tout le monde lira")
    expect(words).to_have_value(f"Le {signalement.number} part à l’atelier.")
    expect(words).to_be_focused()
    expect(page.get_by_label("Où en est-on ?")).to_have_value("treated")
    expect(page.get_by_label("Pour clore : le motif")).to_have_value("mended")
    words.fill("C’est parti <b>hier</b>.")
    page.get_by_role("button", name="Voir ce qui sera lu").click()
    expect(page.locator(".foreseen-letter pre")).to_contain_text("C’est parti <b>hier</b>.")
    expect(page.locator(".foreseen .timeline")).to_contain_text("traité")
    assert Signalement.objects.get().status == "received"
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("status").filter(has_text="C’est répondu.")).to_be_visible()
    assert Signalement.objects.get().status == "treated"


def test_the_pages_of_the_desk_have_no_violation(new_page: Callable[..., Page], signalement: Signalement) -> None:
    agent = bob(signalement.service)
    Role.objects.update(contacts=True)
    record(signalement, What.NOTED, role="agent", person=agent, private_text="Prévoir un cône.")
    page = new_page()
    sign_in(page, agent)
    for address in (case(signalement), "/bureau/saisir/"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(address)
            wait_ready(page)
            assert violations(page) == [], (address, scheme)
    for address in ("/bureau/reponses/nouvelle/", "/bureau/annonces/nouvelle/"):
        page.goto(address)
        assert violations(page) == [], address

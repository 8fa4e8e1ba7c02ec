"""On a phone, without JavaScript nor account, a contractor says that it is done; those pages are accessible."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from carto.comptes.models import Service
from signalements.forwarding.actions import forward
from signalements.forwarding.links import secret_of
from signalements.models import Forwarding, Signalement
from signalements.subtasks.actions import give
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations
from tests.people import bob
from tests.signalements.samples import make_signalement, photo

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def sent(transactional_db: None) -> Forwarding:
    """A hole that a contractor is to fill, and a part of it for somebody else."""
    made = make_signalement(text="Gros trou devant l’arrêt.")
    give(made, "Refaire le marquage", service=Service.objects.first(), person=None, role="agent")
    more = {"email": "chantier@exemple.fr", "contractor": True, "person": None, "role": "agent"}
    return [forward(each, "Les Paveurs", message="Avant lundi.", **more) for each in (make_signalement(), made)][-1]


def test_it_is_done_on_a_phone_without_javascript(new_page: Callable[..., Page], sent: Forwarding) -> None:
    page = new_page(viewport=PHONE, java_script_enabled=False)
    page.goto(f"/transmis/{secret_of(sent)}/")
    expect(page.get_by_text("Gros trou devant l’arrêt.")).to_be_visible()
    page.get_by_role("button", name="C’est fait").click()
    expect(page.locator("#erreurs")).to_contain_text("Ajoutez une photo")
    picture = photo()
    page.get_by_label("Une photo après votre passage").set_input_files(
        {"name": picture.name, "mimeType": picture.content_type, "buffer": picture.read()}
    )
    page.get_by_role("button", name="C’est fait").click()
    expect(page.get_by_role("status")).to_contain_text("Le service vérifie")
    assert Signalement.objects.get(pk=sent.signalement_id).status == "to_check"


def test_its_pages_have_no_violation_light_and_dark(new_page: Callable[..., Page], sent: Forwarding) -> None:
    made = sent.signalement
    task = made.tasks.get()
    link = f"/transmis/{secret_of(sent)}/"
    for scheme, person in (("light", bob(made.service)), ("dark", None)):
        page = new_page(viewport=PHONE, color_scheme=scheme)
        if person:
            sign_in(page, person)
        ours = (f"/bureau/taches/{task.pk}/", f"/bureau/taches/pour/{made.uuid}/", f"/transmis/depuis/{made.uuid}/")
        for address in (link, "/signalements/etapes/", *(("/bureau/taches/", *ours) if person else ())):
            page.goto(address)
            page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
            assert violations(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address

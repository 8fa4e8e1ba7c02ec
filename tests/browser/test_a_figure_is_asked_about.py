"""A resident asks about what a pool cost, a publisher answers, both read it beside the figure; by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from projets.equipements.models import Competence, Demande
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations
from tests.factories import make_territoire
from tests.people import bob
from tests.places import JARDIN_DES_PLANTES
from tests.projets.questions.samples import make_organisme, make_pool_cost


@pytest.fixture(autouse=True)
def pool(live_server: object, transactional_db: None) -> str:
    """The address of a pool with one cost, in a quartier with a directory."""
    make_territoire(JARDIN_DES_PLANTES, name="Malakoff")
    cout = make_pool_cost()
    who = {"theme": cout.equipement.theme, "organisme": make_organisme("etat", level="etat", name="L’État")}
    Competence.objects.create(does="Contrôle la qualité de l’eau", source="Code de la santé publique", **who)
    return cout.equipement.get_absolute_url()


def typed(page: Page, text: str) -> None:
    """As somebody without a mouse."""
    page.keyboard.type(text)


def test_a_resident_asks_and_a_publisher_answers(new_page: Callable[..., Page], pool: str) -> None:
    resident = new_page(java_script_enabled=True, viewport={"width": 390, "height": 844})
    resident.goto(pool)
    resident.get_by_role("link", name="Poser une question sur ce chiffre").focus()
    resident.keyboard.press("Enter")
    expect(resident.get_by_role("heading", level=1)).to_contain_text("8 500 000 €")
    assert violations(resident) == []
    resident.get_by_role("button", name="Poser ma question").press("Enter")
    expect(resident.locator("#erreurs")).to_be_focused()
    assert violations(resident) == []
    resident.get_by_label("Votre question").focus()
    typed(resident, "Pourquoi si cher ?")
    resident.get_by_role("button", name="Poser ma question").press("Enter")
    expect(resident.get_by_text("Réponse promise pour le")).to_be_visible()
    assert violations(resident) == []

    publisher = new_page()
    sign_in(publisher, bob())
    publisher.goto("/argent/")
    publisher.get_by_role("navigation", name="Pages de l’argent public").get_by_role("link", name="À répondre").click()
    assert violations(publisher) == []
    publisher.get_by_role("link", name="Répondre ou transmettre").press("Enter")
    assert violations(publisher) == []
    publisher.get_by_label("Votre réponse").focus()
    typed(publisher, "Les deux bassins ont été refaits.")
    publisher.get_by_role("button", name="Répondre à tout le monde").press("Enter")

    for page in (publisher, resident):
        page.goto(f"/argent/questions/{Demande.objects.get().uuid}/")
        expect(page.get_by_text("Les deux bassins ont été refaits.")).to_be_visible()
        page.goto(pool)
        expect(page.get_by_role("link", name="1 question")).to_be_visible()
        expect(page.get_by_label("Questions sur ces chiffres").get_by_text("Les deux bassins")).to_be_visible()
    assert violations(resident) == []


def test_without_scripts_one_finds_who_is_in_charge_and_asks(new_page: Callable[..., Page], pool: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(pool)
    page.get_by_role("link", name="Qui s’en occupe ici ?").press("Enter")
    expect(page.get_by_text("Contrôle la qualité de l’eau").first).to_be_visible()
    page.get_by_role("link", name="la ville la transmet").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("L’État")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_other_pages_have_no_violation(new_page: Callable[..., Page], pool: str, scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    here = f"/qui/?lat={JARDIN_DES_PLANTES.y}&lon={JARDIN_DES_PLANTES.x}&theme=espaces-verts"
    for address in (here, "/qui/annuaire/", "/argent/questions/", "/argent/interets/", "/argent/questions/masquees/"):
        page.goto(address)
        assert violations(page) == []

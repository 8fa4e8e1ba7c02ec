"""A resident finds a paragraph from the map's search box, reads how the council voted, and takes the paragraph away."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from projets.equipements.models import Deliberation
from tests.browser.watching import violations, wait_ready
from tests.projets.deliberations.made import make_deliberation

WORDS = ("Vu le code général des collectivités territoriales ;", "Le grand bassin reste ouvert pendant les travaux.")


def _voted() -> Deliberation:
    return make_deliberation(*WORDS, votes_for=58, votes_against=0, abstained=7, present=65)


def test_the_search_box_of_the_map_leads_to_the_paragraph(page: Page) -> None:
    voted = _voted()
    page.goto("/")
    wait_ready(page)
    page.locator("#recherche").fill("délibération bassin")
    answers = page.get_by_role("listbox", name="Réponses").get_by_role("group", name="Délibérations")
    expect(answers.get_by_role("option")).to_have_count(1)
    page.locator("#recherche").press("ArrowDown")
    expect(answers.get_by_role("option", selected=True)).to_contain_text("Piscine Léo-Lagrange")
    assert violations(page) == []
    page.get_by_role("option", name="Piscine Léo-Lagrange").click()
    page.wait_for_url(f"**{voted.get_absolute_url()}#p2")
    expect(page.locator("#p2")).to_contain_text(WORDS[1])


def test_a_paragraph_is_found_and_cited_by_keyboard_on_a_phone_at_night(new_page: Callable[..., Page]) -> None:
    voted = _voted()
    page = new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page.goto("/argent/deliberations/")
    page.get_by_label("Des mots").fill("bassins")
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text("bassin")
    assert violations(page) == []
    page.get_by_role("link", name="Paragraphe 2, page 1").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{voted.get_absolute_url()}#p2")
    page.get_by_role("link", name="citer ce paragraphe 2").press("Enter")
    expect(page.get_by_label("À copier, avec son adresse")).to_have_value(
        f"« {WORDS[1]} »\nConseil municipal, délibération 2026-12, 6 février 2026, paragraphe 2\n"
        f"http://127.0.0.1:8000{voted.get_absolute_url()}#p2"
    )
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

"""axe-core finds nothing to say about the front door: map, list, about, around, search; light, dark and on a phone; nor
about what is organised together: calendar, commitments, safe alert, rules, journal, a visit.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.samples import make_signalement
from tests.browser.watching import violations, wait_ready
from tests.factories import make_fiche, make_territoire
from tests.places import CHATEAU
from tests.projets.campagnes.samples import make_campagne
from tests.projets.gates.samples import carried, make_meeting
from tests.projets.samples import make_idee

PAGES = [
    "/liste/",
    "/liste/?couches=zzz",
    "/a-propos/",
    f"/autour/?lat={CHATEAU.y}&lon={CHATEAU.x}",
    "/autour/",
    "/recherche/?q=nid",
    "/analyse/",
    "/analyse/mots/",
    "/transparence/?territoire=Q1",
]


@pytest.mark.parametrize("address", PAGES)
def test_pages_without_a_map_have_no_violation(page: Page, address: str) -> None:
    make_territoire(code="Q1")
    make_fiche(demonstration=True)
    page.goto(address)
    assert violations(page) == []


def test_the_pages_of_ogc_api_have_no_violation(page: Page) -> None:
    make_territoire(code="Q1")
    fiche = make_idee()
    every = "/ogc/collections/idees"
    addresses = ["/ogc/", "/ogc/conformance", "/ogc/api", "/ogc/collections", every, f"{every}/queryables",
                 f"{every}/items", f"{every}/items/{fiche.uuid}", f"{every}/tiles",
                 f"{every}/tiles/WebMercatorQuad"]  # fmt: skip
    found = {}
    for address in addresses:
        answer = page.goto(f"{address}?f=html")
        assert answer.status == 200 and answer.headers["content-type"].startswith("text/html"), address
        found[address] = violations(page)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_has_no_violation_with_everything_unfolded(new_page: Callable[..., Page], scheme: str) -> None:
    make_territoire()
    fiche = make_signalement(demonstration=True)
    page = new_page(color_scheme=scheme)
    page.goto(f"/?fiche={fiche.uuid}&themes=voirie")
    wait_ready(page)
    page.locator(".drawer .card").wait_for()
    page.eval_on_selector_all(".panel details", "all => all.forEach(details => { details.open = true; })")
    assert violations(page) == []


def test_the_map_on_a_phone_has_no_violation(phone_page: Page) -> None:
    make_fiche(demonstration=True)
    phone_page.goto("/")
    wait_ready(phone_page)
    assert violations(phone_page) == []
    phone_page.get_by_role("button", name="Couches et filtres").click()
    phone_page.get_by_role("group", name="Ce que montre la carte").wait_for()
    assert violations(phone_page) == []


def test_on_a_phone_the_money_of_ones_quartier_is_three_touches_away(phone_page: Page) -> None:
    nantes = make_territoire(level=2, code="44109", name="Nantes", half=0.02)
    make_territoire(code="Q1", name="Centre-Ville", parent=nantes)
    make_signalement(title="Un nid-de-poule")
    phone_page.goto("/")
    wait_ready(phone_page)
    phone_page.get_by_role("link", name="Transparence", exact=True).tap()
    phone_page.get_by_role("navigation", name="Quartiers").get_by_role("link", name="Centre-Ville").tap()
    phone_page.wait_for_url("**/transparence/?territoire=Q1")
    phone_page.get_by_role("link", name="Contrats publics").wait_for()
    phone_page.goto("/territoires/Q1/")
    assert violations(phone_page) == []
    for address in ("/territoires/Q1/", "/transparence/", f"/autour/?lat={CHATEAU.y}&lon={CHATEAU.x}"):
        phone_page.goto(address)
        assert phone_page.evaluate("document.scrollingElement.scrollWidth") <= 390, address


def test_what_is_organised_together_has_no_violation(page: Page) -> None:
    campagne = make_campagne()
    topic, _hand = carried()
    visit = make_meeting(topic, kind="visit", access="Sans marche.", distant="Posez vos questions.", spot=CHATEAU)
    visit.haltes.create(place="Le passage piéton", spot=CHATEAU, seen="Neuf secondes.")
    for address in (
        "/agenda/", "/engagements/", "/alerte/", f"/regles-de/campagne/{campagne.slug}/",
        f"{campagne.get_absolute_url()}journal/", f"{topic.get_absolute_url()}reunions/{visit.pk}/",
    ):  # fmt: skip
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], address

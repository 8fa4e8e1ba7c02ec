"""A pin that somebody adds appears in other open browsers within five seconds; theme, position and print work."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.samples import make_idee, make_signalement
from tests.browser.watching import MAP, drawn, wait_ready
from tests.places import CHATEAU, PARIS

HERE = f"#17/{CHATEAU.y}/{CHATEAU.x}"
HAS = f"uuid => {MAP}.queryRenderedFeatures().some(f => f.properties.uuid === uuid)"


def test_two_browsers_see_a_new_pin_without_reload(new_page: Callable[..., Page], transactional_db: None) -> None:
    first, second = new_page(), new_page()
    for page in (first, second):
        page.goto(f"/{HERE}")
        wait_ready(page)
        page.evaluate("() => { window.stayed = true; }")
    first.wait_for_timeout(500)
    idee = make_idee(CHATEAU)
    for page in (first, second):
        page.wait_for_function(HAS, arg=str(idee.uuid), timeout=5000)
        expect(page.locator('[data-count="idees"]')).to_have_text("1")
        assert page.evaluate("() => window.stayed")


def test_a_withdrawn_pin_goes_away(page: Page, transactional_db: None) -> None:
    signalement = make_signalement(CHATEAU)
    page.goto(f"/{HERE}")
    wait_ready(page)
    assert drawn(page) == {str(signalement.uuid)}
    page.wait_for_timeout(500)
    signalement.visibility = "withdrawn"
    signalement.save(update_fields=["visibility"])
    page.wait_for_function(f"uuid => !({HAS})(uuid)", arg=str(signalement.uuid))
    expect(page.locator(".panel [data-total]")).to_have_text("0 fiche")


def test_the_theme_changes_and_is_remembered_with_its_filters(page: Page, transactional_db: None) -> None:
    signalement = make_signalement(CHATEAU)
    make_idee(CHATEAU)
    page.goto(f"/?couches=signalements{HERE}")
    wait_ready(page)
    colour = f"JSON.stringify({MAP}.getPaintProperty('signalements-dots', 'circle-color'))"
    light = page.evaluate(colour)
    page.get_by_role("group", name="Affichage et partage").get_by_role("button", name="Clair ou sombre").click()
    page.wait_for_function(f"before => {colour} !== before", arg=light)
    assert drawn(page) == {str(signalement.uuid)}
    page.reload()
    wait_ready(page)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_my_position_is_shown_with_how_sure_it_is(new_page: Callable[..., Page], transactional_db: None) -> None:
    there = {"latitude": CHATEAU.y, "longitude": CHATEAU.x, "accuracy": 25}
    page = new_page(geolocation=there, permissions=["geolocation"])
    page.goto("/")
    wait_ready(page)
    page.get_by_role("button", name="Ma position").click()
    expect(page.locator(".said")).to_contain_text("à 25 mètres près")
    assert page.evaluate(f"() => Boolean({MAP}.getLayer('position-fill'))")


def test_a_position_that_is_refused_or_elsewhere_is_told(new_page: Callable[..., Page], transactional_db: None) -> None:
    refused = new_page(permissions=[])
    refused.goto("/")
    wait_ready(refused)
    refused.get_by_role("button", name="Ma position").click()
    expect(refused.locator(".said")).to_contain_text("ne donne pas votre position")
    there = {"latitude": PARIS.y, "longitude": PARIS.x, "accuracy": 25}
    elsewhere = new_page(geolocation=there, permissions=["geolocation"])
    elsewhere.goto("/")
    wait_ready(elsewhere)
    elsewhere.get_by_role("button", name="Ma position").click()
    expect(elsewhere.locator(".said")).to_contain_text("hors de Nantes")


def test_the_scale_follows_the_zoom_and_leads_to_another(page: Page, transactional_db: None) -> None:
    page.goto(f"/#11/{CHATEAU.y}/{CHATEAU.x}")
    wait_ready(page)
    expect(page.get_by_role("button", name="métropole")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="rue", exact=True).click()
    expect(page.get_by_role("button", name="rue", exact=True)).to_have_attribute("aria-pressed", "true")
    assert float(page.url.split("#")[1].split("/")[0]) >= 15


def test_paper_gets_the_map_its_legend_and_its_list(page: Page, transactional_db: None) -> None:
    make_signalement(CHATEAU, demonstration=True)
    page.goto(f"/{HERE}")
    wait_ready(page)
    page.evaluate("() => { window.print = () => dispatchEvent(new Event('beforeprint')); }")
    page.get_by_role("group", name="Affichage et partage").get_by_role("button", name="Imprimer").click()
    page.locator(".legend[open]").wait_for(state="attached")
    page.emulate_media(media="print")
    expect(page.locator(".print-map")).to_be_visible()
    page.set_viewport_size({"width": 718, "height": 1047})  # an A4 sheet within its margins, not a telephone
    for part in (".seen .chip.demo", ".legend dl", ".print-title"):
        expect(page.locator(part).first).to_be_visible()
    expect(page.locator("[data-printed-from]")).to_have_text(page.url)
    expect(page.locator(".top")).to_be_hidden()
    painted = page.evaluate(
        "() => { const c = document.querySelector('.print-map');"
        " return new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).size; }"
    )
    assert painted > 10  # an empty copy has one value


def test_without_webgl_the_page_reads_as_a_page(page: Page, transactional_db: None) -> None:
    fiche = make_signalement(CHATEAU)
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null;")
    page.goto("/")
    expect(page.locator("#carte")).to_have_count(0)
    expect(page.get_by_role("link", name=fiche.title)).to_be_visible()

"""The map is coloured by a mesure: by hand, by its address, by keyboard; its legend, its card and its table agree."""

import json
import subprocess
from collections.abc import Callable

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from playwright.sync_api import Page, expect

from carto.territoires.models import Level, Rue, Territoire
from tests.browser.samples import beside, make_signalement
from tests.browser.watching import MAP, position, violations, wait_ready
from tests.factories import make_fiche, make_territoire
from tests.places import CHATEAU, ILE_DE_NANTES
from tests.tiles.test_style_draws_the_map import VALIDATE, VALIDATOR
from tiles.mesures.classes import COLOURS

VIEW = f"#13.5/{CHATEAU.y}/{CHATEAU.x}"
AWAY = beside(-250, 250)  # in the quartier of the château, far from any pin


@pytest.fixture
def quartiers(transactional_db: None) -> None:
    """Two quartiers of Nantes: three fiches in the first, none in the second; and a street."""
    commune = make_territoire(CHATEAU, Level.COMMUNE, half=0.02, code="44109", name="Nantes")
    make_territoire(CHATEAU, Level.QUARTIER, half=0.005, code="N01", name="Centre-Ville", parent=commune)
    make_territoire(ILE_DE_NANTES, Level.QUARTIER, half=0.005, code="N02", name="Île de Nantes", parent=commune)
    west, east = beside(-300), beside(300)
    line = MultiLineString(LineString((west.x, west.y), (east.x, east.y)), srid=4326)
    Rue.objects.create(code="44109-rue", name="Rue du Château", geom=line, commune=commune, source="essai")
    for metres in (0, 5, 10):
        make_signalement(beside(metres))


def drawn_values(page: Page) -> dict[str, float | None]:
    """The value that the map draws for each territory or street in sight, once it has drawn all it knows of."""
    page.wait_for_function(f"() => {MAP}.loaded() && {MAP}.queryRenderedFeatures().some(f => 'n' in f.properties)")
    told = page.evaluate(
        f"() => {MAP}.queryRenderedFeatures().filter(f => 'n' in f.properties)"
        ".map(f => [f.properties.code, f.properties.value ?? null])"
    )
    return dict(told)


def test_choosing_a_mesure_colours_the_map_and_says_its_classes(page: Page, quartiers: None) -> None:
    page.goto(f"/{VIEW}")
    wait_ready(page)
    legend = page.get_by_role("complementary", name="Légende des couleurs")
    expect(legend).to_be_hidden()
    page.get_by_label("Colorer la carte par").select_option("nombre")
    expect(legend).to_contain_text("Nombre de fiches")
    expect(legend).to_contain_text("2 quartiers et communes")
    assert legend.locator(".classes li").all_inner_texts() == ["0", "3"]
    expect(legend).to_contain_text("ne veut pas dire plus de problèmes")
    assert drawn_values(page)["N01"] == 3
    assert "mesure=nombre" in page.url
    page.get_by_label("Colorer la carte par").select_option("")
    expect(legend).to_be_hidden()
    assert "mesure" not in page.url


@pytest.mark.long
def test_the_scale_of_the_colours_follows_the_zoom(page: Page, quartiers: None) -> None:
    page.goto(f"/?mesure=nombre#11/{CHATEAU.y}/{CHATEAU.x}")
    wait_ready(page)
    legend = page.locator(".mesure-legend")
    expect(legend).to_contain_text("1 commune")
    assert drawn_values(page) == {"44109": 3}
    page.evaluate(f"() => {MAP}.setZoom(16)")
    expect(legend).to_contain_text("1 rue")
    page.wait_for_function(f"() => {MAP}.queryRenderedFeatures({{layers: ['mesures-streets']}}).length")
    assert drawn_values(page) == {"44109-rue": 3}


@pytest.mark.long
def test_filters_change_the_figures_and_the_link_to_the_table(page: Page, quartiers: None) -> None:
    page.goto(f"/?mesure=nombre{VIEW}")
    wait_ready(page)
    legend = page.locator(".mesure-legend")
    expect(legend.locator(".classes")).to_contain_text("3")
    page.locator(".more > summary").click()
    page.locator("label.pick", has_text="mis de côté").click()
    expect(legend.locator(".classes li")).to_have_count(1)
    legend.get_by_role("link", name="En tableau").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Les territoires en chiffres")
    assert "etapes=set_aside" in page.url
    expect(page.get_by_role("row", name="Centre-Ville")).to_contain_text("0")


def test_what_others_add_is_counted_without_a_reload(page: Page, quartiers: None) -> None:
    page.goto(f"/?mesure=nombre{VIEW}")
    wait_ready(page)
    assert drawn_values(page)["N01"] == 3
    make_fiche(beside(20))
    expect(page.locator(".mesure-legend .classes")).to_contain_text("4", timeout=15_000)
    page.wait_for_function(
        f"() => {MAP}.queryRenderedFeatures({{layers: ['mesures-areas']}}).some(f => f.properties.value === 4)"
    )


def test_what_was_added_while_the_page_was_on_its_way_is_counted_too(page: Page, quartiers: None) -> None:
    page.route("**/versions.json", lambda route: route.fulfill(status=503))
    page.goto(f"/?mesure=nombre{VIEW}")
    wait_ready(page)
    assert drawn_values(page)["N01"] == 3
    make_fiche(beside(20))
    page.unroute("**/versions.json")
    page.wait_for_function(
        f"() => {MAP}.queryRenderedFeatures({{layers: ['mesures-areas']}}).some(f => f.properties.value === 4)"
    )


def test_a_click_on_a_territory_says_its_figure_and_leads_to_its_page(page: Page, quartiers: None) -> None:
    page.goto(f"/?mesure=nombre{VIEW}")
    wait_ready(page)
    drawn_values(page)
    page.mouse.click(*position(page, AWAY))
    drawer = page.locator(".drawer")
    expect(drawer.get_by_role("heading", name="Centre-Ville")).to_be_visible()
    expect(drawer.locator(".value")).to_have_text("3 fiches")
    assert violations(page) == []
    drawer.get_by_role("link", name="Ouvrir sa page").click()
    page.wait_for_url("**/territoires/N01/")


@pytest.mark.long
def test_a_pin_over_the_colours_still_opens(page: Page, quartiers: None) -> None:
    make_signalement(beside(200, 200), title="Banc cassé")
    page.goto(f"/?mesure=nombre#14.5/{CHATEAU.y}/{CHATEAU.x}")
    wait_ready(page)
    drawn_values(page)
    page.wait_for_function(f"() => {MAP}.queryRenderedFeatures().some(f => f.properties.title === 'Banc cassé')")
    page.mouse.click(*position(page, beside(200, 200)))
    expect(page.locator(".drawer")).to_contain_text("Banc cassé")


def test_the_keyboard_chooses_and_asks_what_is_in_the_middle(page: Page, quartiers: None) -> None:
    page.goto(f"/#13.5/{AWAY.y}/{AWAY.x}")
    wait_ready(page)
    page.get_by_label("Colorer la carte par").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".mesure-legend")).to_be_visible()
    drawn_values(page)
    page.locator("#carte canvas").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".drawer .value")).to_have_text("3 fiches")
    page.keyboard.press("Escape")
    expect(page.locator(".drawer")).to_be_hidden()


def test_on_a_phone_the_legend_folds_and_a_tap_opens_the_place(phone_page: Page, quartiers: None) -> None:
    phone_page.goto(f"/?mesure=nombre{VIEW}")
    wait_ready(phone_page)
    drawn_values(phone_page)
    legend = phone_page.locator(".mesure-legend")
    expect(legend.locator(".ramp .swatch")).to_have_count(2)
    expect(legend.locator(".classes")).to_be_hidden()
    legend.locator("summary").tap()
    expect(legend.locator(".classes")).to_be_visible()
    assert violations(phone_page) == []
    assert legend.evaluate("element => element.getBoundingClientRect().right <= innerWidth")
    legend.locator("summary").tap()
    phone_page.touchscreen.tap(*position(phone_page, AWAY))
    expect(phone_page.locator(".drawer .value")).to_have_text("3 fiches")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_coloured_map_has_no_violation_and_a_valid_style(
    new_page: Callable[..., Page], quartiers: None, scheme: str
) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(f"/?mesure=delai{VIEW}")
    wait_ready(page)
    assert drawn_values(page)["N01"] is None
    expect(page.locator(".mesure-legend .classes")).to_contain_text("pas de donnée (2)")
    assert violations(page) == []
    page.get_by_label("Colorer la carte par").select_option("nombre")
    expect(page.locator(".mesure-legend .classes li")).to_have_count(2)
    style = page.evaluate(f"() => {MAP}.getStyle()")
    program = VALIDATE % json.dumps(VALIDATOR.as_uri())
    found = subprocess.run(
        ["node", "--input-type=module", "-e", program],
        input=json.dumps(style), capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert json.loads(found.stdout) == []


@pytest.mark.long
def test_colours_stay_when_day_turns_to_night(page: Page, quartiers: None) -> None:
    page.goto(f"/?mesure=nombre{VIEW}")
    wait_ready(page)
    drawn_values(page)
    before = page.evaluate(f"() => {MAP}.getPaintProperty('mesures-areas', 'fill-color')")
    page.locator(".tools [data-tool='theme']").click()
    painted = f"JSON.stringify({MAP}.getPaintProperty('mesures-areas', 'fill-color'))"
    page.wait_for_function(f"before => {painted} !== JSON.stringify(before)", arg=before)
    assert [part for part in before if part in COLOURS["light"]] == [COLOURS["light"][0], COLOURS["light"][4]]
    after = page.evaluate(f"() => {MAP}.getPaintProperty('mesures-areas', 'fill-color')")
    assert [part for part in after if part in COLOURS["dark"]] == [COLOURS["dark"][0], COLOURS["dark"][4]]
    assert drawn_values(page)["N01"] == 3
    assert page.evaluate(f"() => {MAP}.getLayoutProperty('mesures-areas', 'visibility')") == "visible"


def test_without_javascript_the_choice_leads_to_the_table(plain_page: Page, quartiers: None) -> None:
    plain_page.goto("/?etapes=new")
    plain_page.get_by_label("Colorer la carte par").select_option("nombre")
    plain_page.get_by_role("button", name="Voir ces chiffres en tableau").click()
    assert "etapes=new" in plain_page.url
    row = plain_page.get_by_role("row", name="Centre-Ville")
    expect(row).to_contain_text("3")
    plain_page.get_by_role("link", name="Territoire", exact=True).click()
    expect(plain_page.locator("tbody tr").first).to_contain_text("Centre-Ville")
    assert Territoire.objects.filter(level=Level.QUARTIER).count() == plain_page.locator("tbody tr").count()


@pytest.mark.parametrize("address", ["/territoires/?mesure=habitants", "/territoires/N01/mesure/?mesure=nombre"])
def test_the_pages_of_figures_have_no_violation(new_page: Callable[..., Page], quartiers: None, address: str) -> None:
    for options in ({}, {"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 844}}):
        page = new_page(**options)
        page.goto(address)
        assert violations(page) == []
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")

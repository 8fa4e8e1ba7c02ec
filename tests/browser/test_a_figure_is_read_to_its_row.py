"""A resident reads what a swim costs, goes into the budget by keyboard, opens the published row; axe-core agrees."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from projets.equipements.models import Equipement, Marche, TypeEquipement, Usage
from tests.browser.watching import MAP, violations, wait_ready
from tests.factories import make_theme
from tests.projets.figures.samples import make_budget_line, make_concession, make_grant, make_marche, tie
from tests.projets.samples import make_cout, make_equipement

BRANCH_MAP = "document.querySelector('.branch-map').map"
ADDRESSES = (
    "/argent/budget/", "/argent/budget/deplacer/?combien=1000&de=3&vers=21", "/argent/marches/",
    "/argent/marches/frise/", "/argent/subventions/",
)  # fmt: skip
FUNCTIONS = (
    ("020", "Administration générale", "88000000"), ("211", "Écoles maternelles", "31000000"),
    ("212", "Écoles primaires", "52000000"), ("313", "Bibliothèques, médiathèques", "14500000"),
    ("314", "Musées", "11200000"), ("323", "Piscines", "9400000"), ("321", "Gymnases", "12100000"),
    ("420", "Services communs", "61000000"), ("511", "Espaces verts urbains", "26000000"), ("76", "Nature", "900000"),
    ("845", "Voirie communale", "7400000.37"), ("12", "Incendie et secours", "15800000"), ("63", "Commerce", "210000"),
)  # fmt: skip


@pytest.fixture
def pool(transactional_db: None) -> Equipement:
    """A pool with a year of entries, others like it, and a contract for its roof."""
    kind = TypeEquipement.objects.create(code="piscine", name="piscine")
    pool = make_equipement(title="Piscine Léo-Lagrange", nature="pool", type=kind)
    for year, amount in ((2022, "1050000"), (2023, "1130000"), (2024, "1200000")):
        make_cout(pool, amount, kind="running", purpose="running", year=year)
    for number in range(3):
        other = make_equipement(title=f"Piscine {number}", nature="pool", type=kind)
        make_cout(other, f"{900 + number * 150}000", kind="running", purpose="running", year=2023)
    for month in range(1, 13):
        told = {
            "measure": "entries",
            "month": date(2024, month, 1),
            "source": "Caisse",
            "value": 15_000 + month % 7 * 2000,
        }
        Usage.objects.create(equipement=pool, **told)
    for code, name, amount in FUNCTIONS:
        for year in (2023, 2024):
            make_budget_line(amount, function_code=code, function=name, year=year)
    return pool


@pytest.fixture
def contract(pool: Equipement) -> Marche:
    """The roof, tied to the pool, and others around it."""
    today = timezone.localdate()
    roof = make_marche("Réfection de la toiture de la piscine", ends_on=today + timedelta(days=200))
    tie(roof, pool)
    make_concession(ends_on=today + timedelta(days=3000), notified_on=date(2019, 1, 1))
    make_grant()
    return roof


def test_from_a_swim_to_the_budget_and_to_a_row(page: Page, pool: Equipement, contract: Marche) -> None:
    page.goto(pool.get_absolute_url())
    expect(page.get_by_role("heading", name="Pour chaque usage")).to_be_visible()
    expect(page.get_by_text("4,76 €")).to_be_visible()
    expect(page.get_by_text("3 autres du même type")).to_be_visible()
    assert violations(page) == []

    make_equipement(title="Gymnase", nature="sport", theme=make_theme("sport", name="Sport et jeux"))
    page.goto("/argent/budget/")
    wait_ready(page)
    page.evaluate("window.same = true")
    tree = page.get_by_role("group", name="Tout le budget, en surfaces")
    tree.get_by_role("link", name="Culture").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Culture, vie sociale, jeunesse, sports et loisirs")
    assert violations(page) == []
    page.get_by_role("group").get_by_role("link", name="Sports").click()
    expect(page.get_by_text("Branche du budget : Sports")).to_be_visible()
    page.wait_for_function(f"() => {BRANCH_MAP}.getSource('fiches').serialize().tiles[0].includes('themes=sport')")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Culture, vie sociale")
    expect(page.locator(".branch-map")).to_be_hidden()  # several themes: no map of one would be true
    page.get_by_role("group").get_by_role("link", name="Sports").click()
    assert page.evaluate("window.same"), "the map never left the page"
    page.get_by_role("group").get_by_role("link", name="Piscines").click()
    page.get_by_role("table").get_by_role("link", name="Autres fournitures").click()
    expect(page.get_by_text("Les lignes du fichier ; ensemble : 9 400 000 €")).to_be_visible()
    assert violations(page) == []

    page.goto("/argent/marches/?mots=toitures")
    page.get_by_role("link", name="Réfection de la toiture").click()
    page.get_by_text("La ligne, telle qu’elle est publiée").click()
    expect(page.locator(".raw")).to_contain_text("Réfection de la toiture de la piscine")
    assert violations(page) == []


def test_a_phone_reads_the_same(phone_page: Page, contract: Marche) -> None:
    for address in ADDRESSES:
        phone_page.goto(address)
        assert phone_page.evaluate("document.documentElement.scrollWidth") <= 390, address
        assert violations(phone_page) == [], address


def test_the_map_shows_costs_as_circles_under_the_pins(page: Page, pool: Equipement) -> None:
    page.goto(f"/?mesure=argent:running:running:ttc#15/{pool.geom.y}/{pool.geom.x}")
    wait_ready(page)
    page.wait_for_function(f"() => {MAP}.getLayer('ronds') && {MAP}.isSourceLoaded('ronds')")
    order = page.evaluate(f"() => {MAP}.getStyle().layers.map(({{ id }}) => id)")
    assert order.index("ronds") < order.index("equipements-pins")
    expect(page.get_by_role("complementary", name="Légende des couleurs")).to_contain_text("Un rond")
    page.get_by_label("Colorer la carte par").select_option("")
    page.wait_for_function(f"() => !{MAP}.getLayer('ronds')")

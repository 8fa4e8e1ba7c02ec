"""A sheet on a phone: drawn with a finger or by keyboard, seen by others at once, undone, and a stroke taken up."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from projets.idees.models import Calque, Idee, Trait
from tests.browser.conftest import PHONE
from tests.browser.watching import violations, wait_ready
from tests.factories import make_territoire
from tests.places import COURS_DES_50_OTAGES
from tests.projets.calques.samples import area, lay, make_calque
from tests.projets.samples import load_palette

BOARD = "document.getElementById('carte').board"
SOON = 3000  # milliseconds: what another hand drew is seen within that


@pytest.fixture(autouse=True)
def content(transactional_db: None) -> None:
    """The stickers, the themes, and a quartier around the cours."""
    load_palette()
    make_territoire(COURS_DES_50_OTAGES, code="44109-1", name="Centre-Ville")


def open_sheet(page: Page, calque: Calque) -> None:
    """Its page, once the paper is there."""
    page.goto(calque.get_absolute_url())
    wait_ready(page)
    page.wait_for_function(f"() => Boolean({BOARD})")


def tool(page: Page, name: str) -> None:
    page.get_by_role("toolbar").get_by_role("button", name=name).click()


def drag(page: Page, *spots: tuple[int, int]) -> None:
    """A finger that does not leave the glass; pixels of the map."""
    box = page.locator("#carte").bounding_box()
    assert box is not None
    at = [(box["x"] + x, box["y"] + y) for x, y in spots]
    page.mouse.move(*at[0])
    page.mouse.down()
    for spot in at[1:]:
        page.mouse.move(*spot, steps=6)
    page.mouse.up()


def touch(page: Page, x: int, y: int) -> None:
    page.locator("#carte canvas").click(position={"x": x, "y": y})


def see(page: Page, *expected: str, within: int = SOON) -> None:
    """The page's sheet holds these kinds of strokes, no others, before so many milliseconds."""
    kinds = f"[...{BOARD}.strokes.values()].map(({{ sorte }}) => sorte).sort().join()"
    told = f"() => {kinds} === {','.join(sorted(expected))!r}"
    page.wait_for_function(told, timeout=within * 4, polling=50)


def stored(*expected: str) -> None:
    found = sorted(Trait.objects.drawn().values_list("kind", flat=True))
    assert found == sorted(expected)


def lay_picture(page: Page, name: str, x: int, y: int) -> None:
    tool(page, "Image")
    page.locator(".sticker-box").get_by_role("button", name=name, exact=True).click()
    touch(page, x, y)


def test_a_sheet_is_opened_drawn_on_undone_and_shared(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE)
    page.goto("/calques/")
    page.get_by_role("link", name="Ouvrir un calque").click()
    page.get_by_label("Le nom du calque").fill("Et si on remontait le cours à l’ombre ?")
    page.get_by_label("Où ?").select_option("44109-1")
    assert violations(page) == []
    page.get_by_role("button", name="Ouvrir le calque").click()
    expect(page.get_by_role("heading", name="Votre lien secret")).to_be_visible()
    page.get_by_role("link", name="Dessiner").click()
    wait_ready(page)
    page.wait_for_function(f"() => Boolean({BOARD})")
    expect(page.get_by_role("link", name="C’est le vôtre")).to_have_count(1)

    tool(page, "Tracer")
    drag(page, (80, 120), (150, 180), (180, 300), (240, 360))
    see(page, "free")
    tool(page, "Surface")
    drag(page, (240, 140), (320, 160), (310, 240), (230, 230), (240, 142))
    see(page, "free", "area")
    for name, x, y in (("Un arbre", 100, 320), ("Un banc", 130, 400), ("Une fontaine à boire", 300, 320)):
        lay_picture(page, name, x, y)
    whole = ("free", "area", "sticker", "sticker", "sticker")
    see(page, *whole)
    page.get_by_role("button", name="Annuler").click()
    see(page, *whole[:4])
    page.keyboard.press("Control+z")
    see(page, *whole[:3])
    page.keyboard.press("Control+Shift+z")
    page.get_by_role("button", name="Refaire").click()
    see(page, *whole)
    expect(page.locator(".live")).to_contain_text("À jour")
    page.wait_for_function(f"() => !Object.keys({BOARD}.hand.waiting).length")
    stored(*whole)
    assert violations(page) == []

    other = new_page(viewport=PHONE)
    open_sheet(other, Calque.objects.get())
    see(other, *whole)
    tool(other, "Gomme")
    touch(other, 180, 300)
    expect(other.locator(".hint-said")).to_contain_text("autre main")
    tool(other, "Ligne")
    for x, y in ((60, 420), (200, 430), (330, 420)):
        touch(other, x, y)
    touch(other, 330, 420)
    see(page, *whole, "line")
    take_up(other)


def take_up(page: Page) -> None:
    """The second person takes up the first one's line: an idea of that shape, and each page leads to the other."""
    tool(page, "Voir")
    touch(page, 165, 240)
    page.locator(".now").get_by_role("link", name="Reprendre ce trait").click()
    wait_ready(page)
    page.locator(".sticker").filter(has_text="Un coin d’ombre").first.click()
    page.get_by_role("button", name="Poser mon idée").click()
    page.get_by_role("link", name="Voir la page publique").click()
    idee = Idee.objects.get()
    assert idee.geom.geom_type == "LineString"
    expect(page.locator(".from-sheet")).to_contain_text("une main anonyme du calque")
    assert violations(page) == []
    page.locator(".from-sheet a").click()
    expect(page.get_by_role("link", name="Devenu l’idée")).to_be_attached()


def test_strokes_wait_for_the_network_and_the_keyboard_draws_too(page: Page) -> None:
    calque = make_calque()
    open_sheet(page, calque)
    page.context.set_offline(True)
    tool(page, "Surface")
    canvas = page.locator("#carte canvas")
    canvas.focus()
    for key in ("Enter", "ArrowRight", "Enter", "ArrowDown", "Enter"):
        page.keyboard.press(key)
        page.wait_for_timeout(400 if key.startswith("Arrow") else 50)
    page.get_by_role("button", name="Terminer").click()
    see(page, "area")
    expect(page.locator(".live")).to_contain_text("Hors ligne")
    stored()
    page.context.set_offline(False)
    page.wait_for_function(f"() => !Object.keys({BOARD}.hand.waiting).length")
    stored("area")
    assert Trait.objects.get().geom.num_coords == 4
    tool(page, "Mot")
    canvas.focus()
    page.keyboard.press("Enter")
    page.get_by_label("En quelques mots").fill("Ici, mon numéro : 06 12 34 56 78")
    page.keyboard.press("Enter")
    expect(page.locator(".personal-said")).to_contain_text("un numéro de téléphone")
    page.get_by_label("En quelques mots").fill("Ici, de l’ombre")
    page.get_by_role("button", name="Poser ce mot").click()
    see(page, "area", "text")


def test_sheets_are_laid_over_each_other(page: Page, client: Any) -> None:
    sheets = [make_calque(name=name) for name in ("L’ombre", "Le vélo")]
    for sheet, hand, use in zip(sheets, ("a" * 43, "b" * 43), ("espaces-verts", "velo"), strict=True):
        lay(client, sheet, area(usage=use), hand=hand)
    page.goto("/calques/")
    for name in ("L’ombre", "Le vélo"):
        page.get_by_label(f"À superposer : {name}").check()
    assert violations(page) == []
    page.get_by_role("button", name="Superposer les calques cochés").click()
    page.wait_for_selector('#carte[data-laid="1"]')
    expect(page.get_by_role("table").last).to_contain_text("Le vélo")
    page.get_by_label("Montrer : Le vélo").uncheck()
    page.get_by_label("Opacité : L’ombre").fill("40")
    drawn = "document.getElementById('carte').map.getPaintProperty('calque-1-lignes', 'line-opacity')"
    assert page.evaluate(drawn) == 0.4
    assert violations(page) == []

"""Hugo prints a sheet, sends the photo of it filled, corrects one mark, confirms; the stub opens the idea."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from projets.idees.models import Feuille, Idee
from projets.idees.papers.codes import stub_code
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations
from tests.people import hugo
from tests.projets.papers.filling import Drawn, Glued, Shot, filled, photographed, printed
from tests.projets.samples import load_palette


@pytest.fixture(autouse=True)
def palette(transactional_db: None) -> None:
    """The stickers exist, also for the server's own connection."""
    load_palette()


def _photo(feuille: Feuille, folder: Path) -> Path:
    """That sheet with a green and a red sticker and a blue stroke."""
    marks = [Glued("vert", 0.3, 0.3), Glued("rouge", 0.6, 0.6), Drawn("bleu", [(0.2, 0.8), (0.5, 0.85), (0.8, 0.8)])]
    path = folder / "feuille.jpg"
    shot = Shot(size=(1600, 1200), angle=5, light=0.8, quality=70)
    path.write_bytes(photographed(filled(printed(feuille), "A4", marks), shot))
    return path


def _print(page: Page) -> Feuille:
    page.goto("/feuilles/")
    page.get_by_role("link", name="Imprimer des feuilles").click()
    page.get_by_label("Ce qui sera écrit en haut").fill("Et si on plantait ?")
    expect(page.locator("[name=cadre]")).not_to_have_value("")
    assert violations(page) == []
    page.get_by_role("button", name="Préparer les feuilles").click()
    expect(page.get_by_role("link", name="Le PDF à imprimer")).to_be_visible()
    assert violations(page) == []
    return Feuille.objects.order_by("pk")[0]


def _drag_to_the_left(page: Page) -> float:
    """Move the first sticker with the mouse; where it then is, in millimetres."""
    place = page.get_by_label("mm depuis la gauche").first
    before = float(place.input_value())
    spot = page.locator("[data-photo] [data-mark='1'] circle").bounding_box()
    x, y = spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 40, y, steps=4)
    page.mouse.up()
    after = float(place.input_value())
    assert after < before - 5
    return after


def test_a_sheet_is_printed_filled_read_corrected_and_claimed(
    page: Page, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    sign_in(page, hugo())
    feuille = _print(page)
    page.goto(f"/feuilles/{feuille.code}/")
    assert violations(page) == []
    page.get_by_label("La photo de la feuille").set_input_files(_photo(feuille, tmp_path))
    page.get_by_role("button", name="Lire la feuille").click(timeout=60_000)  # a photo is read meanwhile
    expect(page.get_by_role("heading", name="3 marques trouvées")).to_be_visible()
    assert violations(page) == []
    across = _drag_to_the_left(page)
    first = page.locator("[data-row='1']")
    first.get_by_label("Quoi").select_option("fontaine")
    first.get_by_label("Souche").select_option("2")
    page.get_by_role("button", name="Poser sur la carte").click()
    page.get_by_role("link", name=re.compile("fontaine")).click()
    expect(page.get_by_text(f"la n° {feuille.code}")).to_be_visible()
    idee = Idee.objects.get(autocollant__code="fontaine")
    box = feuille.geom.extent
    assert abs((idee.geom.x - box[0]) / (box[2] - box[0]) * 232 - across) < 0.2
    resident = new_page(java_script_enabled=False)
    resident.goto("/feuilles/souche/")
    resident.get_by_label("Le code de votre souche").fill(stub_code(feuille, 2).lower())
    resident.get_by_role("button", name="Ouvrir mon idée").click()
    expect(resident).to_have_url(re.compile("/suivre/"))
    expect(resident.get_by_role("heading", name="Une fontaine à boire")).to_be_visible()

"""A thumb lays stickers: one and a photo in three gestures, two of them turned and sized; and how a place feels."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from carto.fiches.models import Ressenti
from projets.idees.models import Idee
from tests.browser.watching import violations, wait_ready
from tests.places import COURS_DES_50_OTAGES
from tests.projets.samples import load_palette

HERE = f"lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}"


@pytest.fixture(autouse=True)
def palette(transactional_db: None) -> None:
    """The stickers exist, also for the server's own connection."""
    load_palette()


class Thumb:
    """Counts what it does."""

    def __init__(self, page: Page) -> None:
        self.page, self.gestures = page, 0

    def tap(self, role: str, name: str) -> None:
        """One gesture; what is not on the screen cannot be touched without another."""
        target = self.page.get_by_role(role, name=name)
        box, window = target.bounding_box(), self.page.viewport_size
        assert box["y"] >= 0 and box["y"] + box["height"] <= window["height"], f"{name} is out of the screen"
        self.gestures += 1
        target.tap()

    def choose_photo(self, path: Path) -> None:
        """One gesture: the camera's button, whose picture comes at once."""
        self.gestures += 1
        with self.page.expect_file_chooser() as chooser:
            self.page.locator("label.snap").tap()
        chooser.value.set_files(path)
        expect(self.page.locator(".snapped")).to_have_text("1")


def test_a_sticker_and_a_photo_are_an_idea_in_three_gestures(phone_page: Page, tmp_path: Path) -> None:
    picture = tmp_path / "place.jpg"
    Image.new("RGB", (640, 480), "seagreen").save(picture)
    phone_page.goto(f"/proposer/?{HERE}")
    wait_ready(phone_page)
    thumb = Thumb(phone_page)
    thumb.tap("radio", "Un coin d’ombre")
    thumb.choose_photo(picture)
    thumb.tap("button", "Poser mon idée")
    expect(phone_page.get_by_role("heading", name="Merci, c’est bien reçu.")).to_be_visible()
    idee = Idee.objects.get()
    assert thumb.gestures == 3
    assert (idee.autocollant.code, idee.text, idee.author, idee.photos.count()) == ("ombre", "", None, 1)


def test_two_stickers_turned_and_sized_are_seen_on_the_page(phone_page: Page) -> None:
    page = phone_page
    page.goto(f"/proposer/?{HERE}")
    wait_ready(page)
    page.get_by_role("radio", name="Un arbre", exact=True).tap()
    page.get_by_role("button", name="Tourner à droite").tap()
    page.get_by_role("radio", name="Un coin d’ombre").tap()
    tools = page.locator(".pose-tools")
    for name in ("Plus grand", "Plus grand", "Tourner à gauche", "Par-dessous"):
        tools.get_by_role("button", name=name).tap()
    expect(page.locator(".pose-said")).to_contain_text("taille 140 %, numéro 1 sur 2")
    second = page.get_by_role("button", name="Un coin d’ombre, autocollant 2")
    second.press("ArrowUp")
    told = json.loads(page.locator("[name=poses]").input_value())
    assert [(one["code"], one["angle"], one["size"], one["order"]) for one in told] == [
        ("arbre", 15, 100, 1),
        ("ombre", 345, 140, 0),
    ]
    assert told[1]["lat"] > told[0]["lat"] and told[1]["lon"] > told[0]["lon"]
    assert violations(page) == []
    page.get_by_role("button", name="Poser mon idée").tap()
    page.get_by_role("link", name="Voir la page publique").tap()
    expect(page.locator(".posed .autocollant")).to_have_count(2)
    turned = page.locator(".posed .autocollant").evaluate_all("all => all.map(({ style }) => style.rotate)")
    assert turned == ["345deg", "15deg"]
    expect(page.get_by_text("tourné de 345°")).to_be_visible()
    wait_ready(page)
    assert violations(page) == []


def test_a_sticker_is_dragged_onto_the_map_and_taken_off_again(page: Page) -> None:
    page.goto(f"/proposer/?{HERE}")
    wait_ready(page)
    page.get_by_role("radio", name="Un banc", exact=True).drag_to(
        page.locator(".place-map canvas"), target_position={"x": 90, "y": 90}
    )
    expect(page.locator(".pose")).to_have_count(1)
    place = json.loads(page.locator("[name=poses]").input_value())[0]
    assert place["lon"] < COURS_DES_50_OTAGES.x - 0.0005 and place["lat"] > COURS_DES_50_OTAGES.y
    assert float(page.locator("[name=longitude]").input_value()) == pytest.approx(place["lon"])
    page.locator(".place-map canvas").click(position={"x": 200, "y": 120})  # a touch of the map does what dragging does
    moved = json.loads(page.locator("[name=poses]").input_value())[0]
    assert moved["lon"] > place["lon"]
    page.locator(".pose").press("Delete")
    expect(page.locator(".pose")).to_have_count(0)
    assert page.locator("[name=poses]").input_value() == ""


def test_how_a_place_feels_is_said_and_read(new_page: Callable[..., Page]) -> None:
    for rank in range(5):
        page = new_page(user_agent=f"habitant {rank}", viewport={"width": 390, "height": 844})
        page.goto(f"/ressentis/?{HERE}")
        page.get_by_role("radio", name="du calme").check()
        if rank == 0:
            wait_ready(page)
            assert violations(page) == []
        page.get_by_role("button", name="Dire comment je me sens").click()
        page.get_by_role("heading", name="Comment on se sent ici").wait_for()
    assert Ressenti.objects.count() == 5
    wait_ready(page)
    expect(page.locator(".cells li .said-faces")).to_contain_text("du calme")
    assert violations(page) == []

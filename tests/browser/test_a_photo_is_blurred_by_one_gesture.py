"""The moderator drags a rectangle, taps one away, publishes; or by keyboard alone, or without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from carto.comptes.models import User
from carto.fiches.demo_photos import drawn
from carto.fiches.models import Commentaire, Photo, Retenue, Rule, Visibility
from carto.fiches.moderation import actions
from tests.browser.samples import make_signalement
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations
from tests.factories import make_territoire
from tests.fiches.moderation.samples import emma, with_secret

FACE = [0.66, 0.20, 0.04, 0.05]


def _photo(rank: int = 1, suggested: list[list[float]] | None = None) -> Photo:
    fiche = make_signalement(title="Poubelle qui déborde")
    return Photo.objects.create(
        fiche=fiche, fiche_uuid=fiche.uuid, original=drawn(rank), suggested=[FACE] if suggested is None else suggested
    )


@pytest.fixture
def moderator(transactional_db: None) -> User:
    """Emma."""
    make_territoire()
    return emma()


def _open(page: Page, moderator: User, photo: Photo) -> None:
    sign_in(page, moderator)
    page.goto(f"/moderation/photos/{photo.pk}/")


def _drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    box = page.locator(".frame img").bounding_box()
    spots = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)]
    page.mouse.move(*spots[0])
    page.mouse.down()
    page.mouse.move(*spots[1], steps=4)
    page.mouse.up()


def test_a_rectangle_is_dragged_one_is_tapped_away_and_the_photo_is_published(page: Page, moderator: User) -> None:
    photo = _photo()
    _open(page, moderator, photo)
    assert page.locator("input[name=zone]:checked").count() == 1  # drawn by the detector
    _drag(page, (0.3, 0.5), (0.5, 0.75))
    assert page.locator("input[name=zone]:checked").count() == 2
    _drag(page, (0.68, 0.22), (0.68, 0.22))  # a tap on the detector's own
    assert page.locator("input[name=zone]:checked").count() == 1
    assert page.locator(".zones g.off").count() == 1
    page.get_by_role("button", name="Publier").click()
    page.get_by_text("Photo publiée.").wait_for()
    photo.refresh_from_db()
    [zone] = photo.zones
    assert zone == pytest.approx([0.3, 0.5, 0.2, 0.25], abs=0.01) and photo.state == "shown"


def test_a_finger_draws_too(phone_page: Page, moderator: User) -> None:
    photo = _photo(suggested=[])
    _open(phone_page, moderator, photo)
    phone_page.locator(".frame img").scroll_into_view_if_needed()
    box = phone_page.locator(".frame img").bounding_box()
    touch = phone_page.context.new_cdp_session(phone_page)
    spot = lambda x, y: [{"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}]  # noqa: E731
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": spot(0.2, 0.2)})
    touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": spot(0.4, 0.3)})
    touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": spot(0.6, 0.6)})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    [value] = phone_page.locator("input[name=zone]:checked").evaluate_all("boxes => boxes.map(box => box.value)")
    assert [float(part) for part in value.split(",")] == pytest.approx([0.2, 0.2, 0.4, 0.4], abs=0.02)
    assert phone_page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_keyboard_does_it_all(page: Page, moderator: User) -> None:
    photo, other = _photo(), _photo(3)
    sign_in(page, moderator)
    page.goto("/moderation/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/moderation/photos/{photo.pk}/")
    page.locator("input[name=zone]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("z")
    for number in ("10", "20", "30", "40"):
        page.keyboard.type(number)  # « p » and « r » typed in a field would be letters there
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_label("Zone 2").wait_for()
    page.wait_for_load_state()  # the next key is for the script of this page
    assert page.locator("input[name=zone]:checked").count() == 1
    page.keyboard.press("p")
    page.wait_for_url(f"**/moderation/photos/{other.pk}/")  # the next one that waits
    photo.refresh_from_db()
    assert photo.zones == [[0.1, 0.2, 0.3, 0.4]]
    page.locator(".keys summary").click()
    page.locator("#raccourcis").uncheck()
    page.locator("h1").click()
    page.keyboard.press("q")
    page.keyboard.press("p")
    other.refresh_from_db()
    assert other.state == "waiting" and page.url.endswith(f"/photos/{other.pk}/")


def test_without_javascript_zones_are_boxes_and_percents(plain_page: Page, moderator: User) -> None:
    photo = _photo()
    _open(plain_page, moderator, photo)
    plain_page.get_by_label("Zone 1").uncheck()
    plain_page.locator(".by-hand summary").click()
    for label, number in {"Depuis la gauche": 50, "Depuis le haut": 50, "Largeur": 10, "Hauteur": 10}.items():
        plain_page.get_by_label(label).fill(str(number))
    plain_page.get_by_role("button", name="Ajouter cette zone").click()
    plain_page.get_by_label("Ce que l’on voit").fill("Des sacs autour d’une poubelle")
    plain_page.get_by_role("button", name="Publier").click()
    plain_page.get_by_text("Photo publiée.").wait_for()
    photo.refresh_from_db()
    assert (photo.zones, photo.description) == ([[0.5, 0.5, 0.1, 0.1]], "Des sacs autour d’une poubelle")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_and_its_pages_have_no_violation(new_page: Callable[..., Page], moderator: User, scheme: str) -> None:
    photo = _photo()
    fiche = make_signalement(title="À lire", visibility=Visibility.WAITING, text="Appelez Jean.")
    comment = Commentaire.objects.create(fiche=fiche, text="Oui, appelez-le !", visibility=Visibility.WAITING)
    for held in ({}, {"commentaire": comment}):
        Retenue.objects.create(fiche=fiche, rule=Rule.PERSONAL, detail="un prénom", **held)
    binned = make_signalement(title="Réclame", text="Achetez nos pneus")
    acte = actions.set_aside(binned, by=moderator, rule=Rule.ADVERT, reason="C’est une publicité.")
    actions.reply(acte, "Ce ne sont pas nos pneus.")
    page = new_page(color_scheme=scheme)
    sign_in(page, moderator)
    for address in (
        "/moderation/",
        f"/moderation/photos/{photo.pk}/",
        f"/moderation/fiches/{fiche.pk}/",
        f"/moderation/reponses/{acte.pk}/",
        "/corbeille/",
        "/regles/",
        f"{with_secret(photo.fiche)}?merci=1",
        binned.get_absolute_url(),
    ):
        page.goto(address)
        assert page.url.endswith(address)
        for summary in page.locator("main summary").all():
            summary.click()
        assert violations(page) == [], address

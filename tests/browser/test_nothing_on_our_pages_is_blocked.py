"""Under their own policy, the pages do all they do: a real browser blocks nothing of ours, the admin's included."""

from collections.abc import Callable

import pytest
from playwright.sync_api import ConsoleMessage, Page

from carto.comptes.models import Role, RoleName, User
from tests.browser.samples import make_four_layers
from tests.browser.signing_in import sign_in
from tests.browser.watching import wait_ready
from tests.factories import make_territoire

pytestmark = pytest.mark.django_db(transaction=True)
PUBLIC = (
    "/liste/",
    "/signaler/",
    "/proposer/",
    "/sur-cet-appareil/",
    "/donnees/",
    "/compte/acces/login/code/",
    "/regles/",
)
STAFF = ("/moderation/", "/compte/", "/admin/", "/admin/comptes/user/add/", "/admin/signalements/annonce/add/")


def watched(page: Page) -> list[str]:
    """What the browser says it blocked, from now on."""
    blocked: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "violates" in message.text:
            blocked.append(f"{page.url}: {message.text[:300]}")

    page.on("console", hear)
    return blocked


def test_the_main_pages_and_the_admin_s_lose_nothing(new_page: Callable[..., Page]) -> None:
    page = new_page()
    blocked, made = watched(page), make_four_layers()
    page.goto("/")
    wait_ready(page)
    for address in (*PUBLIC, *(fiche.get_absolute_url() for fiche in made.values())):
        page.goto(address)
        page.wait_for_load_state("networkidle")
    person = User.objects.create_superuser("tete@exemple.fr")
    Role.objects.create(user=person, name=RoleName.MODERATOR)
    sign_in(page, person)
    places = [f"/admin/territoires/territoire/{make_territoire().pk}/change/"]
    places += [f"/admin/signalements/signalement/{made['signalements'].pk}/change/"]
    for address in (*STAFF, *places):
        assert page.goto(address).status == 200
        page.wait_for_load_state("networkidle")
    assert blocked == []


def test_the_watch_of_this_file_hears_what_is_blocked(page: Page) -> None:
    blocked = watched(page)
    page.goto("/regles/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    assert len(blocked) == 2 and page.evaluate("window.ran") is None

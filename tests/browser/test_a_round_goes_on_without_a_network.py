"""A crew's phone out of reach: the round opens, gestures wait with their photos, and leave once each by themselves."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from carto.comptes.models import User
from signalements.actions import change_status
from signalements.models import Tournee
from signalements.workflow import Closing, Status
from tests.browser.conftest import PHONE
from tests.browser.signing_in import sign_in
from tests.browser.test_reports_wait_for_the_network import READY, Site
from tests.browser.watching import violations
from tests.people import bob, emile
from tests.places import CHATEAU, COMMERCE, PLACE_ROYALE
from tests.signalements.rounds.samples import make_tournee, north_crew
from tests.signalements.samples import make_signalement, photo

KEPT = "async address => Boolean(await (await caches.open('carte-tournee')).match(address))"


@pytest.fixture
def mover(transactional_db: None) -> User:
    crew = north_crew(make_signalement())
    make_tournee(bob(crew.service), CHATEAU, PLACE_ROYALE, COMMERCE, crew=crew)
    return emile(service=crew.service, crew=crew)


@pytest.fixture
def site(mover: User, tmp_path: Path) -> Iterator[Site]:
    """A process of its own, that can be away; stopped before the database is emptied."""
    site = Site(tmp_path / "var")
    site.start()
    yield site
    site.stop()


@pytest.fixture
def phone(site: Site, mover: User, browser: object) -> Iterator[Page]:
    context = browser.new_context(
        locale="fr-FR", viewport=PHONE, base_url=site.url, reduced_motion="reduce", service_workers="allow",
        geolocation={"longitude": PLACE_ROYALE.x, "latitude": PLACE_ROYALE.y}, permissions=["geolocation"],
    )  # fmt: skip
    context.set_default_timeout(20_000)
    page = context.new_page()
    sign_in(page, mover)
    yield page
    context.close()


def stop_at(page: Page, rank: int) -> object:
    return page.locator(".stop").nth(rank)


def wait_until(page: Page, is_so: Callable[[], bool]) -> None:
    for _turn in range(300):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("too late")


def test_gestures_made_without_a_network_arrive_once_with_their_photo(site: Site, phone: Page, tmp_path: Path) -> None:
    tournee = Tournee.objects.get()
    here = f"/bureau/tournees/{tournee.uuid}/"
    picture = tmp_path / "apres.jpg"
    picture.write_bytes(photo(side=80).read())
    phone.goto(here)
    phone.evaluate(READY)
    phone.reload()  # now by way of the worker
    wait_until(phone, lambda: phone.evaluate(KEPT, here))
    assert violations(phone) == []
    first, second, third = (stop.signalement for stop in tournee.stops.select_related("signalement"))
    change_status(third, Status.TREATED, role="agent", closing=Closing.MENDED)  # by the office, while they drive
    site.stop()
    phone.goto(here)
    expect(phone.get_by_text("Sans réseau : voici la tournée")).to_be_visible()
    stop = stop_at(phone, 0)
    stop.locator("summary", has_text="Fait").click()
    stop.get_by_label("Photos après").set_input_files(picture)
    stop.get_by_role("button", name="C’est fait").click()
    expect(stop.locator("[data-said]")).to_have_text("Fait")
    later = stop_at(phone, 1)
    later.locator("summary", has_text="À revoir").click()
    later.get_by_label("Que faudra-t-il revoir").fill("Voiture garée dessus")
    later.get_by_role("button", name="À revoir").click()
    expect(phone.locator("[data-settled]")).to_have_text("2 sur 3")
    phone.get_by_role("button", name="Le plus proche maintenant").click()
    expect(phone.locator("[data-told]")).to_contain_text("arrêt 3, à 0 m (à vol d’oiseau)")
    taken_back = stop_at(phone, 2)
    taken_back.locator("summary", has_text="Rien trouvé").click()
    taken_back.get_by_role("button", name="Rien trouvé sur place").click()
    expect(phone.locator("[data-settled]")).to_have_text("3 sur 3")
    taken_back.get_by_role("button", name="Annuler ce geste").click()
    expect(phone.locator("[data-settled]")).to_have_text("2 sur 3")
    stop_at(phone, 2).locator("summary", has_text="Fait").click()
    stop_at(phone, 2).get_by_role("button", name="C’est fait").click()
    expect(phone.locator("[data-queue]")).to_contain_text("3 en attente du réseau")
    phone.wait_for_timeout(5_500)  # no longer held
    answered: list[str] = []  # it may also knock in vain while the site opens: that sends nothing
    phone.context.on("response", lambda told: told.request.method == "POST" and answered.append(told.url))
    site.start()
    phone.evaluate("dispatchEvent(new Event('online'))")
    expect(stop_at(phone, 2).locator("[data-why]")).to_contain_text("Clos entre-temps")
    expect(phone.locator("[data-queue]")).to_have_text("")
    first.refresh_from_db()
    assert first.get_status() is Status.TREATED
    assert first.photos.count() == 1
    assert first.evenements.filter(after=Status.TREATED.value, actor_role="crew").count() == 1
    assert third.evenements.filter(after=Status.TREATED.value).count() == 1
    assert len(answered) == 3
    phone.goto(here)
    expect(stop_at(phone, 0).locator("[data-said]")).to_have_text("Fait")
    expect(stop_at(phone, 2).locator("[data-said]")).to_contain_text("Clos entre-temps")
    assert tournee.stops.get(signalement=second).note == "Voiture garée dessus"
    phone.goto(reverse("account_logout"))
    phone.locator("main").get_by_role("button", name="Se déconnecter").click()
    wait_until(phone, lambda: not phone.evaluate("caches.has('carte-tournee')"))


def test_the_desks_pages_of_a_round_are_open_to_everybody(mover: User, phone_page: Page) -> None:
    page, tournee = phone_page, Tournee.objects.get()
    sign_in(page, tournee.created_by)
    chosen = tournee.stops.first().signalement.uuid
    for suffix in ("", f"nouvelle/?choisis={chosen}", f"{tournee.uuid}/modifier/", f"{tournee.uuid}/feuille/"):
        page.goto(f"/bureau/tournees/{suffix}")
        assert violations(page) == [], suffix
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, suffix
    page.goto(f"/bureau/tournees/{tournee.uuid}/modifier/")
    names = page.locator(".stop .soft").all_text_contents()
    page.get_by_role("button", name=f"Descendre {names[0]}").press("Enter")
    page.wait_for_url("**#arret-*")
    assert page.locator(".stop .soft").all_text_contents() == [names[1], names[0], names[2]]

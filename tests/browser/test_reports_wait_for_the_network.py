"""Reports made while nothing answers: kept with their photos, through a killed browser, and each received once.

The server is a real one, in a process of its own that is killed and started again; so is the browser.
"""

import io
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect

from carto.fiches.models import Photo
from signalements.models import Signalement
from tests.browser.conftest import CHROMIUM, DRAWING, PHONE
from tests.browser.watching import violations
from tests.places import COURS_DES_50_OTAGES
from tests.signalements.samples import load_content

HERE = f"/signaler/?lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}"
DEVICE = "/sur-cet-appareil/"
KEPT = "C’est gardé sur cet appareil."
READY = """async () => {
  const late = new Promise((_resolve, reject) => setTimeout(() => reject(new Error("no worker")), 20000));
  await Promise.race([navigator.serviceWorker.ready, late]);
  if (!navigator.serviceWorker.controller)
    await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve));
}"""
# As in browsers without Background Sync: the page alone sends, and the test sees all that it does.
NO_BACKGROUND = "SyncManager.prototype.register = async () => { throw new Error('none'); };"
MANY = """async ([count, place]) => {
  const form = document.querySelector(".add form[enctype]");
  const { identity } = await import("/static/signalements/outbox-form.js");
  const fields = { ...place, categorie: "trou-chaussee", text: "Trou" };
  const kept = () => ({ ...identity(), state: "waiting", title: "Trou", created_at: Date.now(), fields, photos: [] });
  await outbox.put(...Array.from({ length: count }, kept));
}"""


class Site:
    """The site in a process of its own, on the test's database."""

    def __init__(self, var: Path) -> None:
        self.var = var
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = trial.getsockname()[1]
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """A secure context for browsers: localhost."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Return once it answers."""
        told = {"CARTO_DB_NAME": connection.settings_dict["NAME"], "CARTO_VAR": str(self.var), "CARTO_DEBUG": "1"}
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--threads", "4"]
        self.process = subprocess.Popen(
            [*command, "--no-control-socket", "--log-level", "error", "carto.wsgi"],
            cwd=settings.BASE_DIR, env=os.environ | told,
        )  # fmt: skip
        for _turn in range(300):
            try:
                urllib.request.urlopen(f"{self.url}/sw.js", timeout=20).close()
                return
            except (urllib.error.URLError, TimeoutError):  # it opens slowly while others use the machine
                time.sleep(0.1)
        raise AssertionError("the site does not answer")

    def stop(self) -> None:
        """As when a machine loses its power: open connections break."""
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            self.process = None


class Phone:
    """A browser that keeps its profile, so that it can be killed and opened again."""

    def __init__(self, browser: Browser, profile: Path, url: str) -> None:
        self.browser, self.profile, self.url = browser, profile, url
        self.context: BrowserContext | None = None

    def open(self) -> Page:
        """A new tab, in the same browser as long as it runs."""
        if self.context is None:
            self.context = self.browser.browser_type.launch_persistent_context(
                str(self.profile), executable_path=CHROMIUM, args=[*DRAWING, "--accept-lang=fr-FR"], locale="fr-FR",
                viewport=PHONE, base_url=self.url, reduced_motion="reduce", service_workers="allow",
            )  # fmt: skip
            self.context.set_default_timeout(20_000)
            return self.context.pages[0]
        return self.context.new_page()

    def kill(self) -> None:
        """End its process at once, as a phone that is switched off does."""
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and folder.name != "self":
                try:
                    words = (folder / "cmdline").read_bytes().split(b"\0")
                except OSError:
                    continue
                if f"--user-data-dir={self.profile}".encode() in words and not any(
                    word.startswith(b"--type=") for word in words
                ):
                    os.kill(int(folder.name), signal.SIGKILL)
        with suppress(Error):  # it is gone already
            self.context.close()
        self.context = None


@pytest.fixture
def site(transactional_db: None, tmp_path: Path) -> Iterator[Site]:
    """Runs with its categories; stopped before the database is emptied."""
    load_content()
    site = Site(tmp_path / "var")
    site.start()
    yield site
    site.stop()


@pytest.fixture
def phone(browser: Browser, site: Site, tmp_path: Path) -> Iterator[Phone]:
    """Its owner has opened the form once, with a network."""
    phone = Phone(browser, tmp_path / "profil", site.url)
    page = phone.open()
    page.goto(HERE)
    page.evaluate(READY)
    yield phone
    if phone.context:
        phone.context.close()


def choose(page: Page, category: str = "Trou dans la chaussée", family: str = "Chaussée et trottoirs") -> None:
    """On a phone the categories of a family are folded until it is touched."""
    page.locator("summary", has_text=family).click()
    page.get_by_text(category).click()


def report(page: Page, words: str = "Grand trou", category: str | None = "Trou dans la chaussée") -> None:
    """Fill in the form and send it."""
    page.goto(HERE)
    if category:
        choose(page, category)
    page.get_by_label("Décrivez en quelques mots").fill(words)
    page.get_by_role("button", name="Envoyer le signalement").click()


def count(page: Page, kept: str) -> None:
    return page.locator(f"[data-kept={kept}] .count")


@pytest.mark.parametrize("many", [50, pytest.param(200, marks=pytest.mark.long)])
def test_reports_survive_a_killed_browser_and_arrive_once_each(site: Site, phone: Phone, many: int) -> None:
    page = phone.context.pages[0]
    site.stop()
    report(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    place = {"longitude": str(COURS_DES_50_OTAGES.x), "latitude": str(COURS_DES_50_OTAGES.y)}
    page.evaluate(MANY, [many - 1, place])
    phone.kill()
    page = phone.open()
    page.goto(DEVICE)
    expect(count(page, "waiting")).to_have_text(f"({many})")
    answered: list[str] = []  # a tab may also knock in vain while the site opens: that sends nothing
    other = phone.open()
    for tab in (page, other):
        tab.on("response", lambda response: response.request.method == "POST" and answered.append(response.url))
    site.start()
    began = time.monotonic()
    other.goto(DEVICE)
    page.reload()
    expect(count(page, "sent")).to_have_text(f"({many})", timeout=300_000)
    warnings.warn(f"{many} reports sent in {time.monotonic() - began:.1f} s", stacklevel=1)
    assert Signalement.objects.count() == many
    assert len(answered) <= many + 1, "two tabs do not send the same report twice; the reload may have cut one off"
    expect(count(page, "waiting")).to_have_text("")
    page.get_by_role("link", name="Suivre").first.click()
    expect(page.locator("main")).to_contain_text("Trou dans la chaussée")


def noise(side: int) -> bytes:
    """A JPEG that does not compress."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(out, "JPEG", quality=90)
    return out.getvalue()


def test_a_photo_goes_on_where_the_network_left_it(site: Site, phone: Phone, tmp_path: Path) -> None:
    phone.context.add_init_script(NO_BACKGROUND)
    page = phone.context.pages[0]
    picture = tmp_path / "IMG_4821.jpg"
    picture.write_bytes(noise(960))
    assert picture.stat().st_size > 3 * 256 * 1024
    page.goto(HERE)
    choose(page)
    site.stop()  # before the photo is chosen: with a network it would leave at once
    page.get_by_label("Ajouter des photos").set_input_files(picture)
    page.get_by_role("button", name="Envoyer le signalement").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    offsets: list[int] = []

    def break_after_two(route: Route) -> None:
        if route.request.method == "PATCH":
            offsets.append(int(route.request.headers["upload-offset"]))
        if len(offsets) > 2:
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/photos/**", break_after_two)
    site.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    for _turn in range(400):
        page.wait_for_timeout(50)
        if len(offsets) > 2:
            break
    assert not Photo.objects.exists()
    phone.kill()
    page = phone.open()
    resumed: list[int] = []
    page.on("request", lambda asked: asked.method == "PATCH" and resumed.append(int(asked.headers["upload-offset"])))
    page.goto(DEVICE)
    expect(count(page, "sent")).to_have_text("(1)", timeout=20_000)
    assert resumed[0] == offsets[2] > 0
    assert Signalement.objects.get().photos.count() == Photo.objects.count() == 1


def test_what_the_server_does_not_take_opens_again_with_all_that_was_written(site: Site, phone: Phone) -> None:
    page = phone.context.pages[0]
    site.stop()
    report(page, words="Il manque la catégorie", category=None)
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(count(page, "waiting")).to_have_text("(1)")
    assert violations(page) == []
    site.start()
    page.goto(DEVICE)
    expect(page.get_by_text("Choisissez ce qui ressemble le plus")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Compléter").click()
    expect(page.get_by_label("Décrivez en quelques mots")).to_have_value("Il manque la catégorie")
    choose(page)
    page.get_by_role("button", name="Envoyer le signalement").click()
    expect(page.get_by_role("heading", name="Merci, c’est bien reçu.")).to_be_visible()
    page.goto(DEVICE)
    expect(count(page, "sent")).to_have_text("(1)")
    expect(count(page, "waiting")).to_have_text("")
    assert Signalement.objects.get().text == "Il manque la catégorie"


def test_a_form_cut_off_while_the_browser_sends_it_is_not_lost(site: Site, phone: Phone) -> None:
    page = phone.context.pages[0]
    page.goto(HERE)
    choose(page)
    site.stop()
    page.route("**/sw.js", lambda route: route.fulfill(status=200, content_type="text/javascript"))
    page.get_by_role("button", name="Envoyer le signalement").click()
    page.wait_for_url(f"**{DEVICE}")
    expect(count(page, "waiting")).to_have_text("(1)")
    site.start()
    page.reload()
    expect(count(page, "sent")).to_have_text("(1)", timeout=30_000)
    assert Signalement.objects.count() == 1


def test_browsers_offer_to_install_it_and_its_caches_know_nobody(phone: Phone) -> None:
    page = phone.context.pages[0]
    tools = phone.context.new_cdp_session(page)
    assert tools.send("Page.getAppManifest")["errors"] == []
    found = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A private window, as tests open it, is never offered an installation.
    assert [each["errorId"] for each in found if each["errorId"] != "in-incognito"] == []
    kept = page.evaluate(
        """async () => {
          const names = await caches.keys();
          const found = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys())));
          return found.flat().map(({ url }) => new URL(url).pathname);
        }"""
    )
    assert {"/signaler/", DEVICE, "/tuiles/style.json", "/static/carto/base.css", "/static/carto/map.js"} <= set(kept)
    pages = {path for path in kept if not path.startswith(("/static/", "/tuiles/"))}
    assert pages == {"/signaler/", DEVICE}

"""A view in a stranger's page and in a file on a disk: they draw, they ask nobody else, they leave nothing behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import PHONE
from tests.browser.samples import beside, make_idee, make_signalement
from tests.browser.watching import violations, wait_ready
from tests.places import CHATEAU

pytestmark = pytest.mark.django_db(transaction=True)
HERE = f"#15.5/{CHATEAU.y}/{CHATEAU.x}"


@contextmanager
def blog(code: str) -> Iterator[str]:
    """Another site, with one page that holds `code`; gives its address."""

    class Served(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>Blog</title><p>Ici</p>{code}".encode())

        def log_message(self, *_told: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Served) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_the_code_of_the_panel_works_in_a_page_of_another_site(
    page: Page, browser: Browser, live_server: LiveServer
) -> None:
    make_signalement()
    make_idee(beside(40, 0), title="Un banc à l’ombre")
    page.goto(f"/?couches=idees{HERE}")
    wait_ready(page)
    page.get_by_role("button", name="Télécharger cette vue").click()
    page.get_by_role("link", name="intégrer cette vue").click()
    page.get_by_label("Titre au-dessus de la carte").fill("Nos idées")
    page.get_by_role("button", name="Mettre à jour l’aperçu").click()
    expect(page.frame_locator("iframe").get_by_role("heading", name="Nos idées")).to_be_visible()
    assert violations(page) == []
    code = page.get_by_label("La carte, dans une page").input_value()

    with blog(code) as address:
        _read_by_a_guest(browser, address, live_server.url)


def _read_by_a_guest(browser: Browser, blog_url: str, ours: str) -> None:
    context = browser.new_context(viewport=PHONE, locale="fr-FR")
    asked: list[str] = []
    guest = context.new_page()
    guest.on("request", lambda request: asked.append(request.url))
    guest.goto(blog_url)
    frame = guest.frame_locator("iframe")
    expect(frame.locator("body[data-ready='1']")).to_be_attached()
    frame.get_by_role("button", name="Liste").click()
    expect(frame.get_by_role("link", name="Un banc à l’ombre")).to_be_visible()
    there = frame.get_by_role("link", name="Voir sur Carte commune").get_attribute("href") or ""
    assert there.startswith("/?couches=idees#15.")
    assert [address for address in asked if not address.startswith((blog_url, ours, "data:", "blob:"))] == []
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("scheme", ["claire", "sombre"])
def test_the_frame_has_no_violation_as_map_or_list(page: Page, scheme: str) -> None:
    make_idee(title="Un banc à l’ombre")
    page.goto(f"/integrer/?titre=Ici&couleurs={scheme}{HERE}")
    wait_ready(page)
    assert violations(page) == []
    page.mouse.click(640, 400)
    page.get_by_role("button", name="Liste").click()
    assert violations(page) == []


def test_without_scripts_the_frame_shows_its_picture_and_its_list(plain_page: Page) -> None:
    make_idee(title="Un banc à l’ombre")
    plain_page.goto("/integrer/?couches=idees")
    picture = plain_page.get_by_role("img", name="Carte de Nantes")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 400
    expect(plain_page.get_by_role("link", name="Un banc à l’ombre")).to_be_visible()
    expect(plain_page.get_by_role("button", name="Liste")).to_be_hidden()


def test_the_file_of_the_panel_opens_with_the_network_cut(page: Page, browser: Browser, tmp_path: Path) -> None:
    make_idee(title="{{ 7 * 7 }} ${alert(1)} <b>un banc</b>")
    page.goto(f"/{HERE}")
    wait_ready(page)
    page.get_by_role("button", name="Télécharger cette vue").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="une carte en un fichier").click()
    saved.value.save_as(tmp_path / "carte.html")
    context = browser.new_context(offline=True, viewport=PHONE)
    alone, asked, wrong = context.new_page(), [], []
    alone.on("request", lambda request: asked.append(request.url))
    alone.on("pageerror", lambda error: wrong.append(str(error)))
    alone.on("dialog", lambda dialog: (wrong.append("dialog"), dialog.dismiss()))
    alone.goto((tmp_path / "carte.html").as_uri())
    alone.wait_for_selector(".leaflet-overlay-pane canvas")
    box = alone.locator(".leaflet-container").bounding_box()
    assert box and box["width"] == 390 and box["height"] > 300
    alone.locator(".leaflet-container").click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    expect(alone.locator(".leaflet-popup")).to_contain_text("{{ 7 * 7 }} ${alert(1)} <b>un banc</b>")
    assert violations(alone) == []
    assert [address for address in asked if not address.startswith(("file:", "data:"))] == [] and wrong == []
    context.close()

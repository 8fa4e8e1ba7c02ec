"""A real browser on a real server: Debian's chromium, driven by Playwright.

`page` is a computer (1280 × 800), `phone_page` a phone (390 × 844), `plain_page` a browser without JavaScript.
A page that asks another host for anything fails its test.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

CHROMIUM = os.environ.get("CARTO_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
DRAWING = ("--no-sandbox", "--disable-gpu", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
COMPUTER = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PATIENCE = 20_000  # milliseconds: a right page does not fail because the machine is busy
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser; the night's colours, which are tokens too, are for the long run."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if "dark" in item.name.partition("[")[2]:
                item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """pytest-django's server, serving the static files from where they are written: nothing has to be collected."""
    with patch("django.test.testcases._StaticFilesHandler", StaticFilesHandler):
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One chromium for all tests. Playwright runs a loop in this thread: Django has to be told that it is harmless."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=list(DRAWING))
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def new_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a browser of its own (`new_page(viewport=…)`), and watches over what they ask and throw."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def watch(page: Page) -> Page:
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("request", lambda request: is_ours(request.url) or wrong.append(f"another host: {request.url}"))
        return page

    def is_ours(address: str) -> bool:
        return address.startswith((live_server.url, "data:", "blob:"))

    def open_page(**options: Any) -> Page:
        told = {"locale": "fr-FR", "viewport": COMPUTER, "base_url": live_server.url, "reduced_motion": "reduce"}
        told["service_workers"] = "block"  # it would fetch the whole form beside each test
        contexts.append(browser.new_context(**(told | options)))
        contexts[-1].set_default_timeout(PATIENCE)
        return watch(contexts[-1].new_page())

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A computer's browser."""
    return new_page()


@pytest.fixture
def phone_page(new_page: Callable[..., Page]) -> Page:
    """A phone's browser, touched with a thumb."""
    return new_page(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)


@pytest.fixture
def plain_page(new_page: Callable[..., Page]) -> Page:
    """A browser without JavaScript."""
    return new_page(java_script_enabled=False)

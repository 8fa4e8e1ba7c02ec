"""The page itself, in a real browser that never saw it: from the address to the map that has nothing left to draw."""

import os
import shutil
import time
from statistics import median
from typing import Final

from tiles.bench.ground import Ground
from tiles.bench.servers import Absent
from tiles.bench.tables import number, table, whole

CHROMIUM: Final = os.environ.get("CARTO_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
DRAWING: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)
IDLE: Final = "() => document.body.dataset.ready"
SCREENS: Final = {"ordinateur": {"width": 1280, "height": 800}, "téléphone": {"width": 390, "height": 844}}
LOADS: Final = 2  # a screen and round


def measure(ground: Ground) -> None:
    """Print how long it takes, drawn by the processor as on a machine without a graphics card."""
    try:
        from playwright.sync_api import Browser, sync_playwright
    except ImportError:
        raise Absent("Playwright n’est pas installé (bin/bench le fait)") from None
    if not CHROMIUM:
        raise Absent("chromium n’est pas sur cette machine")

    def open_once(browser: Browser, screen: dict[str, int]) -> float:
        context = browser.new_context(viewport=screen, locale="fr-FR", reduced_motion="reduce")
        try:
            page = context.new_page()
            begun = time.monotonic()
            page.goto(f"{ground.web}/")
            page.wait_for_function(IDLE, timeout=60_000)
            return time.monotonic() - begun
        finally:
            context.close()

    took: dict[str, list[float]] = {name: [] for name in SCREENS}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(DRAWING))
        open_once(browser, SCREENS["ordinateur"])
        for _turn in range(ground.rounds * LOADS):
            for name, screen in SCREENS.items():
                took[name].append(open_once(browser, screen))
        browser.close()
    rows = [(name, number(median(each), 2), number(max(each), 2)) for name, each in took.items()]
    ground.tell(f"\nDe l’adresse à la carte au repos, navigateur neuf, {whole(ground.count)} fiches (secondes)")
    ground.tell(table(("", "médiane", "max"), rows))

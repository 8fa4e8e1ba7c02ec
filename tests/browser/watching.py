"""Waiting for a page, and looking at it as axe-core does."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.gis.geos import Point
from playwright.sync_api import Page

AXE: Final = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
MAP: Final = "document.getElementById('carte').map"
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# All rules run on all elements; what was in order is not described, nor are the paths to it looked for and sent here.
LOOK: Final = """async (rules) => {
  const told = { runOnly: rules, resultTypes: ["violations"], selectors: false };
  const { violations } = await axe.run(document, told);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}"""


def wait_ready(page: Page) -> None:
    """Return once the page's map has drawn everything it knows of."""
    page.wait_for_selector('body[data-ready="1"]', state="attached")


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong on the page as it stands, one line per element; the whole of it, its scripts run."""
    page.wait_for_load_state()  # a touched link only begins to lead there
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(LOOK, list(RULES))


def drawn(page: Page) -> set[str]:
    """The fiches whose pins the map shows now, by uuid, once it has drawn all it knows of."""
    page.evaluate(f"async () => {{ const map = {MAP}; if (!map.loaded()) await map.once('idle'); }}")
    return set(page.evaluate(f"() => {MAP}.queryRenderedFeatures().map(f => f.properties.uuid).filter(Boolean)"))


def position(page: Page, place: Point) -> tuple[float, float]:
    """Where a place (SRID 4326) is on the screen, in CSS pixels; the map fills the window."""
    spot = page.evaluate(f"place => {MAP}.project(place)", [place.x, place.y])
    return spot["x"], spot["y"]

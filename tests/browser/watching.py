"""Waiting for a page, and looking at it as axe-core does."""

from pathlib import Path
from typing import Final

from django.conf import settings
from playwright.sync_api import Page

AXE: Final = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def wait_ready(page: Page) -> None:
    """Return once the page's map has drawn everything it knows of."""
    page.wait_for_selector('body[data-ready="1"]', state="attached")


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong on the page as it stands, one line per element."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", list(RULES))
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found["violations"] for node in rule["nodes"]]

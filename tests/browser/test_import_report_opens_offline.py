"""The report of an import is one file: a browser without network draws it and asks nobody for anything."""

from pathlib import Path

from playwright.sync_api import Browser

from carto.territoires.overview import write_overview
from carto.territoires.sources.borders import read_borders
from tests.territoires.samples import BOWTIE, area, row, write_rows


def test_the_report_is_drawn_without_network(browser: Browser, tmp_path: Path) -> None:
    rows = (row(area(0, 0, 1, 1), code="a", nom="Bouffay"), row(BOWTIE, code="b", nom="Nœud"))
    target = tmp_path / "bilan.html"
    write_overview(read_borders(write_rows(tmp_path / "rows.geojson", *rows)), target, title="rows.geojson")
    context = browser.new_context(offline=True, viewport={"width": 900, "height": 600})
    page, asked, thrown = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.goto(target.as_uri())
    page.wait_for_selector(".leaflet-overlay-pane canvas")
    page.mouse.move(450, 300)
    page.screenshot(path=tmp_path / "bilan.png")
    context.close()
    assert [address for address in asked if not address.startswith(("data:", target.as_uri()))] == []
    assert thrown == []

"""`import_territoires --carte` draws what went in and what did not, in one file that asks nobody for anything."""

import re
from pathlib import Path

from carto.territoires.overview import write_overview
from carto.territoires.sources.borders import Borders, read_borders
from tests.territoires.samples import BOWTIE, area, row, write_rows

# What makes a browser fetch something; names of namespaces and comments do not.
FETCHES = re.compile(r"""(?:\bsrc|\bhref)\s*=\s*["'](?!#)[^"']+|url\((?!data:|#)[^)]*\)|@import|\bimport\s*\(""")


def drawn(tmp_path: Path, *rows: dict[str, object]) -> str:
    target = tmp_path / "bilan.html"
    write_overview(read_borders(write_rows(tmp_path / "rows.geojson", *rows)), target, title="rows <b>.geojson")
    return target.read_text(encoding="utf-8")


def test_nothing_is_fetched_from_anywhere(tmp_path: Path) -> None:
    page = drawn(tmp_path, row(area(0, 0, 1, 1), code="a", nom="Bouffay"), row(BOWTIE, code="b", nom="Nœud"))
    markup = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert FETCHES.findall(markup) == []
    assert "<script src" not in page
    assert not re.search(r"cdn\.|jsdelivr|unpkg", page)
    assert "L_NO_TOUCH" in page
    assert "Leaflet 1.9" in page


def test_what_went_in_and_what_did_not_are_both_shown(tmp_path: Path) -> None:
    page = drawn(tmp_path, row(area(0, 0, 1, 1), code="a", nom="Bouffay"), row(BOWTIE, code="b", nom="Nœud"))
    assert "1 territoires entrés (vert), 1 lignes refusées (rouge)" in page
    assert "Bouffay (a)" in page
    assert "ligne 2 (b)" in page
    assert page.count("L.geoJson(") == 2


def test_a_name_is_never_html(tmp_path: Path) -> None:
    evil = "</script><img src=x onerror=alert(1)>"
    page = drawn(tmp_path, row(area(0, 0, 1, 1), code="a", nom=evil), row(None, code="<i>", nom=evil))
    assert "<img" not in page
    assert "<i>" not in page
    assert "rows <b>" not in page


def test_a_report_without_any_border_is_a_report(tmp_path: Path) -> None:
    write_overview(Borders(), tmp_path / "vide.html", title="vide")
    assert "0 territoires" in (tmp_path / "vide.html").read_text()


def test_a_name_is_never_code_here_nor_in_the_page(tmp_path: Path) -> None:
    evil = "{{ 7 * 191 }} {% raw %} ${alert(1)} `x`"
    page = drawn(tmp_path, row(area(0, 0, 1, 1), code="a", nom=evil), row(None, code=evil, nom=evil))
    assert "1337" not in page
    assert "${alert(1)}" not in page and "`x`" not in page
    assert "&#36;&#123;alert(1)&#125;" in page

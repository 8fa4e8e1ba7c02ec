"""A publisher opens a refused row, mends it, sees it taken; then says which place a name is. Axe-core says nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from projets.equipements.models import Equipement, Source
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations
from tests.people import bob
from tests.projets.imports.samples import LIBRARY, POOL, SCDL, load_reference, make_source, read, written


@pytest.fixture
def sources(transactional_db: None, tmp_path: Path) -> None:
    """Facilities of which one has no name, and counts of a pool called otherwise."""
    load_reference()
    rows = SCDL + POOL + LIBRARY.replace("Médiathèque Jacques Demy", "")
    read(make_source(licence="Licence Ouverte"), written(tmp_path, rows))
    counts = Source.objects.create(code="entrees", title="Entrées des piscines", matter="usage", format="usages")
    read(counts, written(tmp_path, "equipement;mois;nombre\nPiscine L. Lagrange;2024-05;120\n"))


def test_a_row_is_mended_and_a_name_said(phone_page: Page, sources: None) -> None:
    page = phone_page
    sign_in(page, bob())
    page.goto("/argent/sources/equipements/")
    page.get_by_role("link", name="Régler 1 ligne refusée").click()
    page.get_by_role("link", name="3", exact=True).click()
    expect(page.get_by_text("Le nom manque.")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("EQUIP_NOM").fill("Médiathèque Jacques Demy")
    page.get_by_role("button", name="Relire et prendre la ligne").click()
    expect(page.get_by_role("heading", name="Corrigée à la main", exact=True)).to_be_visible()
    expect(page.get_by_text("Par Bob.")).to_be_visible()
    assert violations(page) == []
    assert Equipement.objects.filter(title="Médiathèque Jacques Demy").exists()

    page.goto("/argent/sources/entrees/")
    page.get_by_role("link", name="Dire quels lieux sont nommés").click()
    page.get_by_role("link", name="Piscine L. Lagrange").click()
    page.get_by_label("Nom du lieu ici").fill("lagrange")
    page.get_by_role("button", name="Chercher").click()
    assert violations(page) == []
    page.get_by_role("button", name="C’est ce lieu").click()
    expect(page.get_by_text("Tous les noms de ce fichier sont reconnus.")).to_be_visible()
    assert Equipement.objects.get(title="Piscine Léo Lagrange").usages.get().value == 120

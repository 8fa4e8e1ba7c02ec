"""Who publishes gives a file, sees what it brings, takes it; a resident goes from the place to the very row."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from projets.equipements.models import Equipement
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations
from tests.people import bob
from tests.projets.imports.samples import LIBRARY, POOL, SCDL, load_reference, written


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_a_file_is_given_previewed_taken_and_read_to_the_row(
    new_page: Callable[..., Page], transactional_db: None, tmp_path: Path, scheme: str, width: int
) -> None:
    load_reference()
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 844})
    sign_in(page, bob())
    page.goto("/argent/sources/")
    page.get_by_role("link", name="Ajouter une source").click()
    assert violations(page) == []
    page.get_by_label("Ce que c’est").fill("Équipements de la ville")
    page.get_by_role("button", name="Voir l’aperçu").click()
    expect(page.locator("#erreurs")).to_contain_text("Donnez un fichier ou une adresse")
    assert violations(page) == []
    page.get_by_label("Un fichier").set_input_files(written(tmp_path, SCDL + POOL + LIBRARY + "Ville\n"))
    page.get_by_role("button", name="Voir l’aperçu").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aperçu")
    expect(page.locator(".dots circle")).to_have_count(2)
    page.locator(".mapping summary").press("Enter")
    assert violations(page) == []
    page.get_by_role("button", name="Prendre ces lignes").press("Enter")
    expect(page.locator(".messages")).to_contain_text("C’est pris")
    assert violations(page) == []

    page.goto(Equipement.objects.get(title="Piscine Léo Lagrange").get_absolute_url())
    page.get_by_role("link", name="Voir la ligne d’origine").click()
    expect(page.locator(".raw")).to_contain_text("EQUIP_UID")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

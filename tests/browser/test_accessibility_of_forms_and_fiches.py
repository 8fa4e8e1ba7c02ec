"""axe-core finds nothing to say about the forms, the fiches, the follow page and the account; light and dark."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import Page

from carto.fiches.actions import digest, record
from carto.fiches.models import SecretLink, What
from tests.browser.samples import make_four_layers
from tests.browser.watching import violations, wait_ready
from tests.factories import make_territoire

SCHEMES = ["light", "dark"]


@pytest.fixture
def content(transactional_db: None) -> None:
    """What the forms choose from."""
    for name in ("load_themes", "load_categories", "load_palette"):
        call_command(name, verbosity=0)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("address", ["/signaler/", "/proposer/"])
def test_a_form_has_no_violation_empty_and_refused(
    new_page: Callable[..., Page], content: None, address: str, scheme: str
) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(address)
    wait_ready(page)
    assert violations(page) == []
    page.locator("form .send button").click()
    page.locator("#erreurs").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("layer", ["signalements", "idees", "equipements", "opportunites"])
def test_a_fiche_has_no_violation(new_page: Callable[..., Page], layer: str, scheme: str) -> None:
    make_territoire()
    fiche = make_four_layers()[layer]
    record(fiche, What.ANSWER, role="agent", public_text="Nous passons mardi.")
    page = new_page(color_scheme=scheme)
    page.goto(fiche.get_absolute_url())
    wait_ready(page)
    assert violations(page) == []


@pytest.mark.parametrize(
    "address",
    [
        "/signalements/",
        "/donnees/",
        "/donnees/idees/",
        "/donnees/instantanes/",
        "/tableaux/?couches=idees&lignes=theme&colonnes=mois",
        "/compte/acces/login/",
        "/compte/acces/signup/",
        "/territoires/44109/",
        "/nulle-part/",
    ],
)
def test_other_pages_have_no_violation(page: Page, address: str) -> None:
    make_territoire(code="44109", name="Nantes", level=2)
    make_four_layers()
    page.goto(address)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_follow_page_has_no_violation(new_page: Callable[..., Page], scheme: str) -> None:
    make_territoire()
    fiche = make_four_layers()["signalements"]
    SecretLink.objects.create(fiche=fiche, digest=digest("s" * 43))
    page = new_page(color_scheme=scheme)
    page.goto(f"/suivre/{'s' * 43}/?merci=1")
    assert violations(page) == []

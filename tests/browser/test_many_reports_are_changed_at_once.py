"""An agent changes several reports by the keyboard, watches them go, takes it all back; figures read well anywhere."""

from collections.abc import Callable

from playwright.sync_api import Page

from carto.comptes.models import Service
from carto.fiches.models import Stage
from signalements.bulk.working import take_step
from signalements.models import Bulk, Signalement
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations
from tests.people import bob
from tests.places import CHATEAU, COMMERCE, PLACE_ROYALE
from tests.signalements.samples import load_content, make_signalement


def test_several_are_changed_then_taken_back(new_page: Callable[..., Page]) -> None:
    load_content()
    agent = bob(Service.objects.get(code="voirie"))
    for place in (CHATEAU, COMMERCE, PLACE_ROYALE):
        make_signalement(geom=place)
    page = new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    sign_in(page, agent)
    chosen = ",".join(str(uuid) for uuid in Signalement.objects.values_list("uuid", flat=True))
    page.goto(f"/bureau/lots/nouveau/?choisis={chosen}")
    page.get_by_role("button", name="Changer l’état").press("Enter")
    page.get_by_label("Où en est-on ?").select_option("treated")
    page.get_by_label("Pour clore").select_option("mended")
    page.get_by_role("button", name="Voir ce que cela fera").press("Enter")
    page.get_by_role("heading", name="3 signalements changeront").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Confirmer").press("Enter")
    page.get_by_role("heading", name="Cela avance").wait_for()
    assert violations(page) == []
    take_step(Bulk.objects.get(), agent)
    page.get_by_role("heading", name="C’est fait").wait_for()
    assert {each.stage for each in Signalement.objects.all()} == {Stage.DONE}
    page.get_by_role("button", name="Tout annuler").press("Enter")
    page.get_by_role("heading", name="L’annulation avance").wait_for()
    take_step(Bulk.objects.get(), agent)
    page.get_by_role("heading", name="C’est annulé").wait_for()
    assert {each.stage for each in Signalement.objects.all()} == {Stage.NEW}
    page.goto("/signalements/chiffres/")
    page.eval_on_selector_all("details", "all => all.forEach(details => { details.open = true; })")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "tables scroll inside, not the page"

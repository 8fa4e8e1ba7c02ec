"""An agent sees what could not be handed over to another system, and why, and has it tried again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from signalements.models import RemoteServer, Sending
from tests.browser.signing_in import sign_in
from tests.browser.watching import violations
from tests.people import bob
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_failure_is_read_and_tried_again(new_page: Callable[..., Page], scheme: str) -> None:
    one = make_signalement()
    server = RemoteServer.objects.create(name="Le département", url="https://d.exemple.fr/v2/", service=one.service)
    Sending.objects.create(
        signalement=one, server=server, state="failed", error="Réponse 403. Clé inconnue", attempts=1
    )
    page = new_page(color_scheme=scheme)
    sign_in(page, bob(one.service))
    page.goto("/bureau/echanges/envois/")
    assert page.get_by_text("Clé inconnue").is_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Réessayer").click()
    page.get_by_text("Un nouvel essai part dans la minute").wait_for()
    assert Sending.objects.get().state == Sending.State.WAITING

"""Two people report one hole: joined, both hear of the repair by mail, the second says that it is not mended."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from carto.fiches.models import Visibility
from signalements.actions import change_status
from signalements.models import Signalement
from signalements.workflow import Status
from tests.alertes.conftest import Postbox, clock, postbox, worker
from tests.alertes.postbox import Worker, text_of
from tests.browser.watching import wait_ready
from tests.places import COURS_DES_50_OTAGES
from tests.signalements.samples import load_content

__all__ = ["clock", "postbox", "worker"]  # a mailbox, the worker's part, and an hour at which nobody sleeps
HERE = f"/signaler/?lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}&categorie=trou-chaussee"
ALICE, CHARLIE = "alice@exemple.fr", "charlie@exemple.fr"


def _write(page: Page, words: str, address: str) -> None:
    page.goto(HERE)
    wait_ready(page)
    page.get_by_label("Décrivez en quelques mots").fill(words)
    page.get_by_label("Votre adresse e-mail, si vous voulez").fill(address)


def _secret_of(letter: str) -> str:
    return re.search(r"/suivre/[\w-]+/", letter)[0]


@pytest.mark.usefixtures("live_server", "transactional_db", "clock")
def test_two_people_are_told_of_one_repair_and_one_contests_it(
    page: Page, new_page: Callable[..., Page], postbox: Postbox, request: pytest.FixtureRequest
) -> None:
    load_content()
    deferred: Worker = request.getfixturevalue("worker")
    _write(page, "Trou profond devant l’arrêt de tram.", ALICE)
    page.get_by_role("button", name="Envoyer le signalement").click()
    expect(page.get_by_role("heading", name="Merci, c’est bien reçu.")).to_be_visible()

    other = new_page()
    _write(other, "Un trou profond à l’arrêt du tram", CHARLIE)
    other.get_by_role("button", name="C’est le même : joindre mon signalement").click()
    expect(other.get_by_role("heading", name="Merci, c’est bien reçu.")).to_be_visible()
    kept, joined = Signalement.objects.order_by("pk")
    assert (kept.visibility, joined.visibility) == (Visibility.PUBLIC, Visibility.JOINED)

    change_status(kept, Status.TREATED, closing="mended", public_text="Rebouché ce matin.")
    deferred.work()
    for address, number in ((ALICE, kept.number), (CHARLIE, joined.number)):
        told = [text_of(letter) for letter in postbox.to(address)]
        assert any("Rebouché ce matin." in text and number in text for text in told), address

    elsewhere = new_page()
    elsewhere.goto(_secret_of(text_of(postbox.to(CHARLIE)[-1])))
    elsewhere.get_by_role("button", name="Ce n’est pas réparé").first.click()
    expect(elsewhere.locator("main")).to_contain_text("rouvert")
    kept.refresh_from_db()
    joined.refresh_from_db()
    assert kept.status == joined.status == Status.REOPENED.value
    deferred.work()
    assert "pas réparé" in text_of(postbox.to(ALICE)[-1])

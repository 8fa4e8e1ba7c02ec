"""A phone follows a fiche: the page subscribes, its service worker shows what comes; by mail without JavaScript."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from carto.alertes.models import Abonnement
from carto.alertes.tokens import CONFIRM, token
from tests.alertes.pushservice import Browser
from tests.browser.samples import make_four_layers
from tests.browser.watching import violations
from tests.factories import make_territoire

PHONE = {"width": 390, "height": 844}
# Google's push service cannot be reached from a test: the page's own request to it is answered here, and nothing else.
ANSWERED = """
PushManager.prototype.subscribe = async (asked) => {
  window.asked = Array.from(new Uint8Array(asked.applicationServerKey));
  return { toJSON: () => (%s) };
};
"""


@pytest.fixture
def push_key(transactional_db: None, settings: Settings, tmp_path: Path) -> None:
    """The house has a key, and a service worker at its root."""
    settings.CARTO_VAR = tmp_path
    settings.ROOT_URLCONF = "tests.alertes.worker_at_root"
    call_command("make_push_key", stdout=io.StringIO())


def test_a_phone_is_notified_without_account_or_address(
    new_page: Callable[..., Page], live_server: LiveServer, push_key: None
) -> None:
    make_territoire()
    fiche = make_four_layers()["signalements"]
    page = new_page(viewport=PHONE, permissions=["notifications"], service_workers="allow")
    subscription = {"endpoint": "https://push.exemple.fr/abc", "keys": Browser().keys()}
    page.add_init_script(ANSWERED % json.dumps(subscription))
    page.goto(fiche.get_absolute_url())
    page.get_by_role("button", name="Me prévenir sur cet appareil").click()
    page.get_by_text("C’est fait : ce navigateur vous préviendra.").wait_for()
    assert Abonnement.objects.get().endpoint == "https://push.exemple.fr/abc"
    assert len(page.evaluate("window.asked")) == 65, "the house's public key, as a point"
    page.reload()
    page.get_by_role("link", name="Régler ou arrêter").wait_for()

    said = {"title": "Nid-de-poule", "body": "C’est maintenant « traité »", "url": "/x", "tag": "a", "lang": "fr"}
    assert _shown_once_delivered(page, live_server.url, said) == [[said["title"], said["body"]]]


def _shown_once_delivered(page: Page, origin: str, said: dict[str, str]) -> list[list[str]]:
    """What the phone shows; delivered again when lost, as push services do: the tag makes one notification of two.

    Chromium, asked for its notifications, forgets those that it is about to show: asked too soon, it loses this one.
    """
    asked = "async () => (await (await navigator.serviceWorker.ready).getNotifications()).map((n) => [n.title, n.body])"
    for _turn in range(10):
        _deliver(page, origin, said)
        page.wait_for_timeout(1000)
        if shown := page.evaluate(asked):
            return shown
    return []


def _wait(page: Page, happened: Callable[[], object]) -> None:
    """Until it has happened; not for ever."""
    for _turn in range(400):
        if happened():
            return
        page.wait_for_timeout(50)


def _deliver(page: Page, origin: str, said: dict[str, str]) -> None:
    """What the push service would do: hand the decrypted message to the worker, through the browser's own debugger."""
    devtools, found = page.context.new_cdp_session(page), []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    devtools.send("ServiceWorker.enable")
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    _wait(page, lambda: found)
    told = {"origin": origin, "registrationId": found[0]["registrationId"], "data": json.dumps(said)}
    devtools.send("ServiceWorker.deliverPushMessage", told)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_following_by_mail_needs_no_script_and_has_no_violation(
    new_page: Callable[..., Page], plain_page: Page, push_key: None, scheme: str
) -> None:
    make_territoire()
    fiche = make_four_layers()["idees"]
    plain_page.goto(fiche.get_absolute_url())
    assert plain_page.get_by_role("button", name="Me prévenir sur cet appareil").count() == 0
    plain_page.get_by_label("Votre adresse e-mail").fill("charlie@exemple.fr")
    plain_page.get_by_role("button", name="Me prévenir par e-mail").click()
    plain_page.get_by_role("heading", name="Regardez vos courriels").wait_for()
    page = new_page(viewport=PHONE, color_scheme=scheme)
    page.goto(f"/fiches/{fiche.uuid}/suivre/")
    assert violations(page) == []
    page.goto(f"/abonnements/{token(Abonnement.objects.get(), CONFIRM)}/confirmer/")
    assert violations(page) == []
    page.get_by_role("button", name="Oui, je veux suivre").click()
    page.get_by_label("une fois par jour").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("C’est noté.").wait_for()
    assert violations(page) == []
    assert Abonnement.objects.get().rhythm == "daily"
    page.get_by_role("button", name="Ne plus suivre cette fiche").click()
    page.get_by_role("heading", name="C’est arrêté").wait_for()
    assert not Abonnement.objects.exists()

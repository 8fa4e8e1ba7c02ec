"""The worker fetches a document where it is published: within bounds, and never inside anybody's network."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from projets.equipements.deliberations import fetching
from projets.equipements.deliberations.actions import ask_for_document, fetch_document
from projets.equipements.models import Deliberation
from tests.people import bob
from tests.projets.deliberations.made import make_deliberation, pdf

pytestmark = pytest.mark.django_db
CONTENT = pdf("Le conseil approuve la réfection de la toiture.")


class _Council(BaseHTTPRequestHandler):
    """A council's site, good and bad."""

    def do_GET(self) -> None:
        status = {"/ailleurs.pdf": 302, "/perdu.pdf": 404}.get(self.path, 200)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/delib.pdf")
        self.end_headers()
        self.wfile.write(b"<html>Bonjour</html>" if self.path == "/page.pdf" else CONTENT)

    def log_message(self, *_said: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def council() -> Iterator[str]:
    """Its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Council) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _fetched(url: str) -> Deliberation:
    voted = make_deliberation(url=url)
    assert ask_for_document(voted)
    fetch_document(voted.pk)
    voted.refresh_from_db()
    return voted


def test_it_is_kept_and_read_as_if_it_had_been_joined(council: str, settings: Settings) -> None:
    settings.CARTO_PUSH_LOOPBACK = True
    voted = _fetched(f"{council}/delib.pdf")
    assert (voted.reading, voted.pages) == ("read", 1)
    assert voted.file.read() == CONTENT
    assert voted.paragraphes.get().text == "Le conseil approuve la réfection de la toiture."


@pytest.mark.parametrize(
    ("path", "told"),
    [("ailleurs.pdf", "renvoie vers une autre"), ("perdu.pdf", "réponse 404"), ("page.pdf", "pas un PDF")],
)
def test_what_does_not_come_says_why(council: str, settings: Settings, path: str, told: str) -> None:
    settings.CARTO_PUSH_LOOPBACK = True
    voted = _fetched(f"{council}/{path}")
    assert (voted.reading, voted.file.name) == ("refused", "")
    assert told in voted.reading_told


def test_too_much_of_it_is_not_kept(council: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CARTO_PUSH_LOOPBACK = True
    monkeypatch.setattr(fetching, "HEAVIEST", 1000)
    assert "trop lourd" in _fetched(f"{council}/delib.pdf").reading_told


@pytest.mark.parametrize(
    "address",
    ["https://10.0.0.8/a.pdf", "https://127.0.0.1/a.pdf", "http://exemple.fr/a.pdf", "https://intranet/a.pdf",
     "https://[::1]/a.pdf", "ftp://exemple.fr/a.pdf", "https://exemple.fr:8443/a.pdf", "https://[bad"],
)  # fmt: skip
def test_no_address_leads_into_a_network_of_ours(address: str) -> None:
    voted = _fetched(address)
    assert voted.reading == "refused"
    assert "pas publique" in voted.reading_told


def test_a_publisher_asks_for_it_once(client: Client) -> None:
    client.force_login(bob())
    voted = make_deliberation(url="https://exemple.fr/delib.pdf")
    assert "Aller chercher" in client.get(voted.get_absolute_url()).content.decode()
    assert client.post(f"{voted.get_absolute_url()}chercher/").status_code == 302
    assert ProcrastinateJob.objects.filter(task_name__endswith="deliberations.tasks.fetch_document").count() == 1
    assert client.post(f"{voted.get_absolute_url()}chercher/").status_code == 409
    assert "en route" in client.get(voted.get_absolute_url()).content.decode()

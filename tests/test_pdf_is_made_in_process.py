"""A page becomes a PDF without a web server, and without asking another host for anything."""

import io
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import Client
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from carto.pdf import HERE, OwnPaths, Refused, to_pdf
from tests.factories import make_fiche
from tests.tiles.image.conftest import base_map
from tests.tiles.image.drawn import CENTRE
from tiles.basemap.views import archive_path

__all__ = ["base_map"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("base_map")]


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Whoever tries to reach a host fails the test; the database's own socket is a file."""
    real = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        assert self.family == socket.AF_UNIX, f"reached for {address}"
        real(self, address)

    with patch.object(socket.socket, "connect", refuse):
        yield


def _fetch(path: str) -> Any:
    return OwnPaths().fetch(HERE + path)


def _read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def test_a_plan_is_drawn_where_the_page_names_it() -> None:
    answer = _fetch(f"/tuiles/plan.svg?centre={CENTRE[0]},{CENTRE[1]}&zoom=15&largeur=300&hauteur=200")
    assert answer.content_type == "image/svg+xml"
    assert b'width="300"' in answer.read()


def test_styles_and_photos_are_read_from_disk() -> None:
    assert _fetch("/static/tiles/sheet.css").content_type == "text/css"
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True)
    (folder / "banc.txt").write_text("un banc")
    assert _fetch("/media/banc.txt").read() == b"un banc"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/tuiles/plan.svg",
        "http://localhost/tuiles/plan.svg",
        "http://carte.invalid.example.org/static/carto/icon.svg",
        "http://carte.invalid:8000/static/carto/icon.svg",
        "http://user@carte.invalid/static/carto/icon.svg",
        "https://carte.invalid/static/carto/icon.svg",
        "file:///etc/passwd",
        "ftp://carte.invalid/static/",
        "data:text/plain,abc",
        f"{HERE}/admin/",
        f"{HERE}/",
        f"{HERE}/compte/",
        f"{HERE}/static/../../../../../../etc/passwd",
        f"{HERE}/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    ],
)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(Refused):
        OwnPaths().fetch(address)


@pytest.mark.parametrize(
    "path",
    [
        "/tuiles/plan.svg?largeur=1",
        "/tuiles/plan.svg?fiche=12",
        "/tuiles/rien",
        "/media/absent.jpg",
        "/static/absent.css",
    ],
)
def test_a_picture_of_ours_that_cannot_be_had_stops_the_page(path: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        _fetch(path)
    with pytest.raises(FatalURLFetchingError):
        to_pdf(f'<img src="{path}">')


def test_a_page_goes_on_without_what_a_stranger_made_it_ask_for() -> None:
    page = '<p>Une page</p><img src="https://example.org/espion.png"><link rel="stylesheet" href="//example.org/x.css">'
    assert "Une page" in _read(to_pdf(page)).pages[0].extract_text()


def test_a_sheet_holds_the_map_its_legend_its_scale_and_its_address(client: Client) -> None:
    make_fiche(title="Nid-de-poule")
    make_fiche(kind="idee", title="Un banc")
    content = client.get(f"/tuiles/plan.pdf?centre={CENTRE[0]},{CENTRE[1]}&zoom=15&titre=Le+cœur+de+la+ville").content
    reader = _read(content)
    (page,) = reader.pages
    text = page.extract_text()
    squeezed = "".join(text.split())
    for said in ("Le cœur de la ville", "1 Signalements", "1 Idées", "0 Opportunités", "Échelle 1 :", "OpenStreetMap"):
        assert "".join(said.split()) in squeezed, said
    assert "RuedeStrasbourg" in squeezed  # written on the map, which is drawn and not a picture of points
    assert reader.metadata.title == "Le cœur de la ville"
    links = [annotation.get_object()["/A"]["/URI"] for annotation in page["/Annots"]]
    assert any(link.startswith("http://testserver/#15") for link in links)


@pytest.mark.parametrize(("orientation", "wide"), [("paysage", True), ("portrait", False)])
def test_a_sheet_is_one_page_of_a4(client: Client, orientation: str, wide: bool) -> None:
    title = "Un titre qui dit tout ce que montre la feuille, et même un peu plus que ce que l’on attend"
    (page,) = _read(client.get(f"/tuiles/plan.pdf?orientation={orientation}&titre={title}").content).pages
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    assert sorted((round(width), round(height))) == [595, 842]
    assert (width > height) is wide


def test_a_sheet_says_what_the_filters_keep_and_counts_only_that(client: Client) -> None:
    make_fiche(stage="done")
    make_fiche(stage="new")
    content = client.get(
        f"/tuiles/plan.pdf?centre={CENTRE[0]},{CENTRE[1]}&zoom=15&etapes=done&depuis=2026-01-02"
    ).content
    squeezed = "".join(_read(content).pages[0].extract_text().split())
    assert "1Signalements" in squeezed
    assert "depuisle02/01/2026" in squeezed


@pytest.mark.parametrize(
    "view", ["centre=180,85&zoom=0", "centre=-180,-85&zoom=1", "bbox=-180,-90,180,90", "centre=0,0&zoom=22"]
)
def test_the_edges_of_the_world_fit_on_a_sheet(client: Client, view: str) -> None:
    for orientation in ("paysage", "portrait"):
        assert client.get(f"/tuiles/plan.pdf?{view}&orientation={orientation}").status_code == 200


def test_a_sheet_without_its_map_is_not_a_sheet(client: Client) -> None:
    archive_path().write_bytes(b"PMTiles is not what this is" * 20)
    assert client.get("/tuiles/plan.pdf").status_code == 503


def test_a_worker_makes_the_same_sheet(base_map: Callable[..., None]) -> None:
    page = f'<title>Affiche</title><img src="/tuiles/plan.svg?centre={CENTRE[0]},{CENTRE[1]}&zoom=15">'
    assert "Strasbourg" in _read(to_pdf(page)).pages[0].extract_text().replace(" ", "")

"""Explore v2.1 of OpenDataSoft, against a server of ours that speaks it; and what no address may do."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError

from projets.equipements.imports import fetching
from projets.equipements.imports.fetching import download, fetched
from projets.equipements.imports.opendatasoft import dataset_of
from projets.equipements.models import Equipement
from tests.projets.imports.samples import counted, load_reference, make_source, read

RECORDS = [
    {
        "idobj": str(n),
        "nom_complet": f"Gymnase {n}",
        "libtype": "Gymnase",
        "geo_point_2d": {"lon": -1.55 + n / 1e4, "lat": 47.21},
    }
    for n in range(230)
]
API = "/api/explore/v2.1/catalog/datasets/equipements"


class Portal(BaseHTTPRequestHandler):
    """Gives pages of at most a hundred records, an export when `exports`, and some bad answers."""

    exports = True

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path == f"{API}/exports/geojson" and self.exports:
            self._say({"type": "FeatureCollection", "features": [_feature(record) for record in RECORDS]})
        elif url.path == f"{API}/records":
            at, limit = int(asked["offset"]), int(asked["limit"])
            assert limit <= 100
            self._say({"total_count": len(RECORDS), "results": RECORDS[at : at + limit]})
        elif url.path == "/ailleurs.csv":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1/secret")
            self.end_headers()
        elif url.path == "/sans-fin.csv":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"a;b\n" * 100_000)
        else:
            self.send_error(404)

    def _say(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_told: Any) -> None:
        """Say nothing."""


def _feature(record: dict[str, Any]) -> dict[str, Any]:
    place = record["geo_point_2d"]
    shape = {"type": "Point", "coordinates": [place["lon"], place["lat"]]}
    return {
        "type": "Feature",
        "geometry": shape,
        "properties": {k: v for k, v in record.items() if k != "geo_point_2d"},
    }


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Its address."""
    monkeypatch.setattr(Portal, "exports", True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.django_db
def test_a_dataset_comes_whole_by_its_export_or_page_by_page(portal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    load_reference()
    source = make_source(format="opendatasoft")
    with fetched(f"{portal}/explore/dataset/equipements/information/", loopback=True) as (path, name, url):
        assert (name, url) == ("equipements.geojson", f"{portal}/explore/dataset/equipements/information/")
        assert counted(read(source, path)) == {"read": 230, "new": 230}
    assert Equipement.objects.filter(type__code="gymnase").count() == 230
    monkeypatch.setattr(Portal, "exports", False)
    with fetched(f"{portal}{API}", loopback=True) as (path, _name, _url):
        assert counted(read(source, path))["read"] == 230
    assert Equipement.objects.count() == 230


def test_redirections_errors_and_endless_files_are_refused(
    portal: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValidationError, match="renvoie vers une autre"):
        download(f"{portal}/ailleurs.csv", tmp_path, loopback=True)
    with pytest.raises(ValidationError, match="erreur"):
        download(f"{portal}/absent.csv", tmp_path, loopback=True)
    monkeypatch.setattr(fetching, "HEAVIEST", 50_000)
    with pytest.raises(ValidationError, match="trop lourd"):
        download(f"{portal}/sans-fin.csv", tmp_path, loopback=True)


@pytest.mark.parametrize(
    "address",
    ["http://exemple.fr/a.csv", "https://127.0.0.1/a.csv", "https://10.0.0.1/a", "https://[::1]/a",
     "ftp://exemple.fr/a",
     "https://169.254.169.254/", "https://intranet/a.csv", "https://exemple.fr:8443/a", "file:///etc/passwd"],
)  # fmt: skip
def test_no_address_leads_into_a_private_network(address: str, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="https publique"):
        download(address, tmp_path)


def test_a_dataset_is_known_by_any_of_its_addresses() -> None:
    root = "https://data.nantesmetropole.fr"
    for address in (
        "/explore/dataset/x_y-z/",
        "/explore/dataset/x_y-z/table/?sort=nom",
        "/api/explore/v2.1/catalog/datasets/x_y-z/records",
    ):
        found = dataset_of(root + address)
        assert found and (found.root, found.name) == (root, "x_y-z")
    assert dataset_of(f"{root}/fichiers/x.csv") is None

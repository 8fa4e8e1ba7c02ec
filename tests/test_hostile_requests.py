"""Whatever a stranger puts in an address, the answer is a page or a problem in French, never an error of ours."""

from itertools import product

import pytest
from django.apps import apps
from django.test import Client

from tests.factories import make_fiche
from tests.places import CHATEAU

pytestmark = pytest.mark.django_db

PAGES = (
    "/", "/liste/", "/rythme/", "/autour/", "/recherche/", "/donnees/", "/signaler/", "/proposer/", "/signalements/",
    "/idees/", "/equipements/", "/opportunites/", "/fiches/ici/", "/api/v1/fiches/", "/api/v1/signalements/",
    "/api/v1/recherche/", "/api/v1/territoires/", "/donnees/fiches.csv", "/donnees/fiches.geojson",
    "/tuiles/versions.json", "/tuiles/style.json", "/tuiles/mesure.json", "/tuiles/signalements.json",
    "/tuiles/signalements,idees/12/2031/1437.mvt", "/tuiles/signalements/grappe/3/1.json", "/territoires/",
    "/territoires/44109/mesure/", "/compte/acces/code/", "/argent/", "/argent/deliberations/", "/integrer/",
    "/integrer/code/", "/transparence/", "/transparence/contrats/", "/donnees/umap/idees.geojson",
    "/donnees/umap/vue.umap",
)  # fmt: skip
NAMES = (
    "couches", "themes", "etapes", "depuis", "jusqua", "cadre", "territoire", "q", "lat", "lon", "osm_id", "nom",
    "page", "page_size", "pas", "fiche", "fragment", "theme", "v", "next", "format", "mesure", "niveau", "tri",
    "annee", "apres", "adresse", "lie",
)  # fmt: skip
VALUES = (
    "", "\x00", "a\x00b", "%", "_%_%", "'", "'; DROP TABLE fiches_fiche; --", "<script>alert(1)</script>",
    "\u202egnp.exe", "NaN", "-1", "1e999", "9" * 400, "é" * 3000, "../../etc/passwd", "0001-01-01", "9999-99-99",
    "1,2,3,4,5",
    "nan,nan,nan,nan", "-180,-90,180,90", "signalements,,idees", "javascript:alert(1)", "//evil.example",
)  # fmt: skip
SHARE = 11


def _body(answer: object) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("address", PAGES)
def test_no_parameter_breaks_a_page(client: Client, address: str) -> None:
    make_fiche()
    turn = PAGES.index(address)
    for (rank, name), (place, value) in product(enumerate(NAMES), enumerate(VALUES)):
        if (rank + place + turn) % SHARE:  # every pair is tried on some page, every page with every name
            continue
        answer = client.get(address, {name: value})
        assert answer.status_code < 500, (name, value[:40])
        if answer["Content-Type"].startswith("text/html"):
            assert b"<script>alert(1)</script>" not in _body(answer), (name, value[:40])
        assert "evil.example" not in answer.get("Location", "").split("?")[0]


@pytest.mark.parametrize(
    "address",
    [
        "/fiches/00000000-0000-0000-0000-000000000000/",
        "/fiches/00000000-0000-0000-0000-000000000000/apercu/",
        "/signalements/00000000-0000-0000-0000-000000000000/",
        "/idees/pas-un-uuid/",
        "/suivre/" + "x" * 43 + "/",
        "/suivre/" + "x" * 5000 + "/",
        "/territoires/inconnu/",
        "/territoires/%00/",
        "/tuiles/signalements/99/0/0.mvt",
        "/tuiles/signalements/12/99999999/0.mvt",
        "/tuiles/licornes/12/2031/1437.mvt",
        "/tuiles/licornes.json",
        "/api/v1/fiches/00000000-0000-0000-0000-000000000000/",
        "/api/v1/fiches/x/",
        "/api/v1/territoires/%00/",
        "/argent/deliberations/99999999999999999999999/",
        "/argent/deliberations/1/document.pdf",
        "/nulle-part/",
    ],
)
def test_what_is_not_there_is_said_not_there(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in {400, 404}
    assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_no_page_is_surprised_by_another_method(client: Client, address: str, method: str) -> None:
    answer = getattr(client, method)(address, data=b"{", content_type="application/json")
    assert answer.status_code < 500


def test_a_page_that_once_was_public_says_what_became_of_it(client: Client) -> None:
    fiche = make_fiche(CHATEAU, kind="opportunite", visibility="withdrawn")
    model = apps.get_model("opportunites.Opportunite")
    model(fiche_ptr=fiche, scale="rue").save_base(raw=True)
    answer = client.get(fiche.get_absolute_url())
    assert answer.status_code == 410
    assert "retiré par son auteur" in answer.content.decode()

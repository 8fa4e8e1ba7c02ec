"""The entrance leads everywhere; what is declared is there; strangers accept its OpenAPI; people have pages."""

import pytest
from django.test import Client
from openapi_spec_validator import OpenAPIV30SpecValidator

from carto.ouvert.ogc.collections import collections
from tests.ouvert.ogc.samples import collection, three_ideas

pytestmark = pytest.mark.django_db


def _links(told: dict) -> list[str]:
    return [link["href"] for link in told["links"] if not link.get("templated")]


def test_every_link_of_every_document_leads_somewhere(client: Client) -> None:
    three_ideas()
    seen: set[str] = set()
    todo = ["http://testserver/ogc/"]
    while todo:
        address = todo.pop()
        if address in seen or not address.startswith("http://testserver/"):
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        if "json" in answer["Content-Type"] and "/tuiles/" not in address:
            told = collection(client, address)
            todo += _links(told) if "links" in told else []
            for each in (*told.get("collections", []), *told.get("tilesets", [])):
                todo += _links(each)
    assert len(seen) > 60


def test_a_stranger_accepts_its_description(client: Client) -> None:
    OpenAPIV30SpecValidator(client.get("/ogc/api").json()).validate()


def test_each_path_described_is_an_address(client: Client) -> None:
    idea = three_ideas()[0]
    for path in client.get("/ogc/api").json()["paths"]:
        if "{featureId}" in path and "idees" not in path:
            continue
        address = f"/ogc{path.replace('{featureId}', str(idea.uuid))}"
        assert client.get(address).status_code == 200, address


def test_a_filter_may_name_what_the_features_say_and_nothing_else(client: Client) -> None:
    three_ideas()
    told = client.get("/ogc/collections/idees/queryables").json()["properties"]
    feature = collection(client, "/ogc/collections/idees/items")["features"][0]
    assert set(told) - {"geom"} == set(feature["properties"])


def test_the_tiles_named_are_the_map_s_own(client: Client) -> None:
    told = client.get("/ogc/collections/idees/tiles/WebMercatorQuad").json()
    template = next(link["href"] for link in told["links"] if link["rel"] == "item")
    three_ideas()
    filled = template.format(tileMatrix=12, tileCol=2030, tileRow=1434)
    assert client.get(filled.removeprefix("http://testserver")).status_code in {200, 204}
    assert client.get("/ogc/collections/communes/tiles").status_code == 404


@pytest.mark.parametrize("kind", ["text/html", "application/json"])
def test_people_are_given_a_page_and_programs_a_document(client: Client, kind: str) -> None:
    idea = three_ideas()[0]
    for address in ("", "conformance", "api", "collections", "collections/idees", "collections/idees/queryables",
                    "collections/idees/items", f"collections/idees/items/{idea.uuid}", "collections/idees/tiles",
                    "collections/idees/tiles/WebMercatorQuad"):  # fmt: skip
        answer = client.get(f"/ogc/{address}", headers={"accept": kind})
        assert answer.status_code == 200
        assert ("html" in answer["Content-Type"]) == (kind == "text/html"), address
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_page_of_a_feature_leads_to_what_people_read(client: Client) -> None:
    idea = three_ideas()[0]
    page = client.get(f"/ogc/collections/idees/items/{idea.uuid}?f=html")
    assert f'href="/fiches/{idea.uuid}/"' in page.content.decode()
    for address in (f"/fiches/{idea.uuid}/", "/donnees/"):
        assert client.get(address, follow=True).status_code == 200
    assert "/ogc/" in client.get("/donnees/").content.decode()


def test_only_reading_is_open(client: Client) -> None:
    assert client.post("/ogc/collections/idees/items", {}).status_code == 405


def test_every_layer_and_level_is_there() -> None:
    assert {each.id for each in collections()} == {
        "signalements", "idees", "equipements", "opportunites", "metropoles", "communes", "quartiers", "iris", "rues"
    }  # fmt: skip

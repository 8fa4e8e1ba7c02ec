"""The API tells where its collections are, names nobody who did not sign, and survives odd codes."""

import pytest
from django.test import Client

from tests.factories import make_fiche
from tests.people import alice

pytestmark = pytest.mark.django_db


def test_its_front_door_lists_the_collections(client: Client) -> None:
    answer = client.get("/api/v1/")
    assert answer.status_code == 200
    collections = answer.json()
    assert {"fiches", "signalements", "idees", "equipements", "opportunites", "themes", "territoires"} <= set(
        collections
    )
    for address in collections.values():
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("code", ["%00", "a%00b", "%20", "..", "é"])
def test_a_code_that_cannot_be_is_not_found(client: Client, code: str) -> None:
    assert client.get(f"/api/v1/themes/{code}/").status_code == 404
    assert client.get(f"/api/v1/territoires/{code}/").status_code == 404


def test_who_signed_is_told_by_name_and_never_by_address(client: Client) -> None:
    person = alice()
    signed, anonymous = make_fiche(author=person), make_fiche()
    for address in ("/api/v1/fiches/", "/donnees/fiches.csv", "/donnees/fiches.geojson", "/liste/"):
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert person.email not in body.decode(), address
    assert client.get(f"/api/v1/fiches/{signed.uuid}/").json()["properties"]["author"] == person.name
    assert client.get(f"/api/v1/fiches/{anonymous.uuid}/").json()["properties"]["author"] is None

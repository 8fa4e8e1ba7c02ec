"""What servers of Open311 get wrong most often, each under its own name; the first twelve were seen in the wild."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as etree

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import validate

from carto.fiches.models import Photo
from carto.territoires.models import Adresse
from signalements.actions import change_status
from signalements.models import Signalement
from signalements.workflow import Status
from tests.places import PLACE_ROYALE
from tests.signalements.open311.samples import DATE_TIME, DEFINITION, ERRORS, REQUESTS, SERVICES, V2, make_key, report
from tests.signalements.samples import make_signalement, photo

pytestmark = pytest.mark.django_db


def get(client: Client, path: str, expected: int = 200, /, **query: Any) -> Any:
    """The JSON of a GET."""
    answer = client.get(f"{V2}{path}", query)
    assert answer.status_code == expected, answer.content
    return answer.json()


def test_1_json_is_a_bare_array_where_xml_has_a_list(client: Client) -> None:
    make_signalement()
    for path in ("services.json", "requests.json"):
        assert isinstance(get(client, path), list)
    assert isinstance(client.get(f"{V2}requests/S-1.json").json(), list)


def test_2_discovery_says_how_to_get_a_key_and_leads_here(client: Client, settings: Any) -> None:
    settings.CARTO_URL = "https://carte.exemple.fr"
    told = get(client, "discovery.json")
    assert told["key_service"]
    assert told["endpoints"][0]["url"] == "https://carte.exemple.fr/open311/v2"


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("requests/S-1999-000001.{}", {}, 404), ("services/rien.{}", {}, 404), ("tokens/rien.{}", {}, 404),
        ("nothing.{}", {}, 404), ("requests.{}", {"status": "fermé"}, 400),
        ("requests.{}", {"start_date": "hier"}, 400),
    ],
)  # fmt: skip
def test_3_errors_have_a_status_and_the_format_that_was_asked_for(
    client: Client, path: str, query: dict[str, str], status: int
) -> None:
    errors = get(client, path.format("json"), status, **query)
    validate(errors, ERRORS)
    assert errors[0]["code"] == str(status)
    xml = client.get(V2 + path.format("xml"), query)
    assert (xml.status_code, xml["Content-Type"]) == (status, "text/xml; charset=utf-8")
    assert [each.tag for each in etree.fromstring(xml.content).find("error")] == ["code", "description"]


def test_4_lists_separated_by_commas_are_lists(client: Client) -> None:
    one, two, three = (make_signalement(code) for code in ("trou-chaussee", "trottoir-abime", "depot-sauvage"))
    change_status(two, Status.TREATED, closing="mended")

    def numbers(**query: str) -> set[str]:
        return {each["service_request_id"] for each in get(client, "requests.json", **query)}

    assert numbers(status="open,closed") == {one.number, two.number, three.number}
    assert numbers(status="closed") == {two.number}
    assert numbers(service_code="trou-chaussee,depot-sauvage") == {one.number, three.number}
    assert numbers(service_request_id=f"{one.number}, {two.number}") == {one.number, two.number}


@pytest.mark.parametrize("jurisdiction", [{}, {"jurisdiction_id": ""}, {"jurisdiction_id": "ailleurs.fr"}])
def test_5_one_city_asks_nobody_which_city(client: Client, jurisdiction: dict[str, str]) -> None:
    assert get(client, "services.json", **jurisdiction)
    assert client.post(f"{V2}requests.json", report(make_key()) | jurisdiction).status_code == 201


def test_6_an_answer_is_flat_has_no_foreign_field_and_is_text_xml(client: Client) -> None:
    make_signalement()
    [told] = get(client, "requests.json")
    validate([told], REQUESTS)
    assert told["agency_responsible"] == "Voirie"
    xml = client.get(f"{V2}requests.xml")
    assert xml["Content-Type"] == "text/xml; charset=utf-8"
    assert {each.tag for each in etree.fromstring(xml.content)[0]} == set(told)
    assert client.get(f"{V2}requests.json")["Content-Type"] == "application/json; charset=utf-8"


def test_7_dates_have_a_zone(client: Client) -> None:
    make_signalement()
    [told] = get(client, "requests.json")
    schema = {"type": "string", "pattern": DATE_TIME}
    for name in ("requested_datetime", "updated_datetime", "expected_datetime"):
        validate(told[name], schema)


def test_8_codes_and_identifiers_are_text(client: Client) -> None:
    make_signalement()
    [told] = get(client, "requests.json")
    assert isinstance(told["service_request_id"], str) and isinstance(told["service_code"], str)
    for each in get(client, "services.json"):
        assert isinstance(each["service_code"], str)
        for attribute in get(client, f"services/{each['service_code']}.json")["attributes"]:
            assert all(isinstance(value["key"], str) for value in attribute.get("values", ()))


def test_9_a_single_request_is_a_list_of_one(client: Client) -> None:
    one = make_signalement()
    assert [each["service_request_id"] for each in get(client, f"requests/{one.number}.json")] == [one.number]
    root = etree.fromstring(client.get(f"{V2}requests/{one.number}.xml").content)
    assert (root.tag, [each.tag for each in root]) == ("service_requests", ["request"])


def test_10_ninety_days_by_default_and_identifiers_override_everything(client: Client) -> None:
    recent, old = make_signalement(), make_signalement()
    Signalement.objects.filter(pk=old.pk).update(reported_at=timezone.now() - timedelta(days=91))
    assert [each["service_request_id"] for each in get(client, "requests.json")] == [recent.number]
    told = get(
        client,
        "requests.json",
        service_request_id=old.number,
        status="closed",
        service_code="x",
        start_date="2020-01-01",
    )
    assert [each["service_request_id"] for each in told] == [old.number]
    get(client, "requests.json", 400, start_date="2026-01-01", end_date="2026-04-30")
    assert get(client, "requests.json", end_date=(timezone.now() - timedelta(days=90)).isoformat())


def test_11_each_service_that_asks_something_defines_it(client: Client) -> None:
    told = get(client, "services.json")
    validate(told, SERVICES)
    asking = [each for each in told if each["metadata"]]
    assert asking and len(asking) < len(told)
    assert any(each["description"] != each["service_name"] for each in told)
    for each in told:
        definition = get(client, f"services/{each['service_code']}.json")
        validate(definition, DEFINITION)
        assert bool(definition["attributes"]) is each["metadata"]


def test_12_a_request_with_a_photo_says_where_it_is(client: Client) -> None:
    client.post(f"{V2}requests.json", report(make_key()) | {"media": photo()})
    picture = Photo.objects.get()
    assert get(client, "requests.json")[0]["media_url"] is None  # nobody has looked at it yet
    picture.image, picture.state = picture.original, "shown"
    picture.save()
    assert get(client, "requests.json")[0]["media_url"].endswith(picture.image.url)


def test_13_several_values_of_an_attribute_are_read(client: Client) -> None:
    attributes = {each["code"]: each for each in get(client, "services/depot-sauvage.json")["attributes"]}
    assert attributes["objets"]["datatype"] == "multivaluelist"
    keys = [value["key"] for value in attributes["objets"]["values"]][:2]
    sent = report(make_key(), service_code="depot-sauvage") | {"attribute[origine]": "rue"}
    answer = client.post(f"{V2}requests.json", sent | {"attribute[objets][]": keys})
    assert answer.status_code == 201, answer.content
    assert Signalement.objects.get().answers == {"origine": "rue", "objets": keys}


def test_14_an_address_id_alone_is_a_place(client: Client) -> None:
    Adresse.objects.create(code="44109_0001", number="1", street="place Royale", geom=PLACE_ROYALE)
    sent = report(make_key(), lat=None, long=None, address_id="44109_0001")
    assert client.post(f"{V2}requests.json", sent).status_code == 201
    assert Signalement.objects.get().geom.equals_exact(PLACE_ROYALE, 1e-6)


def test_15_an_answer_has_a_number_or_a_token_never_both(client: Client) -> None:
    [told] = client.post(f"{V2}requests.json", report(make_key())).json()
    assert told["service_request_id"] == Signalement.objects.get().number
    assert "token" not in told

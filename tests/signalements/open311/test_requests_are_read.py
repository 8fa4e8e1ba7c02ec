"""What is read of Open311: the same in both formats, what is public and nothing else, in a fixed number of queries."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import validate
from pytest_django import DjangoAssertNumQueries

from carto.fiches.models import Fiche, Visibility
from carto.geometry import on_grid
from signalements.actions import change_status
from signalements.joining import join
from signalements.models import Signalement
from signalements.open311.bulk import COLUMNS
from signalements.workflow import Status
from tests.people import bob
from tests.places import CHATEAU, REZE
from tests.signalements.open311.samples import DISCOVERY, REQUESTS, UPDATES, V2, as_text, make_key, spark
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db


def get(client: Client, path: str, expected: int = 200, /, **query: Any) -> Any:
    """The JSON of a GET."""
    answer = client.get(f"{V2}{path}", query)
    assert answer.status_code == expected, answer.content
    return answer.json()


def numbers(client: Client, **query: Any) -> list[str]:
    """The identifiers of the requests found."""
    return [each["service_request_id"] for each in get(client, "requests.json", **query)]


def treated(**fields: Any) -> Signalement:
    """One that the service has treated, with words for everybody and words for itself."""
    one = make_signalement(**fields)
    change_status(one, Status.TREATED, closing="mended", public_text="Rebouché.", private_text="secret")
    return one


def test_xml_says_what_json_says(client: Client) -> None:
    treated(text="Trou & <bosse> « ici »")
    make_signalement("depot-sauvage", answers={"origine": "rue", "objets": ["sacs"]})
    for path in (
        "discovery", "services", "services/depot-sauvage", "services/autre", "requests", "requests/S-0",
        "servicerequestupdates", "rien",
    ):  # fmt: skip
        for query in ({}, {"extensions": "true"}):
            xml, told = client.get(f"{V2}{path}.xml", query), client.get(f"{V2}{path}.json", query)
            assert xml.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
            assert spark(xml.content) == as_text(json.loads(told.content)), path


def test_discovery_and_updates_hold_to_what_is_specified(client: Client) -> None:
    treated()
    validate(get(client, "discovery.json"), DISCOVERY)
    told = get(client, "servicerequestupdates.json")
    validate(told, UPDATES)
    assert [(each["status"], each["external_status_code"], each["description"]) for each in told] == [
        ("closed", "treated:mended", "Rebouché.")
    ]
    assert "secret" not in json.dumps(told)


def test_what_is_not_public_is_not_there(client: Client) -> None:
    one = treated()
    for visibility in set(Visibility) - {Visibility.PUBLIC, Visibility.JOINED}:
        Fiche.objects.filter(pk=one.pk).update(visibility=visibility)
        assert numbers(client) == numbers(client, service_request_id=one.number) == []
        get(client, f"requests/{one.number}.json", 404)
        assert get(client, "servicerequestupdates.json") == []
        assert one.number not in b"".join(client.get(f"{V2}requests.csv").streaming_content).decode()


def test_one_that_is_joined_keeps_its_number_and_says_where_it_went(client: Client) -> None:
    kept, joined = make_signalement(), make_signalement()
    join(joined, kept, role="agent")
    [told] = get(client, f"requests/{joined.number}.json")
    assert (told["service_request_id"], told["status"]) == (joined.number, "open")
    assert kept.number in told["status_notes"]


def test_a_closed_one_says_why_and_an_extension_says_our_own_state(client: Client) -> None:
    one = treated(text="Gros trou.")
    told = get(client, "requests.json", extensions="true")
    assert told[0]["status_notes"] == "traité · Rebouché."
    extended = told[0].pop("extended_attributes")
    validate(told, REQUESTS)
    assert (extended["status_code"], extended["url"][-len(str(one.uuid)) - 1 : -1]) == ("treated:mended", str(one.uuid))
    assert extended["closed_datetime"] == told[0]["updated_datetime"]


def test_dates_narrow_what_is_found(client: Client) -> None:
    old, recent = make_signalement(), make_signalement()
    past = timezone.now() - timedelta(days=200)
    Signalement.objects.filter(pk=old.pk).update(reported_at=past)
    around = {"start_date": (past - timedelta(days=1)).isoformat(), "end_date": (past + timedelta(days=1)).isoformat()}
    assert numbers(client, **around) == [old.number]
    assert numbers(client, start_date=(past - timedelta(hours=1)).isoformat()) == [old.number]
    day = timezone.localtime(past).date().isoformat()
    assert numbers(client, start_date=day, end_date=day) == [old.number]
    assert numbers(client, start_date="") == [recent.number]
    spaced = client.get(f"{V2}requests.json?start_date={timezone.localtime(past).isoformat()}")  # a bare + is a space
    assert [each["service_request_id"] for each in spaced.json()] == [old.number]


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "0001-01-01T00:00:00+23:00"}, {"start_date": "2026-02-30"}, {"status": "open;closed"},
        {"start_date": "2026-05-01", "end_date": "2026-04-01"}, {"page": "0"}, {"page": "-1"}, {"page": "x"},
        {"page_size": "1001"}, {"page_size": "²"}, {"service_request_id": ",".join(map(str, range(1001)))},
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_a_400(client: Client, query: dict[str, str]) -> None:
    for path in ("requests", "servicerequestupdates"):
        get(client, f"{path}.json", 400, **query)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(
    st.sampled_from(["start_date", "end_date", "status", "service_code", "service_request_id", "page", "extensions"]),
    st.text(alphabet=st.characters(exclude_categories=["Cs"])) | st.datetimes().map(str) | st.dates().map(str),
))  # fmt: skip
def test_whatever_is_asked_nothing_breaks(client: Client, query: dict[str, str]) -> None:
    for path in ("requests.json", "servicerequestupdates.xml", "requests/S-1.xml"):
        assert client.get(f"{V2}{path}", query).status_code in {200, 400, 404}
    assert client.get(f"{V2}requests.csv", query).status_code in {200, 400}


@pytest.mark.parametrize(
    "path", ["", "requests", "requests/", "requests.html", "services.csv", "requests/S-1", "../v2/x"]
)
def test_an_address_without_a_known_format_is_told_in_xml(client: Client, path: str) -> None:
    answer = client.get(f"{V2}{path}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/xml; charset=utf-8")
    assert spark(answer.content)[0]["code"] == "404"


def test_what_xml_cannot_hold_is_left_out(client: Client) -> None:
    make_signalement(text="Trou\x1f\ufffe ici")
    assert spark(client.get(f"{V2}requests.xml").content)[0]["description"] == "Trou ici"


def test_pages_follow_each_other(client: Client) -> None:
    sent = [make_signalement().number for _turn in range(3)]
    assert numbers(client, page_size=2) == sent[:0:-1]
    assert numbers(client, page_size=2, page=2) == sent[:1]
    assert numbers(client, page_size=2, page=3) == []


def test_lists_take_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def asked(most: int) -> None:
        with django_assert_num_queries(most):
            client.get(f"{V2}requests.json", {"extensions": "true"})
        with django_assert_num_queries(4):
            client.get(f"{V2}servicerequestupdates.xml")

    kept = treated()
    join(treated(), kept, role="agent")
    asked(5)
    for _turn in range(3):
        treated(geom=CHATEAU)
    join(treated(), kept, role="agent")
    asked(5)


def test_the_bulk_file_has_the_fourteen_columns(client: Client) -> None:
    treated(text='=1+1 "trou"')
    make_signalement("depot-sauvage", geom=REZE)
    answer = client.get(f"{V2}requests.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    lines = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert tuple(lines[0]) == COLUMNS and len(COLUMNS) == 14
    first, second = lines
    assert first["description"] == '\'=1+1 "trou"'
    assert (first["status_description"], first["status_notes"], first["source"]) == ("traité", "Rebouché.", "site")
    assert first["closed_date"] and not second["closed_date"]
    shown = on_grid(REZE)  # nobody signed it
    assert (second["lat"], second["long"]) == (f"{shown.y:.7f}", f"{shown.x:.7f}")
    today = timezone.localdate().isoformat()
    assert (
        len(b"".join(client.get(f"{V2}requests.csv", {"end_date": "2020-01-01"}).streaming_content).splitlines()) == 1
    )
    assert len(b"".join(client.get(f"{V2}requests.csv", {"start_date": today}).streaming_content).splitlines()) == 3
    assert client.get(f"{V2}requests.csv", {"start_date": "hier"}).status_code == 400


def update(client: Client, key: str, one: Signalement, expected: int = 201, **told: str) -> Any:
    """What the POST of an update is answered."""
    sent = {"api_key": key, "service_request_id": one.number, "update_id": "u1", "status": "open"} | told
    answer = client.post(f"{V2}servicerequestupdates.json", sent)
    assert answer.status_code == expected, answer.content
    return answer.json()


def test_a_partner_says_that_it_is_done_once(client: Client) -> None:
    one = make_signalement()
    key = make_key(one.service.code)
    first = update(client, key, one, status="IN_PROGRESS", description="Nous y allons.", update_id="u0")
    one.refresh_from_db()
    assert one.get_status() is Status.ACCEPTED
    told = {"status": "FIXED", "description": "C’est rebouché.", "updated_datetime": "2026-05-04T10:00:00+02:00"}
    assert update(client, key, one, **told) == update(client, key, one, **told) != first
    one.refresh_from_db()
    line = one.evenements.order_by("pk").last()
    assert one.get_status() is Status.TO_CHECK
    assert (line.actor_role, line.public_text) == ("partner", "Voirie : C’est rebouché.")
    assert one.evenements.filter(what="status").count() == 2


def test_who_may_send_an_update(client: Client) -> None:
    one = make_signalement()
    update(client, "", one, 403)
    update(client, make_key(), one, 403)
    update(client, make_key("proprete"), one, 403)
    key = make_key("voirie")
    update(client, key, one, 400, update_id="")
    update(client, key, one, 400, status="perdu")
    update(client, key, one, 400, description="é" * 4001)
    update(client, key, one, 404, service_request_id="S-0")
    assert one.evenements.count() == 1


def test_an_update_after_the_end_is_kept_as_words(client: Client) -> None:
    one = treated()
    update(client, make_key("voirie"), one, status="closed", description="Fini chez nous aussi.")
    one.refresh_from_db()
    assert one.get_status() is Status.TREATED
    assert one.evenements.order_by("pk").last().what == "answer"


def test_an_agent_who_closes_is_read_in_the_updates(client: Client) -> None:
    one = make_signalement()
    agent = bob(one.service)
    change_status(one, Status.TREATED, closing="mended", person=agent, public_text="Fait.")
    [told] = get(client, "servicerequestupdates.json", service_request_id=one.number)
    assert "Bob" not in json.dumps(told) and told["service_request_id"] == one.number

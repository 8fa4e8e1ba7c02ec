"""A program, or the outbox of a phone, sends a report: once each, by the form's own rules, and told in French."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carto.fiches.models import Contact, Fiche
from signalements import api
from signalements.models import Signalement
from tests.factories import make_fiche
from tests.people import alice
from tests.signalements.samples import filled, load_content

pytestmark = pytest.mark.django_db
API = "/api/v1/signalements/"
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def content() -> None:
    """Categories exist."""
    load_content()


def send(client: Client, body: Any, **told: Any) -> Any:
    """POST as JSON; text is sent as it is."""
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(API, text, **({"content_type": "application/json"} | told))


def test_a_report_gets_its_number_and_the_address_that_follows_it(client: Client) -> None:
    report = filled(email="alice@exemple.fr")
    answer = send(client, report)
    assert answer.status_code == 201
    stored = Signalement.objects.get()
    follow = reverse("fiches:follow", args=[report["secret"]])
    assert answer.json() == {
        "uuid": report["uuid"],
        "number": stored.number,
        "url": f"http://testserver{stored.get_absolute_url()}",
        "follow": f"http://testserver{follow}",
        "photos": 0,
        "missing": [],
    }
    assert (stored.service.code, stored.text, stored.author) == ("voirie", "Gros trou devant l’arrêt.", None)
    assert Contact.objects.get().fiche_id == stored.pk
    assert client.get(follow).status_code == 200


def test_numbers_and_lists_are_as_good_as_text(client: Client) -> None:
    assert send(client, filled() | {"longitude": -1.5562, "latitude": 47.2166, "precision": 12}).status_code == 201
    assert Fiche.objects.get().precision == 12


def test_the_same_report_again_is_answered_the_same(client: Client) -> None:
    report = filled()
    first, second = send(client, report), send(Client(), report)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Signalement.objects.count() == 1


def test_two_tabs_send_the_same_report_at_the_same_moment(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    report, look = filled(), api._received

    def look_then_the_other_arrives(uuid: str, secret: str) -> Fiche | None:
        monkeypatch.setattr(api, "_received", look)
        found = look(uuid, secret)
        assert send(Client(), report).status_code == 201
        return found

    monkeypatch.setattr(api, "_received", look_then_the_other_arrives)
    answer = send(client, report)
    assert (answer.status_code, answer.json()["number"]) == (200, Signalement.objects.get().number)


def test_what_the_form_received_is_not_received_again(client: Client) -> None:
    report = filled()
    client.post("/signaler/", report)
    answer = send(client, report)
    assert (answer.status_code, answer.json()["number"]) == (200, Signalement.objects.get().number)


def test_a_report_received_stays_so_when_its_category_is_no_longer_offered(client: Client) -> None:
    report = filled()
    send(client, report)
    Signalement._meta.get_field("categorie").related_model.objects.update(active=False)
    assert send(client, report).status_code == 200


def test_a_stranger_with_the_uuid_learns_nothing(client: Client) -> None:
    report = filled(email="alice@exemple.fr")
    send(client, report)
    answer = send(client, filled(uuid=report["uuid"]))
    assert (answer.status_code, answer["Content-Type"]) == (409, PROBLEM)
    assert Signalement.objects.get().number not in answer.content.decode()
    assert report["secret"] not in answer.content.decode()


def test_a_fiche_of_another_kind_is_nobody_s_report(client: Client) -> None:
    assert send(client, filled(uuid=str(make_fiche(kind="idee").uuid))).status_code == 409


def test_a_secret_follows_one_report(client: Client) -> None:
    send(client, filled(secret="a" * 43))
    answer = send(client, filled(secret="a" * 43))
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["secret"]
    assert Signalement.objects.count() == 1


def test_each_wrong_field_is_named_in_french(client: Client) -> None:
    answer = send(client, filled(categorie="", longitude="", latitude="", email="alice"))
    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    errors = answer.json()["errors"]
    assert set(errors) == {"categorie", "adresse", "email"}
    assert errors["categorie"] == ["Choisissez ce qui ressemble le plus, ou « Autre chose »."]
    assert not Fiche.objects.exists()


@pytest.mark.parametrize(
    ("body", "told", "status"),
    [
        ("{", {}, 400),
        ("[" * 30_000, {}, 400),
        ("[]", {}, 400),
        ('{"text": {"a": 1}}', {}, 400),
        ('{"precision": NaN}', {}, 400),
        (b"\xff\xfe", {}, 400),
        ("", {}, 422),
        ("a=b", {"content_type": "application/x-www-form-urlencoded"}, 415),
        (json.dumps({"text": "é" * 40_000}), {}, 413),
    ],
)
def test_what_is_no_report_gets_its_own_status(client: Client, body: Any, told: dict[str, str], status: int) -> None:
    answer = send(client, body, **told)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert answer.json()["title"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([*filled(), "photos", "named"]), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(), st.lists, max_leaves=4
)))  # fmt: skip
def test_whatever_a_stranger_sends_nothing_breaks(client: Client, odd: dict[str, Any]) -> None:
    assert send(client, filled() | odd).status_code in {200, 201, 400, 409, 413, 422}


def test_half_a_character_is_left_out(client: Client) -> None:
    answer = send(client, json.dumps(filled(text="trou")).replace('"trou"', '"trou \\ud83d"'))
    assert answer.status_code == 201
    assert Fiche.objects.get().text == "trou"


def test_a_session_without_its_token_signs_nothing() -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice())
    answer = send(browser, filled())
    assert answer.status_code == 201
    assert Fiche.objects.get().author is None
    answer = send(browser, filled(named="yes"))
    assert answer.status_code == 422
    assert "connecté" in answer.json()["errors"]["__all__"][0]


def test_a_session_with_its_token_signs_when_the_person_wants(client: Client) -> None:
    person = alice()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    browser.get("/signaler/")
    token = browser.cookies["csrftoken"].value
    assert send(browser, filled(named="yes"), HTTP_X_CSRFTOKEN=token).status_code == 201
    assert send(browser, filled(), HTTP_X_CSRFTOKEN=token).status_code == 201
    signed, anonymous = Fiche.objects.order_by("pk")
    assert (signed.author, anonymous.author) == (person, None)
    wrong = send(browser, filled(named="yes"), HTTP_X_CSRFTOKEN="x" * 32)
    assert (wrong.status_code, wrong.json()["title"]) == (403, "Votre session n’est plus reconnue : rouvrez la page.")


def test_the_collection_still_reads_and_the_schema_tells_of_both(client: Client) -> None:
    send(client, filled())
    assert client.get(API).json()["count"] == 1
    told = client.get("/api/v1/schema/?format=json").json()["paths"][API]
    assert {"get", "post"} <= set(told)
    assert {"200", "201", "409", "422"} <= set(told["post"]["responses"])

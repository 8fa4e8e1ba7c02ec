"""A program reports with its key, by the rules of the form; what it may not do, and what it is told then."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import validate

from carto.comptes.models import User
from carto.fiches.models import Contact, Fiche, Visibility
from carto.territoires.models import Lieu
from signalements.models import ApiKey, Signalement
from signalements.open311 import keys
from tests.places import PARIS, PLACE_ROYALE, REZE
from tests.signalements.open311.samples import ERRORS, RECEIVED, V2, make_key, report, spark
from tests.signalements.samples import photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key(content: None) -> str:
    """A program has a key."""
    return make_key()


def post(client: Client, told: dict[str, Any], status: int = 201, suffix: str = "json") -> Any:
    """What a POST is answered."""
    answer = client.post(f"{V2}requests.{suffix}", told)
    assert answer.status_code == status, answer.content
    if suffix == "xml":
        return spark(answer.content)
    validate(answer.json(), RECEIVED if status in (200, 201) else ERRORS)
    return answer.json()


def test_a_report_gets_its_number_its_service_and_its_person_apart(client: Client, key: str) -> None:
    person = {"email": "alice@exemple.fr", "first_name": "Alice", "last_name": "L.", "phone": "02 40 00 00 00"}
    [told] = post(client, report(key, **person, attribute="", device_id="x", account_id="y"))
    one = Signalement.objects.get(number=told["service_request_id"])
    assert (one.service.code, one.origin, one.visibility) == ("voirie", "api", "public")
    assert (one.text, one.author) == ("Gros trou devant l’arrêt.", None)
    contact = Contact.objects.get()
    assert (contact.email, contact.name, contact.phone) == ("alice@exemple.fr", "Alice L.", "02 40 00 00 00")
    noted = one.evenements.get(what="noted")
    assert (noted.private_text, noted.public_text) == ("Reçu par Open311 : Ma rue, l’application.", "")
    assert "Alice" not in client.get(f"{V2}requests.json?extensions=true").content.decode()
    assert client.get(f"{V2}tokens/{one.uuid}.json").json()[0]["service_request_id"] == one.number


def test_the_same_report_again_is_received_once(client: Client, key: str) -> None:
    sent = report(key)
    first, second = post(client, sent), post(client, sent, 200)
    assert first == second and Signalement.objects.count() == 1
    [refused] = post(client, sent | {"api_key": make_key()}, 400)
    assert "uuid" in refused["description"]


@pytest.mark.parametrize("wrong", ["", "x" * 43, "\x00", None])
def test_without_a_good_key_nothing_is_taken(client: Client, wrong: str | None) -> None:
    [told] = post(client, report("") | {"api_key": wrong or ""}, 403)
    assert told["code"] == "403"
    assert spark(client.post(f"{V2}requests.xml", report("")).content)[0]["code"] == "403"
    assert not Fiche.objects.exists()


def test_a_key_taken_back_is_no_key(client: Client, key: str) -> None:
    ApiKey.objects.update(active=False)
    post(client, report(key), 403)


def test_a_key_that_sends_too_much_is_asked_to_wait(client: Client, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "LIMITS", ((keys.timedelta(minutes=10), 1),))
    sent = report(key)
    post(client, sent)
    answer = client.post(f"{V2}requests.json", report(key))
    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert post(client, sent, 200)
    post(client, report(make_key()))


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"service_code": ""}, 400, "service_code"), ({"service_code": "rien"}, 404, "service_code"),
        ({"lat": ""}, 400, "lat"), ({"lat": "nan"}, 400, "lat"), ({"lat": "47,2"}, 400, "lat"),
        ({"lat": str(PARIS.y), "long": str(PARIS.x)}, 400, "hors de"),
        ({"lat": "-1.55", "long": "47.21"}, 400, "inversées"), ({"lat": "", "long": ""}, 400, "Où est-ce"),
        ({"lat": "", "long": "", "address_string": "zzzz"}, 400, "address_string"),
        ({"lat": "", "long": "", "address_id": "zzzz"}, 400, "address_id"),
        ({"description": "é" * 4001}, 400, "description"), ({"email": "alice"}, 400, "email"),
        ({"attribute[rien]": "x"}, 400, "attribute[rien]"), ({"uuid": "moi"}, 400, "uuid"),
        ({"media": "pas une photo"}, 201, ""),
    ],
)  # fmt: skip
def test_each_mistake_is_named(client: Client, key: str, changes: dict[str, str], status: int, said: str) -> None:
    [told] = post(client, report(key) | changes, status)
    assert status == 201 or (said in told["description"] and not Fiche.objects.exists())


def test_answers_are_those_of_the_form_and_may_stop(client: Client, key: str) -> None:
    asked = client.get(f"{V2}services/depot-sauvage.json").json()["attributes"]
    hint = next(each["datatype_description"] for each in asked if each["code"] == "objets")
    assert "seulement si origine" in hint
    [wrong] = post(client, report(key, service_code="depot-sauvage") | {"attribute[origine]": "lune"}, 400)
    assert wrong["description"].startswith("attribute[origine] : ")
    stops = [
        (service["service_code"], attribute["code"], value["key"], attribute["datatype_description"])
        for service in client.get(f"{V2}services.json").json()
        for attribute in client.get(f"{V2}services/{service['service_code']}.json").json()["attributes"]
        for value in attribute.get("values", ())
        if f"« {value['name']} » : " in attribute["datatype_description"] and attribute["order"] == 1
    ]
    code, attribute, value, hint = stops[0]
    [stopped] = post(client, report(key, service_code=code) | {f"attribute[{attribute}]": value}, 400)
    assert stopped["description"].partition(" : ")[2] in hint


def test_an_address_in_words_or_a_spot_of_the_map_is_a_place(client: Client, key: str) -> None:
    Lieu.objects.create(osm_id="node/1", name="place Royale", nature="place=square", geom=PLACE_ROYALE)
    post(client, report(key, lat=None, long=None, address_string="Place Royale"))
    post(client, report(key, lat=None, long=None, address_id="node/1"))
    assert all(each.geom.equals_exact(PLACE_ROYALE, 1e-6) for each in Fiche.objects.all())


def test_an_ambiguous_address_names_the_places(client: Client, key: str) -> None:
    for rank, spot in enumerate((PLACE_ROYALE, REZE)):
        Lieu.objects.create(osm_id=f"node/{rank}", name="square du Lait", nature="leisure=park", geom=spot)
    told = post(client, report(key, lat=None, long=None, address_string="square du Lait"), 400)
    assert "square du Lait" in told[-1]["description"]


def test_what_may_tell_who_somebody_is_waits_and_is_not_told(client: Client, key: str) -> None:
    [told] = post(client, report(key, description="Appelez-moi au 06 12 34 56 78."))
    assert "vérification" in told["service_notice"]
    assert Fiche.objects.get().visibility == Visibility.WAITING
    assert client.get(f"{V2}requests.json").json() == []
    assert client.get(f"{V2}requests/{told['service_request_id']}.json").status_code == 404
    assert "06 12" not in b"".join(client.get(f"{V2}requests.csv").streaming_content).decode()


def test_the_same_words_again_and_again_wait(client: Client, key: str) -> None:
    for _turn in range(7):
        last = post(client, report(key, description="Achetez mes belles voitures d’occasion."))
    assert "vérification" in last[0]["service_notice"]


def test_pictures_come_along_and_addresses_of_pictures_are_not_fetched(client: Client, key: str) -> None:
    link = "http://169.254.169.254/latest/meta-data"
    [told] = post(client, report(key, media_url=link) | {"media": [photo(), photo()]})
    assert "media_url" in told["service_notice"]
    one = Signalement.objects.get()
    assert one.photos.count() == 2 and {each.state for each in one.photos.all()} == {"waiting"}
    assert link in one.evenements.get(what="noted").private_text and link not in one.text


def test_a_file_that_is_no_picture_is_named(client: Client, key: str) -> None:
    odd = photo()
    odd.file.seek(0)
    odd.file.write(b"MZ")
    odd.file.seek(0)
    [told] = post(client, report(key) | {"media": odd}, 400)
    assert told["description"].startswith("media : ")


def test_a_body_that_cannot_be_read_is_an_error_in_its_format(client: Client) -> None:
    odd = {"data": b"--x\r\nnothing", "content_type": "multipart/form-data"}
    answer = client.post(f"{V2}requests.json", **odd)
    assert answer.status_code == 400 and answer["Content-Type"].startswith("application/json")
    huge = client.post(
        f"{V2}requests.xml", {"description": "x" * 3_000_000}, content_type="application/x-www-form-urlencoded"
    )
    assert huge.status_code == 400 and huge["Content-Type"].startswith("text/xml")
    assert client.put(f"{V2}requests.json").status_code == 405


def test_a_session_signs_nothing(client: Client, key: str) -> None:
    client.force_login(User.objects.create_user("alice@exemple.fr"))
    post(client, report(key))
    assert Fiche.objects.get().author is None


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(
    st.sampled_from(["lat", "long", "service_code", "description", "email", "phone", "first_name", "media_url",
                     "address_string", "address_id", "attribute[]", "attribute[a]", "attribute[a][]", "uuid"]),
    st.text(alphabet=st.characters(exclude_categories=["Cs"])),
))  # fmt: skip
def test_whatever_a_program_sends_nothing_breaks(client: Client, key: str, odd: dict[str, str]) -> None:
    assert client.post(f"{V2}requests.json", report(key) | odd).status_code in {200, 201, 400, 404}


def test_the_administration_shows_a_new_key_once_and_keeps_its_digest(client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin@exemple.fr"))
    page = client.post("/admin/signalements/apikey/add/", {"name": "Ma ville", "active": "on"}, follow=True)
    shown = next(str(message) for message in page.context["messages"]).rpartition(" ")[2]
    assert keys.holder(shown).name == "Ma ville"
    stored = ApiKey.objects.get(name="Ma ville")
    assert shown not in str(vars(stored))
    assert shown not in client.get(f"/admin/signalements/apikey/{stored.pk}/change/").content.decode()

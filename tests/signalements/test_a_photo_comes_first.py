"""A photo leaves as soon as it is chosen, and says where it was taken; without JavaScript the form says it as well."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from carto.fiches.actions import MAX_PHOTOS
from carto.fiches.models import Photo
from signalements.models import Signalement
from tests.factories import make_territoire
from tests.places import COURS_DES_50_OTAGES, PARIS
from tests.signalements.samples import filled, load_content, photo, photo_taken_at

pytestmark = pytest.mark.django_db
UPLOAD = "/signaler/photo/"
NEAR = 0.00001  # a metre, in degrees


@pytest.fixture(autouse=True)
def content() -> None:
    """Categories exist."""
    load_content()


def send(client: Client, form: str, upload: SimpleUploadedFile | None = None) -> dict:
    """One photo for that form, accepted."""
    answer = client.post(UPLOAD, {"uuid": form, "photo": upload or photo()})
    assert answer.status_code == 201
    return answer.json()


def test_a_photo_says_where_it_was_taken_and_waits_for_its_form(client: Client) -> None:
    make_territoire(COURS_DES_50_OTAGES, name="Centre-Ville")
    form = str(uuid.uuid4())
    said = send(client, form, photo_taken_at(COURS_DES_50_OTAGES))
    assert said["place"]["nom"] == "Centre-Ville"
    assert abs(said["place"]["longitude"] - COURS_DES_50_OTAGES.x) < NEAR
    kept = Photo.objects.get()
    assert (str(kept.uuid), kept.fiche) == (said["uuid"], None)
    assert client.post("/signaler/", filled(uuid=form)).status_code == 302
    assert Signalement.objects.get().photos.get() == kept


def test_a_photo_without_place_or_from_elsewhere_places_nothing(client: Client) -> None:
    form = str(uuid.uuid4())
    assert send(client, form)["place"] is None
    assert send(client, form, photo_taken_at(PARIS))["place"] is None


def test_a_photo_may_be_taken_out_before_sending_and_not_after(client: Client) -> None:
    form = str(uuid.uuid4())
    first, second = send(client, form), send(client, form)
    assert client.delete(f"{UPLOAD}{first['uuid']}/").status_code == 204
    client.post("/signaler/", filled(uuid=form))
    assert client.delete(f"{UPLOAD}{second['uuid']}/").status_code == 404
    assert str(Signalement.objects.get().photos.get().uuid) == second["uuid"]


def test_there_are_so_many_photos_and_no_more(client: Client) -> None:
    form = str(uuid.uuid4())
    for _turn in range(MAX_PHOTOS):
        send(client, form)
    answer = client.post(UPLOAD, {"uuid": form, "photo": photo()})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert "5 photos au plus" in answer.json()["detail"]


def test_a_form_already_sent_takes_no_more(client: Client) -> None:
    form = filled()
    client.post("/signaler/", form)
    assert client.post(UPLOAD, {"uuid": form["uuid"], "photo": photo()}).status_code == 409
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        ({"uuid": "1234"}, 400),
        ({"uuid": "\0"}, 400),
        ({"uuid": str(uuid.uuid4())}, 422),
        ({"uuid": str(uuid.uuid4()), "photo": SimpleUploadedFile("a.svg", b"<svg onload='alert(1)'/>")}, 422),
    ],
)
def test_what_is_no_photo_is_a_problem_in_words(client: Client, sent: dict, status: int) -> None:
    answer = client.post(UPLOAD, sent)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["detail"]
    assert not Photo.objects.exists()


def test_a_photo_from_another_site_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(UPLOAD, {"uuid": str(uuid.uuid4()), "photo": photo()}).status_code == 403
    assert strict.get(UPLOAD).status_code == 405


def test_without_javascript_the_photo_places_the_report(client: Client) -> None:
    form = filled(longitude="", latitude="")
    answer = client.post("/signaler/", form | {"photos": [photo_taken_at(COURS_DES_50_OTAGES)]})
    assert answer.status_code == 302
    assert abs(Signalement.objects.get().geom.x - COURS_DES_50_OTAGES.x) < NEAR


def test_words_count_for_more_than_the_photo(client: Client) -> None:
    form = filled(longitude="", latitude="", adresse="rue introuvable xyz")
    answer = client.post("/signaler/", form | {"photos": [photo_taken_at(COURS_DES_50_OTAGES)]})
    assert answer.status_code == 422
    assert "Nous n’avons pas trouvé ce lieu" in answer.content.decode()


def test_a_refused_form_keeps_the_place_of_the_photo(client: Client) -> None:
    form = filled(longitude="", latitude="", categorie="")
    answer = client.post("/signaler/", form | {"photos": [photo_taken_at(COURS_DES_50_OTAGES)]})
    assert answer.status_code == 422
    again = answer.context["form"]
    kept = {name: again[name].value() for name in ("longitude", "latitude", "held")}
    assert client.post("/signaler/", form | kept | {"categorie": "trou-chaussee"}).status_code == 302
    stored = Signalement.objects.get()
    assert abs(stored.geom.y - COURS_DES_50_OTAGES.y) < NEAR
    assert stored.photos.count() == 1

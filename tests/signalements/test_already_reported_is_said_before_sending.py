"""« C’est déjà signalé ? »: what is near, alike and open is shown before sending, with its reason; never in the way."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from carto.fiches.models import Photo, PhotoState, Soutien, SoutienKind, Visibility
from carto.territoires.models import Rue
from signalements.actions import change_status
from signalements.likeness.candidates import Candidate, candidates
from signalements.models import Categorie, Signalement
from signalements.workflow import Status
from tests.people import alice
from tests.places import COURS_DES_50_OTAGES, PARIS
from tests.signalements.samples import filled, load_content, make_signalement, photo

pytestmark = pytest.mark.django_db
REPORT = "/signaler/"
HERE = COURS_DES_50_OTAGES


@pytest.fixture(autouse=True)
def content() -> None:
    """Categories exist."""
    load_content()


def east(metres: float, north: float = 0) -> Point:
    """So many metres from the Cours des 50 Otages."""
    return Point(HERE.x + metres / 75_600, HERE.y + north / 111_200, srid=4326)


def found(point: Point = HERE, code: str = "trou-chaussee", **asked: object) -> list[Candidate]:
    """What is shown to somebody there."""
    return candidates(point, Categorie.objects.get(code=code), **asked)


def test_the_same_problem_close_by_is_shown_with_its_reason() -> None:
    line = LineString((HERE.x, HERE.y - 0.001), (HERE.x, HERE.y + 0.001))
    Rue.objects.create(code="otages", name="Cours des 50 Otages", geom=MultiLineString(line, srid=4326))
    there = make_signalement(geom=east(12), author=alice())  # of the anonymous, the distance to where it is shown
    (only,) = found()
    assert (only.uuid, only.people, only.is_open) == (there.uuid, 1, True)
    assert only.reason == "même rue, même problème, à 12 m"
    assert only.ago == "aujourd’hui"


def test_further_than_the_radius_of_its_category_it_is_another() -> None:
    make_signalement(geom=east(45), text="Gros trou devant l’arrêt")
    assert found(text="gros trou devant l’arrêt") == []
    told = {"text": "gros trou devant l’arrêt"}
    assert len(found(precision=30, **told)) == 1, "a GPS that is not sure looks further"
    make_signalement(geom=east(120), text="Gros trou devant l’arrêt")
    assert len(found(precision=100_000, **told)) == 1, "but not all over the quarter"


def test_a_category_of_the_same_family_is_shown_and_another_family_is_not() -> None:
    close = make_signalement("trottoir-abime", geom=east(3), text="Gros trou devant l’arrêt")
    make_signalement("bruit", geom=east(3), text="Gros trou devant l’arrêt")
    assert [each.uuid for each in found(text="gros trou devant l'arret")] == [close.uuid]


def test_other_words_tell_two_problems_of_one_corner_apart() -> None:
    same = make_signalement(geom=east(15), text="Un pavé manque devant la boulangerie")
    make_signalement(geom=east(15), text="Ornière profonde à la sortie du parking souterrain")
    shown = found(text="il manque un pavé devant la boulangerie")
    assert shown[0].uuid == same.uuid and "mots semblables" in shown[0].reason
    assert len(shown) == 1


def test_open_ones_come_first_and_one_treated_lately_may_have_come_back() -> None:
    treated, there = make_signalement(geom=east(2)), make_signalement(geom=east(9))
    change_status(treated, Status.TREATED, closing="mended")
    assert [each.uuid for each in found()] == [there.uuid, treated.uuid]
    old = make_signalement(geom=east(1))
    Signalement.objects.filter(pk=old.pk).update(stage="done", status="treated")
    Signalement.objects.filter(pk=old.pk).update(reported_at=timezone.now() - timedelta(days=120))
    assert old.uuid not in {each.uuid for each in found()}


def test_what_is_not_public_is_not_shown() -> None:
    for visibility in set(Visibility) - {Visibility.PUBLIC}:
        hidden = make_signalement(geom=east(2))
        Signalement.objects.filter(pk=hidden.pk).update(visibility=visibility)
    assert found() == []


def test_at_most_five_in_one_query() -> None:
    for rank in range(8):
        make_signalement(geom=east(rank))
    categorie = Categorie.objects.get(code="trou-chaussee")
    with CaptureQueriesContext(connection) as queries:
        assert len(candidates(HERE, categorie)) == 5
    assert len(queries) == 1


def test_only_a_photo_that_somebody_has_looked_at_is_shown() -> None:
    there = make_signalement(geom=east(2))
    Photo.objects.create(fiche=there, fiche_uuid=there.uuid, thumbnail="photos/attend.jpg")
    assert found()[0].photo_url == ""
    Photo.objects.create(fiche=there, fiche_uuid=there.uuid, thumbnail="photos/vue.jpg", state=PhotoState.SHOWN)
    assert found()[0].photo_url == "/media/photos/vue.jpg"


def test_people_who_said_me_too_are_counted() -> None:
    there = make_signalement(geom=east(2))
    for kind in (SoutienKind.TOO, SoutienKind.TOO, SoutienKind.STILL):
        Soutien.objects.create(fiche=there, kind=kind)
    assert found()[0].people == 3


def test_the_fragment_is_asked_for_while_one_writes(client: Client) -> None:
    there = make_signalement(geom=east(12), text="<b>Trou</b>")
    place = {"categorie": "trou-chaussee", "lon": HERE.x, "lat": HERE.y}
    page = client.get("/signaler/deja/", place | {"precision": "15", "texte": "trou"}).content.decode()
    assert f'name="vu" value="{there.uuid}"' in page and "&lt;b&gt;" in page
    assert ">Non, c’est autre chose<" in page, "one goes on writing; sending comes later"
    assert client.get("/signaler/deja/", place | {"categorie": "bruit"}).status_code == 204


@pytest.mark.parametrize(
    "wrong",
    [
        {"categorie": "rien"}, {"categorie": "a\x00"}, {"lon": "x"}, {"lon": "nan"}, {"lon": str(PARIS.x)},
        {"lat": ""}, {"lat": "200"},
    ],
)  # fmt: skip
def test_a_hostile_question_is_refused_in_words(client: Client, wrong: dict[str, str]) -> None:
    asked = {"categorie": "trou-chaussee", "lon": str(HERE.x), "lat": str(HERE.y)} | wrong
    answer = client.get("/signaler/deja/", asked)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("precision", ["-4", "9" * 30, "²", "quinze", "\x00"])
def test_an_odd_precision_or_text_is_left_out(client: Client, precision: str) -> None:
    make_signalement(geom=east(12))
    asked = {"categorie": "trou-chaussee", "lon": HERE.x, "lat": HERE.y, "precision": precision, "texte": "\x00" * 9}
    assert client.get("/signaler/deja/", asked).status_code == 200


def test_sending_asks_once_and_keeps_what_was_written_and_photographed(client: Client) -> None:
    there = make_signalement(geom=east(12))
    form = filled(text="Un trou <i>énorme</i>")
    del form["deja"]
    answer = client.post(REPORT, form | {"photos": [photo()]})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert str(there.uuid) in page and "Un trou &lt;i&gt;énorme&lt;/i&gt;" in page
    assert (Signalement.objects.count(), Photo.objects.count()) == (1, 1)
    assert client.post(REPORT, form | {"deja": "non"}).status_code == 302
    assert Signalement.objects.latest("pk").photos.count() == 1


def test_who_has_seen_them_all_is_not_asked_again(client: Client) -> None:
    first = make_signalement(geom=east(12))
    form = filled()
    del form["deja"]
    assert client.post(REPORT, form | {"vu": [str(first.uuid), "autre chose"]}).status_code == 302
    assert Signalement.objects.count() == 2
    assert client.post(REPORT, filled(deja="") | {"vu": [str(first.uuid)]}).status_code == 409, "another came since"


def test_the_same_form_sent_again_finds_neither_itself_nor_a_question(client: Client) -> None:
    form = filled()
    del form["deja"]
    assert client.post(REPORT, form).status_code == 302
    assert client.post(REPORT, form).status_code == 302
    make_signalement(geom=east(1))
    assert client.post(REPORT, form).status_code == 302
    assert Signalement.objects.count() == 2

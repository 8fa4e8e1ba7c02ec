"""A place chosen, a pin, words, a photo: the last that was said is where the report lies, without JavaScript too."""

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from django.test import Client

from carto.territoires.models import Lieu, Rue
from signalements.models import Signalement
from tests.places import CHATEAU, COMMERCE, COURS_DES_50_OTAGES
from tests.signalements.samples import filled, load_content

pytestmark = pytest.mark.django_db
REPORT = "/signaler/"
NEAR = 0.00001


@pytest.fixture(autouse=True)
def content() -> None:
    """Categories, a bench on the Cours des 50 Otages, and the castle's street."""
    load_content()
    Lieu.objects.create(osm_id="node/7", nature="amenity=bench", geom=COURS_DES_50_OTAGES)
    line = LineString((CHATEAU.x, CHATEAU.y), (CHATEAU.x + 0.0004, CHATEAU.y))
    Rue.objects.create(code="rue-du-chateau", name="Rue du Château", geom=MultiLineString(line, srid=4326))


def test_choosing_the_bench_gives_its_place_and_its_name_in_openstreetmap(client: Client) -> None:
    shifted = filled(longitude=str(COURS_DES_50_OTAGES.x + 0.0002), candidat="node/7", osm_id="node/1")
    assert client.post(REPORT, shifted).status_code == 302
    stored = Signalement.objects.get()
    assert stored.osm_id == "node/7"
    assert abs(stored.geom.x - COURS_DES_50_OTAGES.x) < NEAR


def test_an_object_that_is_gone_is_said_and_nothing_is_stored(client: Client) -> None:
    answer = client.post(REPORT, filled(candidat="node/404"))
    assert answer.status_code == 422
    assert "Cet objet n’est plus sur la carte" in answer.content.decode()
    assert not Signalement.objects.exists()


def test_none_of_these_leaves_the_pin_where_it_is(client: Client) -> None:
    client.post(REPORT, filled(candidat=""))
    assert Signalement.objects.get().osm_id == ""


def test_words_changed_since_the_place_was_known_say_another_place(client: Client) -> None:
    client.post(REPORT, filled(held="lu:Cours des 50 Otages", adresse="rue du chateau"))
    assert abs(Signalement.objects.get().geom.y - CHATEAU.y) < NEAR


def test_words_that_were_there_already_leave_the_pin_alone(client: Client) -> None:
    client.post(REPORT, filled(held="lu:rue du chateau", adresse="rue du chateau"))
    assert abs(Signalement.objects.get().geom.y - COURS_DES_50_OTAGES.y) < NEAR


def test_a_link_from_the_map_and_other_words_follow_the_words(client: Client) -> None:
    page = client.get(f"{REPORT}?lon={COMMERCE.x}&lat={COMMERCE.y}")
    form = page.context["form"]
    sent = {name: form[name].value() for name in ("longitude", "latitude", "held")}
    client.post(REPORT, filled(**sent) | {"adresse": "rue du chateau"})
    assert abs(Signalement.objects.get().geom.y - CHATEAU.y) < NEAR


def test_a_link_from_the_map_offers_what_is_near(client: Client) -> None:
    page = client.get(f"{REPORT}?lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}").content.decode()
    assert "Est-ce l’un de ceux-ci" in page and 'value="node/7"' in page


def test_an_object_named_by_the_map_is_chosen_already(client: Client) -> None:
    link = f"{REPORT}?lon={COURS_DES_50_OTAGES.x}&lat={COURS_DES_50_OTAGES.y}&osm_id=node/7&nom=Banc"
    assert 'value="node/7" checked' in client.get(link).content.decode()


def test_looking_for_a_place_is_a_step_that_keeps_everything_and_blames_nothing(client: Client) -> None:
    form = filled(longitude="", latitude="", categorie="", adresse="rue du chateau", etape="lieux")
    answer = client.post(REPORT, form)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'role="alert"' not in page
    assert form["text"] in page and form["uuid"] in page
    assert "Rue du Château" in page and not Signalement.objects.exists()


def test_a_place_that_is_not_found_is_said_at_that_step(client: Client) -> None:
    answer = client.post(REPORT, filled(longitude="", latitude="", adresse="xyzzy", etape="lieux"))
    assert answer.status_code == 422
    assert "Nous n’avons pas trouvé ce lieu" in answer.content.decode()

"""Django's admin shows places in French, loads no border, asks no other host, and lets nobody draw one by hand."""

import pytest
from django.test import Client

from carto.comptes.models import User
from carto.territoires.models import Adresse, Level, Lieu, Territoire
from tests.factories import make_territoire
from tests.places import CHATEAU, REZE
from tests.territoires.test_where_a_point_lies import make_street

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin@exemple.fr", name="Admin"))
    return client


def test_every_list_and_page_opens(admin: Client) -> None:
    places = {
        "territoire": make_territoire(level=Level.COMMUNE, code="44109", name="Nantes"),
        "rue": make_street(CHATEAU, REZE),
        "adresse": Adresse.objects.create(code="a", number="4", street="Place Marc Elder", geom=CHATEAU),
        "lieu": Lieu.objects.create(osm_id="node/1", name="Château", nature="historic=castle", geom=CHATEAU),
    }
    for name, place in places.items():
        listed = admin.get(f"/admin/territoires/{name}/", {"q": "a"})
        opened = admin.get(f"/admin/territoires/{name}/{place.pk}/change/")
        assert (listed.status_code, opened.status_code) == (200, 200), name
        assert b"https://" not in opened.content
        assert b"POLYGON" not in opened.content.upper()


def test_a_name_is_corrected_and_a_border_is_not(admin: Client) -> None:
    place = make_territoire(level=Level.COMMUNE, code="44109", name="Nantse")
    form = {"name": "Nantes", "source": "moi", "geom": "POINT(0 0)", "code": "9"}
    form |= {"populations-TOTAL_FORMS": "0", "populations-INITIAL_FORMS": "0"}
    assert admin.post(f"/admin/territoires/territoire/{place.pk}/change/", form).status_code == 302
    again = Territoire.objects.get()
    assert (again.name, again.code, again.geom) == ("Nantes", "44109", place.geom)


def test_nothing_is_added_or_deleted_by_hand(admin: Client) -> None:
    place = make_territoire()
    assert admin.get("/admin/territoires/territoire/add/").status_code == 403
    assert admin.post(f"/admin/territoires/territoire/{place.pk}/delete/").status_code == 403

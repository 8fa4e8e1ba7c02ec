"""The desk's menu: the pages that one's roles open, and among them the one where one is, or that it belongs to."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from carto.comptes.models import Service, User
from tests.people import bob, farida, gwenola
from tests.signalements.desk.samples import case
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db
HERE = re.compile(r'aria-current="(page|true)">([^<]+)</a></li>')


def where(client: Client, address: str) -> list[tuple[str, str]]:
    return HERE.findall(client.get(address).content.decode())


def test_the_page_is_marked_and_so_is_the_one_that_a_page_belongs_to(client: Client) -> None:
    signalement = make_signalement()
    client.force_login(bob(signalement.service))
    assert where(client, "/bureau/") == [("page", "La file")]
    assert where(client, case(signalement)) == [("true", "La file")]
    assert where(client, "/bureau/lots/") == [("page", "Actions groupées")]
    assert where(client, "/bureau/lots/nouveau/") == [("true", "Actions groupées")]
    assert where(client, "/bureau/tournees/nouvelle/") == [("true", "Tournées")]


@pytest.mark.parametrize(("somebody", "offered"), [(bob, False), (farida, True), (gwenola, True)])
def test_studies_are_offered_to_whoever_may_open_them(
    client: Client, somebody: Callable[[], User], offered: bool
) -> None:
    Service.objects.create(code="etudes", name="Études", planning=True)
    client.force_login(somebody())
    assert ('href="/bureau/etudes/"' in client.get("/bureau/tournees/").content.decode()) is offered
    assert client.get("/bureau/etudes/").status_code == (200 if offered else 403)

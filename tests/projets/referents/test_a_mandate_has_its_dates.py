"""A référent holds a mandate: rights are read from its days, and everybody reads who gave it, from when to when."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import localdate

from carto.comptes.models import Role, RoleName
from carto.comptes.rules import is_referent_of
from carto.territoires.models import Territoire
from tests.factories import make_territoire, make_theme
from tests.people import bob, denise
from tests.places import CHATEAU, REZE

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def quartier() -> Territoire:
    """Where Denise is référente."""
    return make_territoire(CHATEAU, name="Centre-Ville")


def dated(person: object, since: date | None, until: date | None) -> None:
    """Give that person's mandate its days."""
    Role.objects.filter(user=person).update(since=since, until=until, appointed_by="le conseil de quartier")


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [(None, None, True), (0, 0, True), (-9, 9, True), (1, None, False), (None, -1, False), (-9, -1, False)],
)
def test_rights_hold_from_the_first_day_to_the_last(
    client: Client, quartier: Territoire, since: int | None, until: int | None, holds: bool
) -> None:
    person, today = denise(quartier), localdate()
    dated(person, *(None if days is None else today + days * DAY for days in (since, until)))
    client.force_login(person)
    assert is_referent_of(person, quartier) is holds
    assert client.get("/referent/").status_code == (200 if holds else 403)
    told = [
        client.get(page).content.decode()
        for page in ("/opportunites/referents/", f"/qui/?lat={CHATEAU.y}&lon={CHATEAU.x}")
    ]
    assert all(("Denise R." in page) is holds for page in told)
    assert all(("le conseil de quartier" in page) is holds for page in told)


def test_who_is_refused_reads_since_when(client: Client, quartier: Territoire) -> None:
    person = denise(quartier)
    dated(person, None, date(2020, 5, 17))
    client.force_login(person)
    assert "a pris fin le 17 mai 2020" in client.get("/referent/").content.decode()


def test_only_a_referent_holds_a_mandate_and_it_ends_after_it_began(quartier: Territoire) -> None:
    denise(quartier), bob()
    for name, told in (
        (RoleName.AGENT, {"since": localdate()}),
        (RoleName.REFERENT, {"since": localdate(), "until": localdate() - DAY}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Role.objects.filter(name=name).update(**told)


def test_the_directory_goes_by_theme_and_says_where_nobody_is(client: Client, quartier: Territoire) -> None:
    make_territoire(REZE, name="Pont-Rousseau", code="144")
    make_theme("voirie", name="Voirie"), make_theme("eau", name="Eau")
    Role.objects.filter(user=denise(quartier)).update(themes=["voirie"])
    every = client.get("/opportunites/referents/").content.decode()
    assert every.count("Denise R.") == 1
    assert "Personne n’y est nommé aujourd’hui." in every
    assert "Denise R." in client.get("/opportunites/referents/?theme=voirie").content.decode()
    assert "Denise R." not in client.get("/opportunites/referents/?theme=eau").content.decode()
    assert client.get("/opportunites/referents/?theme=%00").status_code == 200

"""« Vous avez 2 minutes »: things that can really be done; and what has changed since this browser last came."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.gis.geos import MultiPolygon
from django.test import Client
from django.utils import timezone

from carto.fiches.actions import record
from carto.fiches.models import Fiche, What
from projets.idees.models import Campagne
from tests.factories import make_theme, square
from tests.people import alice
from tests.places import CHATEAU
from tests.projets.samples import make_idee

pytestmark = pytest.mark.django_db


def make_campagne(**fields: object) -> Campagne:
    now = timezone.now()
    area: MultiPolygon = square(CHATEAU)
    usual = {
        "slug": "ombre", "title": "Où manque-t-il de l’ombre ?", "geom": area, "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=1), "published_at": now, "organiser": "o", "money": "m", "decides": "d",
    }  # fmt: skip
    return Campagne.objects.create(**usual | fields)


def _address(**asked: str) -> str:
    return f"/participer/depuis/?{urlencode(asked)}"


def test_each_task_leads_somewhere(client: Client) -> None:
    make_theme("repos")
    make_idee()
    make_campagne()
    answer = client.get("/participer/")
    tasks = [task for moment in answer.context["moments"] for task in moment.tasks]
    assert len(tasks) >= 5
    for task in tasks:
        assert client.get(task.address.split("#")[0]).status_code == 200, task


def test_an_open_campaign_is_offered_and_one_that_is_over_is_not(client: Client) -> None:
    make_campagne()
    now = timezone.now()
    make_campagne(slug="passee", title="Passée", opens_at=now - timedelta(days=9), closes_at=now - timedelta(hours=1))
    page = client.get("/participer/").content.decode()
    assert "Où manque-t-il de l’ombre ?" in page
    assert "Passée" not in page


def test_what_changed_since_is_told_and_before_is_not(client: Client) -> None:
    idee = make_idee()
    campagne = make_campagne()
    before, after = (timezone.now() + timedelta(hours=hours) for hours in (-1, 25))
    record(idee, What.ANSWER, role="agent", public_text="Nous regardons.")
    said = client.get(_address(depuis=before.isoformat())).json()["dit"]
    assert said == ["1 nouvelle idée", "1 réponse d’un service"]
    assert client.get(_address(depuis=after.isoformat())).json()["dit"] == []
    assert client.get(_address(depuis=before.isoformat(), campagne=campagne.slug)).json()["dit"] == []


def test_two_minutes_of_a_day_do_not_tell_when_somebody_was_there(client: Client) -> None:
    idee = make_idee()
    minutes = [(idee.created_at + timedelta(minutes=n)).isoformat() for n in (-1, 1)]
    said = [client.get(_address(depuis=minute)).json()["dit"] for minute in minutes]
    assert said == [["1 nouvelle idée"]] * 2
    Fiche.objects.update(author=alice())
    assert client.get(_address(depuis=minutes[1])).json()["dit"] == []


@pytest.mark.parametrize("moment", ["", "hier", "2026-01-01", "2026-13-01T00:00:00Z", "a" * 400, "2026-01-01T00:00:00"])
def test_a_wrong_moment_is_a_problem_in_words(client: Client, moment: str) -> None:
    answer = client.get(_address(depuis=moment))
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")


def test_nothing_is_kept_of_who_asks(client: Client) -> None:
    answer = client.get(_address(depuis=timezone.now().isoformat()))
    assert not answer.cookies

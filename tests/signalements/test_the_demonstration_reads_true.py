"""The demonstration: enough of it, at true places, with histories that hold together, and gone in one command."""

import json
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import shapely
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from shapely.geometry import Point, shape

from carto.comptes.models import User
from carto.fiches.models import Evenement, Fiche
from signalements.deadlines import is_working_day
from signalements.demo import Demo, read
from signalements.models import Annonce, Categorie, Signalement
from signalements.workflow import STAGES, Status, may_go
from tests.signalements.samples import load_content, make_signalement

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, 22, 30, tzinfo=PARIS)


@pytest.fixture
def demo(db: None) -> Demo:
    """The demonstration as of one evening, without people."""
    load_content()
    return Demo(
        NOW, [User(pk=1, email="a@exemple.fr")], Categorie.objects.select_related("service").in_bulk(field_name="code")
    )


@pytest.mark.django_db
def test_it_loads_once_and_leaves_in_one_command() -> None:
    real = make_signalement()
    call_command("load_demo_signalements", verbosity=0)
    shown = Signalement.objects.filter(demonstration=True)
    count = shown.count()
    assert count >= 300
    call_command("load_demo_signalements", verbosity=0)
    assert shown.count() == count
    assert Annonce.objects.count() == 3
    call_command("load_demo_signalements", "--remove", verbosity=0)
    assert not Annonce.objects.exists()
    assert list(Fiche.objects.values_list("pk", flat=True)) == [real.pk]
    assert not User.objects.exists()


@pytest.mark.django_db
def test_it_is_varied() -> None:
    call_command("load_demo_signalements", verbosity=0)
    shown = Signalement.objects.filter(demonstration=True)
    assert shown.values("categorie").distinct().count() == Categorie.objects.count()
    assert shown.values("status").distinct().count() == len(Status)
    texts = Counter(shown.exclude(text="").values_list("text", flat=True))
    assert len(texts) >= 150
    assert max(texts.values()) == 1, "no text is told twice"
    signed = shown.exclude(author=None).count()
    assert 60 <= signed <= shown.count() - 60
    oldest = shown.order_by("reported_at").first().reported_at
    assert timedelta(days=330) < timezone.now() - oldest < timedelta(days=428)


@pytest.mark.django_db
def test_nobody_can_sign_in_as_the_people_of_the_demonstration() -> None:
    call_command("load_demo_signalements", verbosity=0)
    assert not User.objects.filter(is_active=True).exists()
    assert all(not person.has_usable_password() for person in User.objects.all())


def test_every_history_follows_the_workflow_and_ends_where_the_report_stands(demo: Demo) -> None:
    for row in demo.rows():
        before = Status.RECEIVED
        for event in row.history[1:]:
            assert event.before == before
            assert may_go(before, Status(event.after))
            assert event.public_text
            before = Status(event.after)
        assert row.status == before
        assert row.status in STAGES


def test_nothing_happens_after_now_nor_before_the_report(demo: Demo) -> None:
    for row in demo.rows():
        moments = [event.at for event in row.history]
        assert moments == sorted(moments)
        assert moments[0] == row.at
        assert moments[-1] <= NOW


def test_services_answer_in_working_hours(demo: Demo) -> None:
    answers = [event for row in demo.rows() for event in row.history if event.role == "agent"]
    assert len(answers) > 300
    for event in answers:
        assert is_working_day(event.at.date())
        assert 8 <= event.at.hour < 18


def test_it_is_the_same_each_time(demo: Demo) -> None:
    again = Demo(NOW, demo.people, demo.categories)
    assert list(demo.rows()) == list(again.rows())


@pytest.mark.django_db
def test_the_database_numbers_and_places_it_like_the_rest() -> None:
    call_command("load_demo_signalements", verbosity=0)
    assert not Fiche.objects.filter(number=None).exists()
    assert Evenement.objects.filter(what="submitted").count() == Fiche.objects.count()


def _features(name: str) -> list[dict[str, Any]]:
    path = settings.CARTO_REAL_DATA / "nantes" / name
    return [row for row in json.loads(path.read_text())["features"] if row["geometry"]]


@pytest.mark.skipif(not settings.CARTO_REAL_DATA, reason="CARTO_REAL_DATA is not set: no open data to check places on")
def test_every_place_is_in_nantes_and_near_something_that_open_data_knows() -> None:
    nantes = shapely.union_all(
        [shape(row["geometry"]) for row in _features("quartiers.geojson") if row["properties"]["libcom"] == "Nantes"]
    )
    known = [
        shape(row["geometry"])
        for name in (
            "segments_trafic_2013.geojson",
            "arrets_tan_2013.geojson",
            "parcs_osm.geojson",
            "parcs_officiels.geojson",
        )
        for row in _features(name)
    ]
    tree = shapely.STRtree(known)
    for place in read("places"):
        spot = Point(float(place["longitude"]), float(place["latitude"]))
        assert nantes.covers(spot), place["name"]
        nearest = known[tree.nearest(spot)]
        metres = spot.distance(nearest) * 92_000  # between a degree's length east-west and north-south: a coarse check
        assert metres < 150, f"{place['name']}: {metres:.0f} m"

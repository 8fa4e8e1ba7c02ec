"""A new deadline holds from its day on; what was promised stays promised."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from signalements.actions import promise
from signalements.before import before_sending
from signalements.models import Categorie, DeadlinePolicy
from tests.people import bob, farida
from tests.signalements.routing.samples import content
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db
PAGE = "/bureau/regles/delais/trou-chaussee/"
MONDAY = datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def holes() -> Categorie:
    content()
    return Categorie.objects.get(code="trou-chaussee")


def _policy(holes: Categorie, day: date, days: int | None) -> None:
    DeadlinePolicy.objects.create(categorie=holes, starts_on=day, days=days, reason="Hiver.")


def test_the_policy_in_force_on_the_day_of_the_report_decides(holes: Categorie) -> None:
    _policy(holes, date(2026, 11, 30), 3)
    _policy(holes, date(2026, 12, 7), None)
    assert promise(holes, MONDAY - timedelta(days=3)).date() == date(2026, 12, 4)  # Friday: five days of the file
    assert promise(holes, MONDAY).date() == date(2026, 12, 3)
    assert promise(holes, MONDAY + timedelta(days=7)) is None


def test_the_day_is_the_city_s(holes: Categorie) -> None:
    _policy(holes, date(2026, 7, 1), 3)
    late = datetime(2026, 6, 30, 22, 30, tzinfo=ZoneInfo("UTC"))  # the 1st of July in Nantes
    assert promise(holes, late).date() == date(2026, 7, 6)


def test_what_is_said_before_sending_is_what_is_promised(holes: Categorie) -> None:
    _policy(holes, date(2026, 11, 30), 3)
    told = before_sending(holes, None, MONDAY)
    assert told.due_at == promise(holes, MONDAY)
    assert told.reason.startswith("3 jours ouvrés")


def test_a_thousand_promises_are_one_query(holes: Categorie) -> None:
    with CaptureQueriesContext(connection) as queries:
        for hour in range(1000):
            promise(holes, MONDAY + timedelta(hours=hour))
    assert len(queries) == 1


def test_a_regulator_decides_from_a_day_to_come_and_gives_it_up(client: Client, holes: Categorie) -> None:
    signalement = make_signalement()
    promised, day = signalement.due_at, timezone.localdate() + timedelta(days=10)
    client.force_login(farida())
    told = {"starts_on": day.isoformat(), "days": "2", "reason": "Une équipe de plus."}
    assert client.post(PAGE, told).status_code == 302
    page = client.get(PAGE).content.decode()
    assert "2 jours ouvrés" in page
    assert "Une équipe de plus." in page
    assert "2 jours ouvrés" in client.get("/bureau/regles/delais/").content.decode()
    signalement.refresh_from_db()
    assert signalement.due_at == promised
    client.post(PAGE, {"enlever": str(DeadlinePolicy.objects.get().pk)})
    assert not DeadlinePolicy.objects.exists()
    assert [line.user.name for line in LogEntry.objects.all()] == ["Farida", "Farida"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"starts_on": "2020-01-01"}, "À partir de demain"),
        ({"starts_on": "demain"}, "Une date."),
        ({"starts_on": "9999-01-01"}, "Dans les cinq ans."),
        ({"days": "0"}, "Un jour au moins"),
        ({"days": "100000"}, "Un an au plus"),
        ({"reason": ""}, "Dites pourquoi"),
    ],
)
def test_what_cannot_be_promised_is_refused(
    client: Client, holes: Categorie, changes: dict[str, str], said: str
) -> None:
    client.force_login(farida())
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    page = client.post(PAGE, {"starts_on": day, "days": "4", "reason": "Hiver."} | changes)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not DeadlinePolicy.objects.exists()


def test_what_has_begun_is_not_taken_away_and_agents_only_read(client: Client, holes: Categorie) -> None:
    _policy(holes, timezone.localdate(), 3)
    client.force_login(farida())
    client.post(PAGE, {"enlever": str(DeadlinePolicy.objects.get().pk)})
    assert DeadlinePolicy.objects.exists()
    assert client.post(PAGE, {"enlever": "1; drop"}).status_code == 403
    client.force_login(bob())
    assert client.get("/bureau/regles/delais/").status_code == 200
    assert client.get(PAGE).status_code == 403

"""Whoever tries the demonstration finds a round to do today, and the one that its crew did the working day before."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from carto.comptes.models import User
from carto.fiches.models import What
from signalements.deadlines import is_working_day
from signalements.figures import columns
from signalements.models import Signalement, Stop, Tournee
from signalements.staff_demo import DOMAIN
from signalements.workflow import CLOSED, Status, may_go
from tests.signalements.rounds.samples import address_of, gesture

pytestmark = pytest.mark.django_db


@pytest.fixture
def rounds(no_streets: None) -> list[Tournee]:
    """Both, the older first."""
    call_command("load_demo_signalements", verbosity=0)
    call_command("load_demo_staff", verbosity=0)
    return list(Tournee.objects.order_by("day"))


def check_before(before: Tournee) -> None:
    stops = list(before.stops.select_related("signalement").order_by("rank"))
    assert before.day < timezone.localdate() and is_working_day(before.day) and before.closed_at
    assert 3 <= len(stops) <= 4 and {stop.outcome for stop in stops} == set(Stop.Outcome.values)
    assert [stop.done_at for stop in stops] == sorted(stop.done_at for stop in stops)
    for stop in stops:
        assert timezone.localdate(stop.done_at) == before.day
        lines = list(stop.signalement.evenements.order_by("at", "pk"))
        assert [line.at for line in lines] == sorted(line.at for line in lines)
        moves = [line for line in lines if line.what == What.STATUS]
        for line in moves:
            assert may_go(Status(line.before), Status(line.after))
        assert moves[-1].after == stop.signalement.status
        closed = stop.signalement.get_status() in CLOSED
        assert closed == (stop.outcome != Stop.Outcome.LATER)
        if closed:
            assert stop.signalement.treated_at == stop.done_at and stop.signalement.stage == "done"


def test_it_comes_once_reads_true_works_and_leaves_in_one_command(client: Client, rounds: list[Tournee]) -> None:
    before, today = rounds
    check_before(before)
    stops = list(today.stops.select_related("signalement", "tournee"))
    assert today.day == timezone.localdate() and today.closed_at is None and 3 <= len(stops) <= 5
    assert {(each.signalement.status, each.signalement.planned_on) for each in stops} == {("planned", today.day)}
    assert today.metres < 12_000, "a round goes round one part of the city"
    known = list(Stop.objects.values_list("pk", "outcome", "done_at")), Signalement.objects.count()
    call_command("load_demo_staff", verbosity=0)
    assert known == (list(Stop.objects.values_list("pk", "outcome", "done_at")), Signalement.objects.count())
    client.force_login(User.objects.get(email=f"equipe@{DOMAIN}"))
    page = client.get("/bureau/tournees/").content.decode()
    assert today.name in page and before.name in page and "Aujourd’hui" in page
    assert client.get(f"/bureau/tournees/{before.uuid}/").status_code == 200
    client.post(address_of(stops[0]), gesture("done"))
    stops[0].refresh_from_db()
    assert stops[0].outcome == "done"
    columns.forget()
    call_command("load_demo_signalements", remove=True, verbosity=0)
    call_command("load_demo_staff", remove=True, verbosity=0)
    assert not Tournee.objects.exists() and not User.objects.exists()


def test_on_another_day_they_are_of_that_day(rounds: list[Tournee]) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Tournee.objects.filter(pk=rounds[1].pk).update(day=yesterday)
    call_command("load_demo_staff", verbosity=0)
    assert list(Tournee.objects.order_by("day").values_list("day", flat=True)) == [rounds[0].day, timezone.localdate()]

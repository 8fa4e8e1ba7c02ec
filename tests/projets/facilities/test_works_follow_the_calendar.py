"""Works begin and end on their days, each time with a line of history; what a person decided since stays."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from carto.fiches.models import Evenement, What
from projets.actions import change_status
from projets.equipements.models import Equipement
from projets.equipements.workflow import WORKFLOW
from projets.equipements.works.calendar import follow_days
from tests.people import bob
from tests.projets.facilities.samples import make_works

pytestmark = pytest.mark.django_db


def _stands(works: Equipement) -> tuple[str, str]:
    works.refresh_from_db()
    return works.status, works.stage


def _planned(title: str, **days: int | None) -> Equipement:
    return make_works(title=title, status="planned", stage="new", **days)


def test_they_move_with_the_days_and_history_says_so(client: Client) -> None:
    over, begun = _planned("Fini", begins=-9, ends=-1), _planned("Commencé", begins=0, ends=4)
    coming, undated = _planned("Plus tard", begins=3, ends=9), _planned("Sans date", begins=None, ends=None)
    building = make_works(title="Fini aussi", begins=None, ends=-1)
    assert follow_days(timezone.localdate()) == 3
    assert [_stands(each) for each in (over, begun, coming, undated, building)] == [
        ("open", "done"), ("building", "in_progress"), ("planned", "new"), ("planned", "new"), ("open", "done"),
    ]  # fmt: skip
    told = Evenement.objects.filter(fiche=over, what=What.STATUS).values_list("before", "after", "actor_role")
    assert list(told.order_by("pk")) == [("planned", "building", "system"), ("building", "open", "system")]
    page = client.get(over.get_absolute_url()).content.decode()
    assert "terminés" in page and "Le dernier jour est passé." in page
    assert follow_days(timezone.localdate()) == 0
    assert follow_days(timezone.localdate() + timedelta(days=3)) == 1


def test_what_a_person_said_that_day_or_later_stays() -> None:
    late, agent = make_works(title="En retard", begins=-9, ends=-1), bob()
    change_status(late, "open", WORKFLOW, role="agent", person=agent, public_text="Rouvert")
    Equipement.objects.filter(pk=late.pk).update(status="building", stage="in_progress")
    assert follow_days(timezone.localdate()) == 0
    assert _stands(late) == ("building", "in_progress")

"""When a signalement was treated follows its history, whoever writes it, and no careless save undoes it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from carto.fiches.models import Evenement, What
from signalements.actions import change_status
from signalements.models import Signalement
from signalements.workflow import Status
from tests.signalements.samples import load_content, make_signalement

pytestmark = pytest.mark.django_db


def treated_at(signalement: Signalement) -> object:
    return Signalement.objects.values_list("treated_at", flat=True).get(pk=signalement.pk)


def test_a_change_of_status_dates_it() -> None:
    signalement = make_signalement()
    change_status(signalement, Status.ACCEPTED)
    assert treated_at(signalement) is None
    event = change_status(signalement, Status.TREATED, closing="mended")
    assert treated_at(signalement) == event.at
    change_status(signalement, Status.REOPENED, public_text="Le trou est revenu.")
    assert treated_at(signalement) == event.at
    assert change_status(signalement, Status.TREATED, closing="mended").at == treated_at(signalement) > event.at


def test_a_stale_save_does_not_undo_it() -> None:
    signalement = make_signalement()
    stale = Signalement.objects.get(pk=signalement.pk)
    event = change_status(signalement, Status.TREATED, closing="mended")
    stale.save()
    assert treated_at(signalement) == event.at
    Signalement.objects.update(treated_at=None)
    assert treated_at(signalement) == event.at


def test_an_older_line_written_later_does_not_set_it_back_and_another_fact_does_nothing() -> None:
    signalement = make_signalement()
    event = change_status(signalement, Status.TREATED, closing="mended")
    before = event.at - timedelta(days=3)
    for what, after in ((What.STATUS, "treated"), (What.COMMENT, "treated"), (What.STATUS, "planned")):
        Evenement.objects.create(fiche=signalement, at=before, actor_role="agent", what=what, after=after)
    assert treated_at(signalement) == event.at
    later = timezone.now() + timedelta(days=1)
    Evenement.objects.create(fiche=signalement, at=later, actor_role="agent", what=What.ANSWER, after="treated")
    assert treated_at(signalement) == event.at


def test_what_is_loaded_in_bulk_is_dated_too() -> None:
    load_content()
    call_command("load_demo_signalements", stdout=StringIO())
    treated = Signalement.objects.filter(status=Status.TREATED.value)
    assert treated.exists()
    for one in treated:
        last = one.evenements.filter(what=What.STATUS, after="treated").latest("at")
        assert one.treated_at == last.at

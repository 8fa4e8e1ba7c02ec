"""An agent moves a signalement along the table: the stage follows, and the step is written down."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from carto.fiches.models import Fiche, What
from signalements.actions import change_status
from signalements.models import Signalement
from signalements.workflow import Status
from tests.factories import make_fiche
from tests.people import bob
from tests.signalements.samples import make_signalement, tomorrow

pytestmark = pytest.mark.django_db


def test_a_step_moves_the_stage_and_tells_the_history() -> None:
    signalement, agent = make_signalement(), bob()
    change_status(signalement, Status.ACCEPTED, person=agent, public_text=" Nous passons demain. ")
    stored = Signalement.objects.get(pk=signalement.pk)
    assert (stored.status, stored.stage, signalement.status) == ("accepted", "in_progress", "accepted")
    event = stored.evenements.last()
    assert (event.what, event.before, event.after) == (What.STATUS, "received", "accepted")
    assert (event.person, event.actor_role, event.public_text) == (agent, "agent", "Nous passons demain.")


def test_a_step_that_the_table_lacks_is_refused_in_words() -> None:
    signalement = make_signalement()
    change_status(signalement, Status.TREATED, closing="mended")
    with pytest.raises(ValidationError, match="« traité » ne peut pas devenir « intervention planifiée »"):
        change_status(signalement, Status.PLANNED, planned_on=tomorrow())
    assert Signalement.objects.get(pk=signalement.pk).status == "treated"


def test_declining_without_a_word_is_refused() -> None:
    with pytest.raises(ValidationError, match="Expliquez en quelques mots"):
        change_status(make_signalement(), Status.DECLINED, public_text="  ")


def test_the_step_is_judged_on_what_is_stored_not_on_an_old_copy() -> None:
    signalement = make_signalement()
    stale = Signalement.objects.get(pk=signalement.pk)
    change_status(signalement, Status.TREATED, closing="mended")
    with pytest.raises(ValidationError):
        change_status(stale, Status.ACCEPTED)


def test_a_step_leaves_other_peoples_changes_alone() -> None:
    signalement = make_signalement(text="Un trou.")
    Fiche.objects.filter(pk=signalement.pk).update(text="Un grand trou.")
    change_status(signalement, Status.ACCEPTED)
    assert Signalement.objects.get(pk=signalement.pk).text == "Un grand trou."


def test_a_step_costs_few_queries() -> None:
    signalement = make_signalement()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        change_status(signalement, Status.ACCEPTED)
    writes = [query["sql"] for query in queries if query["sql"].startswith(("UPDATE", "INSERT", "SELECT"))]
    told = "lock of joins, links, lock, fiche, signalement, those joined, history, who follows it, what grows from it"
    assert len(writes) == 9, told


def test_a_fiche_of_another_kind_cannot_become_a_signalement() -> None:
    signalement, idea = make_signalement(), make_fiche(kind="idee")
    child = Signalement(
        fiche_ptr=idea, categorie=signalement.categorie, service=signalement.service, reported_at=idea.created_at
    )
    with pytest.raises(IntegrityError, match="not of kind signalement"), transaction.atomic():
        child.save_base(raw=True, force_insert=True)

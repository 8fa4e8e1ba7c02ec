"""The table of steps is a page: each state in words, where it leads, by whom, with what."""

import pytest
from django.test import Client

from signalements.models import STATUS_LABELS
from signalements.stages import MEANINGS, OWES, WHO, told
from signalements.workflow import TRANSITIONS, Actor, Guard, Status
from tests.signalements.samples import make_signalement


def test_every_state_actor_and_debt_has_words() -> None:
    assert (set(MEANINGS), set(WHO), set(OWES)) == (set(Status), set(Actor), set(Guard))


def test_the_page_draws_every_step_of_the_table_and_none_besides() -> None:
    for state, status in zip(told(), Status, strict=True):
        assert {way.after for way in state.ways} == {STATUS_LABELS[after] for after in TRANSITIONS[status]}
        assert all(way.by for way in state.ways)


@pytest.mark.django_db
def test_anybody_reads_it_from_the_page_of_a_signalement(client: Client) -> None:
    made = make_signalement()
    assert "/signalements/etapes/#received" in client.get(made.get_absolute_url()).content.decode()
    page = client.get("/signalements/etapes/").content.decode()
    assert all(f'id="{status}"' in page for status in Status)
    assert "Le service, la régulation ou l’équipe de terrain" in page or "ou l’équipe de terrain" in page

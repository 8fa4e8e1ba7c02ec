"""A service asks for more: the clock stands still until whoever sent it answers, or ten days have passed."""

from datetime import date, datetime, time, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from carto.fiches.actions import digest
from carto.fiches.models import Photo, SecretLink, What
from signalements.actions import change_status
from signalements.deadlines import due_after, resumed, working_days_between
from signalements.models import Signalement
from signalements.outcome.actions import ask, give_up_waiting, reply
from signalements.tasks import go_on_without_answers
from signalements.workflow import Status
from tests.people import alice, bob
from tests.signalements.samples import make_signalement, photo, tomorrow

PARIS = ZoneInfo("Europe/Paris")
SECRET = "s" * 43
ROOM = f"/suivre/{SECRET}/"
QUESTION = "Quel est le numéro sur le mât ?"


@pytest.fixture
def asked(db: None) -> Signalement:
    """A lamp that was planned, about which the service asks something."""
    made = make_signalement("lampadaire-eteint")
    SecretLink.objects.create(fiche=made, digest=digest(SECRET))
    change_status(made, Status.PLANNED, planned_on=tomorrow())
    ask(made, QUESTION)
    return Signalement.objects.get(pk=made.pk)


def test_the_question_waits_on_the_page_of_whoever_sent_it(client: Client, asked: Signalement) -> None:
    assert (asked.status, asked.evenements.last().what) == ("waiting", What.ASKED)
    assert asked.paused_at is not None
    assert QUESTION in client.get(ROOM).content.decode()
    assert "Le compte est arrêté" in client.get(asked.get_absolute_url()).content.decode()
    assert not Signalement.objects.overdue(timezone.now() + timedelta(days=90)).exists()


def test_the_answer_sends_it_back_to_where_it_was(client: Client, asked: Signalement) -> None:
    assert client.post(f"{ROOM}repondre/", {"text": "C’est le 412.", "photos": [photo()]}).url == ROOM
    stored, line = Signalement.objects.get(), asked.evenements.last()
    assert (stored.status, stored.paused_at, stored.due_at) == ("planned", None, asked.due_at)
    assert (line.what, line.actor_role, line.public_text) == (What.REPLIED, "resident", "C’est le 412.")
    assert Photo.objects.get().fiche_id == asked.pk


def test_what_was_only_received_is_taken_up(db: None) -> None:
    signalement = make_signalement()
    ask(signalement, QUESTION)
    reply(signalement, "À droite.")
    assert Signalement.objects.get().status == "accepted"


def test_an_answer_is_given_once_and_not_empty(client: Client, asked: Signalement) -> None:
    assert client.post(f"{ROOM}repondre/", {"text": " "}).status_code == 422
    client.post(f"{ROOM}repondre/", {"text": "C’est le 412."})
    late = client.post(f"{ROOM}repondre/", {"text": "Non, le 413."})
    assert late.status_code == 422
    assert "Non, le 413." in late.content.decode() and "déjà reçu sa réponse" in late.content.decode()
    assert client.get(f"{ROOM}repondre/").status_code == 302
    assert asked.evenements.filter(what=What.REPLIED).count() == 1


def test_an_agent_asks_from_the_page_and_a_signed_author_answers_from_the_account(client: Client, db: None) -> None:
    author = alice()
    signalement = make_signalement(author=author)
    client.force_login(bob(signalement.service))
    form = {"seen": "received", "after": "waiting", "public_text": QUESTION}
    client.post(f"/signalements/{signalement.uuid}/repondre/", form)
    assert signalement.evenements.last().what == What.ASKED
    client.force_login(author)
    client.post(f"/mes-fiches/{signalement.uuid}/repondre/", {"text": "À droite."})
    assert signalement.evenements.last().person == author


def test_a_question_needs_words(db: None) -> None:
    with pytest.raises(ValidationError, match="Expliquez en quelques mots"):
        ask(make_signalement(), " \x07 ")


def test_after_ten_days_the_service_goes_on_without_an_answer(asked: Signalement) -> None:
    soon, late = timezone.now() + timedelta(days=9), timezone.now() + timedelta(days=10, hours=1)
    assert give_up_waiting(soon) == 0
    with patch("django.utils.timezone.now", return_value=late):
        assert go_on_without_answers(int(late.timestamp()) + 1) == 1
        assert give_up_waiting(late) == 0
    stored = Signalement.objects.get()
    assert (stored.status, stored.evenements.last().actor_role) == ("planned", "system")
    assert "Sans réponse depuis dix jours" in stored.evenements.last().public_text
    assert stored.due_at > asked.due_at, "the days of waiting were not counted"


def test_the_clock_goes_on_with_the_working_days_that_were_left() -> None:
    due = datetime(2026, 11, 13, 18, tzinfo=PARIS)  # a Friday
    paused = datetime(2026, 11, 10, 10, tzinfo=PARIS)  # Tuesday: 12 and 13 are left, the 11th is a holiday
    assert resumed(due, paused, datetime(2026, 11, 20, 9, tzinfo=PARIS)) == datetime(2026, 11, 24, 18, tzinfo=PARIS)
    assert resumed(due, datetime(2026, 11, 14, tzinfo=PARIS), datetime(2026, 12, 1, tzinfo=PARIS)) == due, (
        "late already"
    )
    evening = datetime(2026, 11, 13, 9, tzinfo=PARIS)
    assert resumed(due, evening, datetime(2026, 11, 14, 12, tzinfo=PARIS)) == datetime(2026, 11, 16, 18, tzinfo=PARIS)


days = st.dates(date(2000, 1, 1), date(2080, 1, 1))


@given(days, st.integers(1, 30), st.integers(0, 40), st.integers(0, 60))
def test_no_working_day_is_lost_or_won_by_a_question(day: date, promised: int, before: int, waiting: int) -> None:
    start = datetime.combine(day, time(10), tzinfo=PARIS)
    due = due_after(start, promised)
    paused = min(start + timedelta(days=before), due - timedelta(hours=1))
    now = paused + timedelta(days=waiting, minutes=1)
    again = resumed(due, paused, now)
    left = working_days_between(paused.date(), due.date())
    assert again >= due
    assert again == due or working_days_between(now.date(), again.date()) == max(left, again.date() != now.date())

"""The page says the promised day, how far it is in words, and why it is that day."""

from datetime import datetime
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from signalements.actions import change_status
from signalements.deadlines import holidays_between, named_holidays
from signalements.models import Signalement
from signalements.promises import Promised, promised
from signalements.workflow import Status
from tests.signalements.samples import make_signalement

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 9, 10, tzinfo=PARIS)  # the week of Armistice Day; five working days end on the 17th


@pytest.fixture
def sent() -> Signalement:
    """A pothole of that Monday: an answer within five working days."""
    return make_signalement(at=MONDAY)


def told(signalement: Signalement, now: datetime) -> Promised:
    return promised(signalement, list(signalement.evenements.all()), now)


def test_the_reason_counts_working_days_and_names_the_holiday(sent: Signalement) -> None:
    said = told(sent, MONDAY)
    assert sent.due_at == datetime(2026, 11, 17, 18, tzinfo=PARIS)
    assert said.countdown == "Encore 5 jours ouvrés."
    assert said.reason == "5 jours ouvrés après le 9 novembre, sans compter les week-ends ni le 11 novembre."


@pytest.mark.parametrize(
    ("day", "hour", "words", "late"),
    [
        (16, 9, "Encore 1 jour ouvré.", False),
        (15, 9, "Encore 2 jours ouvrés.", False),
        (17, 9, "C’est pour aujourd’hui, avant 18 h.", False),
        (17, 19, "En retard de 1 jour ouvré.", True),
        (19, 9, "En retard de 2 jours ouvrés.", True),
    ],
)
def test_the_countdown_is_in_words(sent: Signalement, day: int, hour: int, words: str, late: bool) -> None:
    said = told(sent, datetime(2026, 11, day, hour, tzinfo=PARIS))
    assert (said.countdown, said.late) == (words, late)


def test_the_page_says_it_and_no_longer_once_it_is_closed(client: Client, sent: Signalement) -> None:
    page = client.get(sent.get_absolute_url()).content.decode()
    assert "mardi 17 novembre" in page and "ni le 11 novembre" in page
    change_status(sent, Status.TREATED, closing="mended")
    assert "mardi 17 novembre" not in client.get(sent.get_absolute_url()).content.decode()


def test_a_reopening_starts_the_count_again(sent: Signalement) -> None:
    day = datetime(2026, 12, 21, 9, tzinfo=PARIS)
    with patch("django.utils.timezone.now", return_value=day):
        change_status(sent, Status.TREATED, closing="mended")
        change_status(sent, Status.REOPENED, public_text="Revenu.")
    history = list(sent.evenements.all())
    history[-1].at = day  # the line's own clock is the database's
    said = promised(Signalement.objects.get(), history, day)
    assert said.reason == "5 jours ouvrés après le 21 décembre, sans compter les week-ends ni Noël."


def test_holidays_on_a_weekend_take_nothing_away() -> None:
    assert [str(name) for name in named_holidays(2026).values()][:3] == [
        "le jour de l’An",
        "le lundi de Pâques",
        "le 1er mai",
    ]
    assert holidays_between(datetime(2026, 8, 10).date(), datetime(2026, 8, 17).date()) == [], "15 August is a Saturday"

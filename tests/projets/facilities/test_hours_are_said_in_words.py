"""`opening_hours` in French, and « ouvert maintenant » only when one can be sure."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projets.equipements.hours import is_open, lines, read

NANTES = ZoneInfo("Europe/Paris")
WEEK = "Mo-Fr 09:00-12:00,14:00-18:30; Sa 10:00-18:00; PH off"


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=NANTES)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WEEK, ["du lundi au vendredi : 9\u00a0h à 12\u00a0h, 14\u00a0h à 18\u00a0h\u00a030",
                "samedi : 10\u00a0h à 18\u00a0h", "jours fériés : fermé"]),
        ("24/7", ["ouvert jour et nuit"]),
        ("Apr-Sep Mo-Su 08:00-20:00", ["avril à septembre, tous les jours : 8\u00a0h à 20\u00a0h"]),
        ("09:00-24:00", ["tous les jours : 9\u00a0h à minuit"]),
        ("Mo,We,Fr 10:00-12:00", ["lundi, mercredi, vendredi : 10\u00a0h à 12\u00a0h"]),
    ],
)  # fmt: skip
def test_plain_hours_read_as_sentences(text: str, said: list[str]) -> None:
    assert lines(read(text)) == said


@pytest.mark.parametrize(
    "text", ["", "sunrise-sunset", "Mo-Fr 09:00+", "Mo[1] 10:00-12:00", "week 1-10 Mo 09:00-10:00", "SH 09:00-10:00",
             "Mo 25:00-26:00", "Mo 09:00", "Mo-Fr-Su 09:00-10:00", '"sur rendez-vous"', "Mo 09:75-10:00"],
)  # fmt: skip
def test_what_is_beyond_this_reading_is_not_guessed(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ((2026, 3, 3, 11, 59), True), ((2026, 3, 3, 12, 0), False), ((2026, 3, 7, 17, 0), True),
        ((2026, 3, 8, 11, 0), False), ((2026, 5, 1, 11, 0), False),
    ],
)  # fmt: skip
def test_it_is_open_when_the_rules_say_so(moment: tuple[int, ...], found: bool) -> None:
    assert is_open(read(WEEK), at(*moment)) is found


def test_a_public_holiday_that_nobody_speaks_of_is_not_guessed() -> None:
    assert is_open(read("Mo-Su 09:00-18:00"), at(2026, 5, 1, 11)) is None
    assert is_open(read("Mo-Su 09:00-18:00"), at(2026, 5, 2, 1)) is None  # the night after it neither
    assert is_open(read("24/7"), at(2026, 5, 1, 11)) is True


def test_a_night_ends_in_the_morning() -> None:
    rules = read("Fr-Sa 22:00-04:00; PH off")
    assert [is_open(rules, at(2026, 3, 8, hour)) for hour in (3, 4, 23)] == [True, False, False]


def test_a_later_rule_takes_its_days_from_those_before() -> None:
    rules = read("Mo-Su 08:00-20:00; Oct-Mar Mo-Su 08:00-17:00; PH 08:00-12:00")
    assert [is_open(rules, at(2026, month, 3, 18)) for month in (2, 6, 11)] == [False, True, False]


@given(st.text(max_size=60) | st.from_regex(r"(Mo|Tu)-(Fr|Su) \d\d:\d\d-\d\d:\d\d(; PH off)?", fullmatch=True))
def test_no_text_breaks_the_reading(text: str) -> None:
    rules = read(text)
    if rules is not None:
        assert all(lines(rules))
        assert is_open(rules, at(2026, 3, 3, 11)) in (True, False, None)

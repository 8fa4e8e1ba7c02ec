"""Five ways to choose, counted for one and in proportion: whatever is said, in whatever order, the rule holds."""

import random
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from projets.votes.polls.balance import cells, weights
from projets.votes.polls.counting import count
from projets.votes.polls.flags import bursts, concentration
from projets.votes.polls.mass import mass, needed, quietest
from projets.votes.polls.poll import MOST_WEIGHT, THIN, Method, Poll, Voice
from projets.votes.polls.validity import check
from projets.votes.standing import draw

CODES = ("A", "B", "C")
AREAS = ("centre", "ile", "sud")
AGES = ("15-44", "45+")
PAIRS = st.tuples(st.sampled_from(AREAS), st.sampled_from(("", *AGES)))
PEOPLE = st.fixed_dictionaries(
    {area: st.fixed_dictionaries(dict.fromkeys(AGES, st.integers(0, 5000))) for area in AREAS}
)
VALUES = {
    Method.CONSENT: (-1, 1),
    Method.SCORE: (0, 5),
    Method.RANKING: (1, 3),
    Method.DOTS: (1, 5),
    Method.DATES: (0, 2),
}
CHOICES = st.sampled_from(list(Method)).flatmap(
    lambda method: st.tuples(
        st.just(method),
        st.lists(st.dictionaries(st.sampled_from(CODES), st.integers(*VALUES[method])), max_size=12),
    )
)
few = settings(max_examples=30, deadline=None)


def poll(method: Method = Method.SCORE, **people: int) -> Poll:
    return Poll(method, CODES, "graine", 5, people)


def test_each_method_orders_as_its_words_say() -> None:
    def first(method: Method, *said: dict[str, int]) -> list[str]:
        return [place.code for place in count(poll(method), [Voice(each) for each in said])]

    consent = ({"A": 1, "B": 1, "C": 0}, {"A": 1, "B": 1, "C": 0}, {"A": -1, "B": 0, "C": 0})
    assert first(Method.CONSENT, *consent) == ["B", "C", "A"]
    assert first(Method.SCORE, {"A": 5, "B": 1}, {"B": 5}) == ["B", "A", "C"]
    assert first(Method.RANKING, {"A": 1, "B": 2, "C": 3}, {"B": 1}) == ["B", "A", "C"]
    assert first(Method.DOTS, {"C": 5}, {"A": 2, "B": 3}) == ["C", "B", "A"]
    assert first(Method.DATES, {"A": 2, "B": 1}, {"A": 0, "B": 1}, {"C": 2}) == ["B", *sorted("AC", key=drawn)]


def drawn(code: str) -> str:
    return draw("graine", code)


@few
@given(CHOICES, st.randoms(use_true_random=False))
def test_the_order_of_voices_changes_nothing_and_ties_follow_the_draw(
    said: tuple[Method, list[dict[str, int]]], chance: random.Random
) -> None:
    method, choices = said
    voices = [Voice(each) for each in choices]
    places = count(poll(method), voices)
    chance.shuffle(voices)
    assert places == count(poll(method), voices)
    assert sorted(place.code for place in places) == list(CODES)
    for one, other in pairwise(places):
        assert (one.key, [-ord(c) for c in drawn(one.code)]) > (other.key, [-ord(c) for c in drawn(other.code)])
        assert (other.code in one.tied) == (one.key == other.key)


@few
@given(st.lists(PAIRS, max_size=60), PEOPLE)
def test_no_part_of_the_people_is_so_small_that_it_tells_who_somebody_is(
    spoken: list[tuple[str, str]], people: dict[str, dict[str, int]]
) -> None:
    parts = cells(spoken, people)
    many = Counter(parts.cell(area, age) for area, age in spoken)
    assert sum(many.values()) == len(spoken)
    if len(spoken) >= THIN:
        assert min(many.values()) >= THIN
    assert sum(parts.people.values()) <= sum(sum(ages.values()) for ages in people.values())


@few
@given(st.lists(PAIRS, min_size=1, max_size=40), PEOPLE, st.data())
def test_weights_keep_the_number_of_those_who_speak_and_their_ceiling(
    spoken: list[tuple[str, str]], people: dict[str, dict[str, int]], data: st.DataObject
) -> None:
    parts = cells(spoken, people)
    mates = data.draw(st.lists(st.integers(0, 3), min_size=len(spoken), max_size=len(spoken)))
    sizes = Counter(mates)
    voices = [
        Voice({"A": 1}, parts.cell(*pair), sizes[mate] if mate else 1) for pair, mate in zip(spoken, mates, strict=True)
    ]
    each = weights(poll(), voices)
    assert each == [Fraction(1, voice.together) for voice in voices]  # nobody knows how many live there
    known = Poll(Method.SCORE, CODES, "graine", 5, parts.people)
    each = weights(known, voices)
    assert all(0 <= weight * voice.together <= MOST_WEIGHT for weight, voice in zip(each, voices, strict=True))
    speak = sum(Fraction(1, voice.together) for voice in voices)
    assert sum(each) <= speak
    if all(weight * voice.together < MOST_WEIGHT for weight, voice in zip(each, voices, strict=True)):
        assert sum(each) == speak


def test_a_group_weighs_one_and_a_quiet_quartier_weighs_more() -> None:
    alone = [Voice({"A": 5}, "") for _each in range(3)]
    group = [Voice({"B": 5}, "", together=10) for _each in range(10)]
    assert count(poll(), alone + group)[0].code == "B"
    assert count(poll(), alone + group, weights(poll(), alone + group))[0].code == "A"
    loud = [Voice({"A": 5}, "centre") for _each in range(30)]
    quiet = [Voice({"B": 5}, "ile") for _each in range(20)]
    found = poll(centre=1000, ile=1000)
    assert weights(found, loud + quiet)[::30] == [Fraction(5, 6), Fraction(5, 4)]
    # A part of which one person speaks for very many is not followed without end.
    assert max(weights(poll(centre=10, ile=5000), [*loud, quiet[0]])) == MOST_WEIGHT


@few
@given(PEOPLE, st.lists(PAIRS, max_size=60), st.decimals(0, 5, places=2))
def test_the_quorum_is_reached_when_nobody_is_missing_and_one_more_voice_never_harms(
    people: dict[str, dict[str, int]], spoken: list[tuple[str, str]], quorum: Decimal
) -> None:
    found = mass(people, spoken, quorum, AGES)
    assert found.reached == (not found.missing and not found.unknown)
    for margin in found.margins:
        assert margin.needed == needed(margin.people, quorum)
        assert margin.missing + margin.voices >= margin.needed
        assert not margin.people or margin.needed <= margin.people
    lacks = [margin.lack for margin in found.missing]
    assert lacks == sorted(lacks, reverse=True)
    more = mass(people, [*spoken, ("centre", "45+")], quorum, AGES)
    assert {m.code for m in more.missing} <= {m.code for m in found.missing}


def test_who_is_heard_least_is_told_even_without_a_quorum() -> None:
    people = {"centre": {"": 1000}, "ile": {"": 1000}, "nord": {}}
    found = mass(people, [("centre", "")] * 30 + [("ile", "")] * 3, Decimal(0), [])
    assert found.reached and [margin.code for margin in quietest(found)] == ["ile"]
    assert not mass(people, [], Decimal(1), []).reached  # nobody knows how many live in « nord »
    assert found.margins[2].people is None and needed(None, Decimal(5)) == 0 and needed(1001, Decimal(1)) == 11


def test_a_rush_is_flagged_and_a_few_groups_that_hold_all_are_told() -> None:
    assert [burst.hour for burst in bursts({"08": 3, "09": 4, "10": 60, "11": 2})] == ["10"]
    assert bursts({"08": 3, "09": 9}) == [] and bursts({}) == []
    assert concentration([1, 1, 1]) == 0 and concentration([]) == 0
    assert concentration([10] * 10) == Fraction(9, 10)


@pytest.mark.parametrize(
    ("method", "said", "code"),
    [
        (Method.SCORE, {}, "empty"), (Method.SCORE, {"Z": 1}, "code"), (Method.SCORE, {"A": 6}, "value"),
        (Method.CONSENT, {"A": 2}, "value"), (Method.DATES, {"A": -1}, "value"),
        (Method.DOTS, {"A": 3, "B": 3}, "dots"), (Method.DOTS, {"A": 0}, "dots"),
        (Method.RANKING, {"A": 1, "B": 3}, "ranks"),
        (Method.RANKING, {"A": 1, "B": 1}, "ranks"),
    ],
)  # fmt: skip
def test_what_oversteps_the_method_is_refused(method: Method, said: dict[str, int], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check(poll(method), said)
    assert refused.value.code == code

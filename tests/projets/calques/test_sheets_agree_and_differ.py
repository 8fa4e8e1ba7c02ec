"""Laid over each other, sheets show where hands agree, and where they would do something else."""

from collections import Counter
from typing import Any

import pytest
from django.conf import settings
from django.contrib.gis.geos import Point
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from projets.idees.calques.limits import CELL
from projets.idees.calques.querysets import agreements, conflicts
from projets.idees.models import CalqueHand
from tests.factories import make_territoire, make_theme
from tests.projets.calques.samples import area, free, lay, make_calque, moved, newer, spot

pytestmark = pytest.mark.django_db
HANDS = ["a" * 43, "b" * 43, "c" * 43]


def three_sheets(client: Client, **fields: Any) -> list[int]:
    """Three hands on three sheets, whose areas overlap pairwise around the middle."""
    sheets = [make_calque(name=f"Calque {rank}") for rank in range(3)]
    for rank, sheet in enumerate(sheets):
        lay(client, sheet, area(east=rank * 0.4, half=0.5, **fields), hand=HANDS[rank])
    return [sheet.pk for sheet in sheets]


def test_squares_are_counted_once_a_hand_and_only_from_as_many_hands_as_asked(client: Client) -> None:
    sheets = three_sheets(client)
    squares, total = agreements(sheets, 3)
    assert total == len(squares) > 0
    assert {square.hands for square in squares} == {3}
    two, more = agreements(sheets, 2)
    assert more > total
    assert [square.hands for square in two] == sorted((square.hands for square in two), reverse=True)
    middle = moved(0.4)
    assert any(one.west <= middle[0] <= one.east and one.south <= middle[1] <= one.north for one in squares)
    assert agreements(sheets[:1], 2) == ([], 0), "a hand does not agree with itself"


def test_the_squares_are_those_that_a_plain_count_finds_in_the_same_order(client: Client) -> None:
    three_sheets(client)
    three_sheets(client)
    counted = Counter(cell for hand in CalqueHand.objects.all() for cell in hand.cells)
    for least in (2, 4, 7):
        squares, total = agreements(list(CalqueHand.objects.values_list("calque", flat=True)), least)
        plain = sorted((-hands, cell) for cell, hands in counted.items() if hands >= least)
        assert [square.hands for square in squares] == [-hands for hands, _cell in plain] and total == len(plain)
        for square, (_hands, cell) in zip(squares, plain, strict=True):
            middle = Point((square.west + square.east) / 2, (square.south + square.north) / 2, srid=4326)
            middle.transform(settings.CARTO_SRID_METRES)
            assert (int(middle.x // CELL), int(middle.y // CELL)) == (cell // 10**6 - 500_000, cell % 10**6 - 500_000)
    assert agreements([], 2) == ([], 0)


def test_the_same_hand_twice_in_a_square_is_one_hand(client: Client) -> None:
    calque = make_calque()
    lay(client, calque, area(), area(half=0.6), free((-0.4, 0), (0.4, 0)), hand=HANDS[0])
    assert agreements([calque.pk], 2) == ([], 0)
    lay(client, calque, spot("text"), hand=HANDS[1])
    assert agreements([calque.pk], 2)[1] > 0


def test_what_is_erased_or_waits_agrees_with_nobody(client: Client) -> None:
    calque, mine = make_calque(), area()
    lay(client, calque, mine, hand=HANDS[0])
    lay(client, calque, area(), hand=HANDS[1])
    assert agreements([calque.pk], 2)[1] > 0
    lay(client, calque, mine | {"efface": True}, hand=HANDS[0])
    assert agreements([calque.pk], 2) == ([], 0)
    assert CalqueHand.objects.filter(cells=[]).count() == 1
    lay(client, calque, mine, hand=HANDS[0])
    assert agreements([calque.pk], 2)[1] > 0
    lay(client, calque, spot("text", mots="Appelez le 06 12 34 56 78", sur=True), hand=HANDS[2])
    assert agreements([calque.pk], 3) == ([], 0)


def test_two_uses_of_one_place_are_a_disagreement_with_both_names(client: Client) -> None:
    make_theme("sport", name="Sport et jeux")
    make_theme("bruit", name="Tranquillité")
    loud, calm = make_calque(name="Un terrain"), make_calque(name="Le silence")
    lay(client, loud, area(usage="sport"), hand=HANDS[0])
    lay(client, calm, area(east=0.5, usage="bruit"), area(east=3, usage="bruit"), hand=HANDS[1])
    (found,) = conflicts([loud.pk, calm.pk])
    assert {found.one.calque.name, found.other.calque.name} == {"Un terrain", "Le silence"}
    assert {found.one.theme.name, found.other.theme.name} == {"Sport et jeux", "Tranquillité"}
    assert found.size > 1000
    page = client.get(f"/calques/ensemble/?calques={loud.uuid},{calm.uuid}").content.decode()
    assert "Un terrain" in page
    assert "Tranquillité" in page


def test_the_same_use_and_the_same_hand_are_no_disagreement(client: Client) -> None:
    for code in ("sport", "bruit"):
        make_theme(code)
    sheets = three_sheets(client, usage="sport")
    calque = make_calque()
    lay(client, calque, area(east=3, usage="sport"), area(east=3.2, usage="bruit"), hand=HANDS[0])
    assert conflicts([*sheets, calque.pk]) == []


def test_the_page_and_the_squares_say_the_same(client: Client) -> None:
    make_territoire()
    three_sheets(client)
    frame = "-1.57,47.20,-1.54,47.23"
    page = client.get(f"/calques/ensemble/?cadre={frame}&k=3")
    told = client.get(f"/calques/ensemble/accords.json?cadre={frame}&k=3").json()
    assert page.context["total"] == told["total"] == len(told["carres"])
    assert told["carres"][0][0] == 3
    assert page.context["agreed"][0]["hands"] == 3


@pytest.mark.parametrize("query", ["k=1&cadre=1,2,3,4", "k=x&calques=", "calques=non", "cadre=1,2", "k=9999999999999"])
def test_what_means_nothing_is_refused_in_words(client: Client, query: str) -> None:
    for address in ("/calques/ensemble/", "/calques/ensemble/accords.json"):
        assert client.get(f"{address}?{query}").status_code == 400


def test_the_pages_ask_as_much_for_many_sheets_as_for_few(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    three_sheets(client)
    three_sheets(client)
    with django_assert_max_num_queries(4):
        client.get("/calques/")
    with django_assert_max_num_queries(8):
        client.get("/calques/ensemble/?cadre=-1.57,47.20,-1.54,47.23")
    calque = make_calque()
    lay(client, calque, *(free((0, rank / 100), (1, 1)) for rank in range(20)))
    with django_assert_max_num_queries(11):
        client.get(calque.get_absolute_url())
    with django_assert_max_num_queries(3):
        newer(client, calque)

"""Two hands at once: whoever asks « what is newer? » sees every stroke, whatever order they arrive in."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client

from projets.idees.models import Calque, Trait
from tests.projets.calques.samples import ALICES, CHARLIES, free, lay, make_calque, newer


@pytest.mark.django_db
def test_nothing_new_is_said_in_no_words(client: Client) -> None:
    calque = make_calque()
    lay(client, calque, free())
    first = newer(client, calque)
    assert len(first.json()["traits"]) == 1
    again = newer(client, calque, first.json()["version"], headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    lay(client, calque, free(), hand=CHARLIES)
    then = newer(client, calque, 1, headers={"If-None-Match": first["ETag"]})
    assert [one["version"] for one in then.json()["traits"]] == [2]


@pytest.mark.django_db(transaction=True)
def test_a_stroke_that_commits_late_has_a_later_version() -> None:
    calque = make_calque()
    held, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            lay(Client(), calque, free())
            held.set()
            go_on.wait(5)
        connection.close()

    def fast() -> None:
        lay(Client(), calque, free(), hand=CHARLIES)
        connection.close()

    with ThreadPoolExecutor(2) as hands:
        first = hands.submit(slow)
        held.wait(5)
        second = hands.submit(fast)
        assert newer(Client(), calque).json() == {"version": 0, "clos": False, "traits": []}
        assert not second.done(), "the second hand waits for the first"
        go_on.set()
        first.result(5)
        second.result(5)
    told = newer(Client(), calque, 0).json()
    assert (told["version"], [one["version"] for one in told["traits"]]) == (2, [1, 2])


@pytest.mark.django_db(transaction=True)
def test_eight_strokes_of_two_hands_at_once_are_all_there_and_all_heard_of() -> None:
    calque = make_calque()
    heard: dict[str, int] = {}
    over = threading.Event()

    def draw(hand: str) -> None:
        for _ in range(4):
            assert lay(Client(), calque, free(), hand=hand).status_code == 200
        connection.close()

    def listen() -> None:
        version = 0
        while True:
            last = over.is_set()
            told = newer(Client(), calque, version).json()
            version = told["version"]
            heard.update({one["uuid"]: one["version"] for one in told["traits"]})
            if last:
                break
        connection.close()

    with ThreadPoolExecutor(3) as hands:
        listening = hands.submit(listen)
        drawing = [hands.submit(draw, ALICES), hands.submit(draw, CHARLIES)]
        try:
            for each in drawing:
                each.result(60)
        finally:
            over.set()
        listening.result(10)
    assert len(heard) == Trait.objects.count() == 8
    assert sorted(heard.values()) == list(range(1, 9))
    assert Calque.objects.get().version == 8

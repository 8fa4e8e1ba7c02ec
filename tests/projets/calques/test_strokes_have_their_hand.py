"""A stroke is a row of one hand: sent twice it is one, undone it comes back, and nobody else changes it."""

import pytest
from django.test import Client

from projets.idees.calques.actions import hand_of
from projets.idees.models import Trait
from tests.people import alice
from tests.projets.calques.samples import ALICES, CHARLIES, area, free, lay, make_calque, newer, spot
from tests.projets.samples import make_sticker

pytestmark = pytest.mark.django_db


def test_a_stroke_sent_twice_is_one_stroke_and_moves_no_version(client: Client) -> None:
    calque, stroke = make_calque(), free()
    first, second = lay(client, calque, stroke), lay(client, calque, stroke)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert Trait.objects.count() == 1
    calque.refresh_from_db()
    assert calque.version == 1


def test_only_its_hand_changes_a_stroke(client: Client) -> None:
    calque, stroke = make_calque(), free()
    lay(client, calque, stroke)
    answer = lay(client, calque, stroke | {"couleur": "loire"}, hand=CHARLIES)
    assert answer.status_code == 403
    assert answer.json()["refus"][stroke["uuid"]]["code"] == "hand"
    assert Trait.objects.get().colour == "prune"
    other = make_calque(name="Un autre")
    assert lay(client, other, stroke).status_code == 403, "nor the same browser from another sheet"


def test_erased_a_stroke_stays_and_an_undo_brings_it_back(client: Client) -> None:
    calque, stroke = make_calque(), area()
    lay(client, calque, stroke)
    lay(client, calque, stroke | {"efface": True, "vu": 1})
    gone = newer(client, calque, 1).json()["traits"]
    assert gone == [{"uuid": stroke["uuid"], "version": 2, "efface": True}]
    assert newer(client, calque).json()["traits"] == []
    lay(client, calque, stroke | {"vu": 2})
    assert [one["uuid"] for one in newer(client, calque).json()["traits"]] == [stroke["uuid"]]


def test_a_change_made_over_a_state_nobody_saw_is_not_lost_in_silence(client: Client) -> None:
    calque, stroke = make_calque(), free()
    lay(client, calque, stroke)
    lay(client, calque, stroke | {"couleur": "loire", "vu": 1})
    answer = lay(client, calque, stroke | {"couleur": "brique", "vu": 1})
    assert (answer.status_code, answer.json()["refus"][stroke["uuid"]]["code"]) == (409, "stale")
    assert Trait.objects.get().colour == "loire"


def test_one_refused_stroke_does_not_stop_the_others(client: Client) -> None:
    make_sticker()
    calque, good, bad = make_calque(), spot(), spot(autocollant="licorne")
    answer = lay(client, calque, bad, good)
    assert answer.status_code == 200
    assert [one["uuid"] for one in answer.json()["traits"]] == [good["uuid"]]
    assert answer.json()["refus"][bad["uuid"]]["code"] == "unknown"


def test_nothing_of_an_anonymous_hand_is_kept_and_two_sheets_do_not_know_they_share_one(client: Client) -> None:
    person = alice()
    client.force_login(person)
    calque, other = make_calque(), make_calque(name="Un autre")
    lay(client, calque, free())
    lay(client, other, free())
    first, second = Trait.objects.order_by("pk")
    assert (first.author, second.author) == (None, None)
    assert first.hand != second.hand
    assert ALICES not in (first.hand, second.hand)
    assert first.hand == hand_of(calque, ALICES)
    assert "hand" not in newer(client, calque).content.decode()


def test_who_signs_is_named_and_nobody_else_can_sign_for_them(client: Client) -> None:
    person = alice()
    calque = make_calque()
    lay(client, calque, free(), signer=True)
    client.force_login(person)
    lay(client, calque, free(), signer=True)
    assert [trait.author for trait in Trait.objects.order_by("pk")] == [None, person]
    plain, signed = Trait.objects.order_by("pk")
    assert plain.hand != signed.hand, "what Alice drew without a name does not lead to hers"
    for trait in (plain, signed):
        assert lay(client, calque, free(uuid=str(trait.uuid))).status_code == 200, "both are hers to change"
    client.logout()
    assert lay(client, calque, free(uuid=str(signed.uuid))).status_code == 403


def test_a_closed_sheet_takes_no_strokes_and_one_of_a_single_hand_asks_for_its_key(client: Client) -> None:
    closed = make_calque(closed_at="2026-01-01T00:00Z")
    assert (lay(client, closed, free()).status_code, newer(client, closed).json()["clos"]) == (409, True)
    alone = make_calque(shared=False, secret="s" * 43)
    assert lay(client, alone, free()).status_code == 403
    assert lay(client, alone, free(), cle="s" * 43).status_code == 200

"""What is too much, elsewhere, mad or hostile is refused with words that help; what can be mended is."""

import json
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from projets.idees.calques import actions
from projets.idees.models import Trait
from tests.places import PARIS, REZE
from tests.projets.calques.samples import ALICES, area, free, lay, make_calque, moved, sent, spot
from tests.projets.samples import make_sticker

pytestmark = pytest.mark.django_db


NOT_A_NUMBER = {"type": "LineString", "coordinates": [[float("nan"), 47.2], [-1.55, 47.21]]}


def line(*coordinates: list[float]) -> dict[str, Any]:
    return sent("free", {"type": "LineString", "coordinates": list(coordinates)})


def bow_tie() -> dict[str, Any]:
    """An eight: a hand that crossed its own line."""
    ring = [moved(0, 0), moved(1, 1), moved(1, 0), moved(0, 1), moved(0, 0)]
    return sent("area", {"type": "Polygon", "coordinates": [ring]})


WRONG = {
    "vertices": lambda: free(*((n / 400, (n % 2) / 100) for n in range(1501))),
    "large": lambda: free(*((n % 2 * 6, n / 100) for n in range(60))),
    "frame": lambda: line(moved(), [REZE.x, REZE.y]),
    "outside": lambda: line(moved(), [PARIS.x, PARIS.y]),
    "swapped": lambda: line(moved()[::-1], moved(1)[::-1]),
    "small": lambda: free((0, 0), (0.0001, 0.0001)),
    "kind": lambda: free() | {"sorte": "area"},
    "crossing": lambda: sent("area", {"type": "Polygon", "coordinates": [[moved(), moved(1), moved(2), moved()]]}),
    "srid": lambda: sent(
        "free",
        {"type": "LineString", "coordinates": [moved(), moved(1)], "crs": {"properties": {"name": "EPSG:2154"}}},
    ),
    "empty": lambda: line(),
    "text": lambda: spot("text", mots="  "),
    "sticker": lambda: spot(autocollant=""),
}


@pytest.mark.parametrize("code", WRONG)
def test_what_cannot_be_drawn_is_refused_with_its_reason(client: Client, code: str) -> None:
    make_sticker()
    stroke = WRONG[code]()
    answer = lay(client, make_calque(), stroke)
    assert answer.status_code == 422
    refusal = answer.json()["refus"][stroke["uuid"]]
    assert refusal["code"] in {code, "geometry"}, refusal
    assert refusal["dit"]
    assert not Trait.objects.exists()


def test_an_area_is_measured_against_its_frame(client: Client) -> None:
    answer = lay(client, make_calque(half=0.001), area(half=1.5))
    assert "hectares" in next(iter(answer.json()["refus"].values()))["dit"]


def test_an_area_that_crosses_itself_is_mended(client: Client) -> None:
    assert lay(client, make_calque(), bow_tie()).status_code == 200
    geom = Trait.objects.get().geom
    assert geom.valid
    assert geom.geom_type == "MultiPolygon"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"[]", 400), (b"{\"traits\": 3}", 400), (b"{\"main\": 4, \"traits\": [1]}", 422),
        (json.dumps({"main": ALICES, "traits": []}).encode(), 422),
        (json.dumps({"main": ALICES, "traits": [{}] * 51}).encode(), 422),
        (json.dumps({"main": "court", "traits": [{}]}).encode(), 422),
        (json.dumps({"main": ALICES, "traits": [None, "x", {"uuid": "non"}]}).encode(), 422),
        (json.dumps({"main": ALICES, "traits": [free() | {"geometry": NOT_A_NUMBER}]}).encode(), 422),
        (b"[" * 5000, 400), (b"x" * 1_000_001, 413),
    ],
)  # fmt: skip
def test_whatever_a_stranger_sends_is_answered(client: Client, body: bytes, status: int) -> None:
    answer = client.post(f"/calques/{make_calque().uuid}/traits/", body, content_type="application/json")
    assert answer.status_code == status
    assert not Trait.objects.exists()


def test_words_with_nul_are_refused_and_other_controls_taken_out(client: Client) -> None:
    calque = make_calque()
    assert lay(client, calque, spot("text", mots="a\x00b")).status_code == 422
    lay(client, calque, spot("text", mots="Un banc\u202e ici"))
    assert Trait.objects.get().text == "Un banc ici"


def test_a_hand_and_a_sheet_have_room_for_so_much(client: Client) -> None:
    calque = make_calque()
    with patch.object(actions, "BY_HAND", 2), patch.object(actions, "STROKES", 3):
        first = free()
        assert lay(client, calque, first, free(), free()).json()["refus"]
        assert lay(client, calque, free(), free(), hand="b" * 43).json()["refus"]
        assert Trait.objects.count() == 3
        # To erase makes room, and what was erased may come back only where there is some.
        lay(client, calque, first | {"efface": True})
        assert lay(client, calque, free()).status_code == 200
        assert lay(client, calque, first).status_code == 422

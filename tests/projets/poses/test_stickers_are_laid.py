"""Several stickers make one idea: each keeps its place, angle, size and rank; what is hostile is refused."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from carto.fiches.layers import Fact
from carto.fiches.models import Temporality
from carto.geometry import metres_between, on_grid
from projets.idees.layers import IDEES
from projets.idees.models import Idee, Pose
from projets.idees.poses.actions import follow_move, lay
from projets.idees.poses.reading import PosesField
from tests.places import CHATEAU, COURS_DES_50_OTAGES, REZE
from tests.projets.samples import filled, make_idee, make_sticker, properties

pytestmark = pytest.mark.django_db
PROPOSE = "/proposer/"
EAST = 0.0002  # degrees: some fifteen metres


@pytest.fixture(autouse=True)
def palette() -> None:
    """A few stickers exist."""
    for code, name in (("banc", "Un banc"), ("arbre", "Un arbre"), ("fontaine", "Une fontaine")):
        make_sticker(code, name=name)


def pose(code: str = "banc", **changes: Any) -> dict[str, Any]:
    """One sticker on the cours, upright, at its usual size, at the bottom of the pile."""
    at = {"lon": COURS_DES_50_OTAGES.x, "lat": COURS_DES_50_OTAGES.y}
    return {"code": code, **at, "angle": 0, "size": 100, "order": 0} | changes


def send(client: Client, *poses: Any, **changes: Any) -> Any:
    """The form, as the map of the palette fills it."""
    return client.post(PROPOSE, filled(poses=json.dumps(poses)) | changes)


def test_two_stickers_keep_their_place_their_angle_their_size_and_their_rank(client: Client) -> None:
    tree = pose("arbre", lon=COURS_DES_50_OTAGES.x + EAST, angle=345, size=160)
    answer = send(client, pose(angle=30, order=1), tree, autocollant="fontaine")
    assert answer.status_code == 302
    idee = Idee.objects.get()
    assert (idee.autocollant.code, idee.title) == ("banc", "Un banc"), "the first that was laid names it"
    told = [(one.autocollant.code, one.angle, one.size, one.order) for one in idee.poses.order_by("pk")]
    assert told == [("banc", 30, 100, 1), ("arbre", 345, 160, 0)]
    assert idee.poses.get(order=1).geom.equals_exact(idee.geom, 1e-9)
    page = client.get(idee.get_absolute_url()).content.decode()
    assert page.index("Un arbre, <span") < page.index("Un banc, <span"), "from the bottom of the pile to its top"
    assert "tourné de 345°" in page and "à 160 % de sa taille" in page


def test_one_sticker_without_javascript_lies_upright_at_its_place(client: Client) -> None:
    client.post(PROPOSE, filled())
    only = Pose.objects.get()
    assert (only.autocollant.code, only.angle, only.size, only.order) == ("banc", 0, 100, 0)
    assert only.geom.equals_exact(Idee.objects.get().geom, 1e-9)


def test_an_address_that_comes_later_takes_the_whole_along(client: Client) -> None:
    beside = pose("arbre", lon=COURS_DES_50_OTAGES.x + EAST, order=1)
    send(client, pose(), beside, longitude=str(CHATEAU.x), latitude=str(CHATEAU.y))
    first, second = Pose.objects.order_by("pk")
    assert first.geom.equals_exact(CHATEAU, 1e-6)
    assert second.geom.x - first.geom.x == pytest.approx(EAST)


def test_stickers_follow_the_idea_that_is_moved(client: Client) -> None:
    send(client, pose(), pose("arbre", lon=COURS_DES_50_OTAGES.x + EAST, order=1))
    idee = Idee.objects.get()
    idee.geom = CHATEAU
    follow_move(idee)
    first, second = Pose.objects.order_by("pk")
    assert first.geom.equals_exact(CHATEAU, 1e-9)
    assert metres_between(first.geom, second.geom) == pytest.approx(15, abs=1)


@pytest.mark.parametrize(
    ("poses", "said"),
    [
        ("[", "illisibles"),
        ("{}", "illisibles"),
        ("[]", "illisibles"),
        ("[" * 5000, "illisibles"),
        (f"[{'1' * 5000}]", "illisibles"),
        ("[null]", "illisibles"),
        ([pose(angle=360)], "illisibles"),
        ([pose(angle=-1)], "illisibles"),
        ([pose(angle=True)], "illisibles"),
        ([pose(angle=1.5)], "illisibles"),
        ([pose(size=49)], "illisibles"),
        ([pose(size=301)], "illisibles"),
        ([pose(size="100")], "illisibles"),
        ([pose(order=1)], "illisibles"),
        ([pose(), pose()], "illisibles"),
        ([pose(lon="-1.55")], "illisibles"),
        ([pose(lon=None)], "illisibles"),
        ('[{"code":"banc","lon":NaN,"lat":47.2,"angle":0,"size":100,"order":0}]', "illisibles"),
        ('[{"code":"banc","lon":1e999,"lat":47.2,"angle":0,"size":100,"order":0}]', "illisible"),
        ([pose() | {"onclick": "alert(1)"}], "illisibles"),
        ([{"code": "banc"}], "illisibles"),
        ([pose(code="b\x00nc")], "illisibles"),
        ([pose(code="zzz")], "pas dans la palette"),
        ([pose(lon=2.35, lat=48.85)], "hors de Nantes"),
        ([pose(order=0), pose(lon=REZE.x, lat=REZE.y, order=1)], "à plus de 500 m"),
        ([pose(order=rank) for rank in range(41)], "illisibles"),
        ("x" * 9000, "8000"),
    ],
)
def test_what_is_hostile_is_refused_in_words(client: Client, poses: Any, said: str) -> None:
    text = poses if isinstance(poses, str) else json.dumps(poses)
    answer = client.post(PROPOSE, filled(poses=text, text="Mes mots restent"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page and "Mes mots restent" in page
    assert not Idee.objects.exists()


def test_forty_are_laid_and_the_database_refuses_what_no_form_reads() -> None:
    idee = make_idee()
    lay(idee, PosesField().clean(json.dumps([pose(order=rank) for rank in range(40)])))
    assert idee.poses.count() == 40


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.integers(0, 359), st.integers(50, 300), st.floats(-0.003, 0.003)), min_size=1, max_size=12)
)
def test_whatever_was_laid_comes_back_as_it_was(drawn: list[tuple[int, int, float]]) -> None:
    laid = [
        pose(lat=COURS_DES_50_OTAGES.y + (north if rank else 0), angle=angle, size=size, order=len(drawn) - 1 - rank)
        for rank, (angle, size, north) in enumerate(drawn)
    ]
    read = PosesField().clean(json.dumps(laid))
    assert [(one.angle, one.size, one.order, one.point.y) for one in read] == [
        (one["angle"], one["size"], one["order"], one["lat"]) for one in laid
    ]


def test_fact_feeling_and_temporality_are_three(client: Client) -> None:
    client.post(PROPOSE, filled(text="Des bancs.", feeling="J’y suis seule.", temporality=Temporality.ALWAYS))
    idee = Idee.objects.get()
    assert (idee.text, idee.feeling, idee.temporality) == ("Des bancs.", "J’y suis seule.", "always")
    assert Fact("Ce serait", "tout le temps") in IDEES.facts(idee)
    told = properties(IDEES, idee)
    assert (told["text"], told["feeling"], told["temporality"]) == ("Des bancs.", "J’y suis seule.", "always")
    shown = on_grid(COURS_DES_50_OTAGES)  # nobody signed it: its stickers stand where it is shown
    assert told["poses"] == [
        {"code": "banc", "name": "Un banc", "angle": 0, "size": 100}
        | {"longitude": pytest.approx(shown.x), "latitude": pytest.approx(shown.y)}
    ]
    header, line = b"".join(client.get("/donnees/fiches.csv").streaming_content).decode().split("\r\n")[:2]
    assert {"text", "feeling", "temporality"} <= set(header.split(","))
    assert "Des bancs.,J’y suis seule.,always," in line

"""How a place feels is one voice of a coarse cell: no person, no place, no hour; shown from five voices on."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from secrets import randbits
from time import sleep

import pytest
from django.contrib.gis.geos import Point
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from carto.fiches.marks import mark
from carto.fiches.models import Face, Ressenti, RessentiCell, Visit
from carto.fiches.querysets import reassign_territoires
from carto.fiches.ressentis import grid
from carto.fiches.ressentis.grid import Cell, cell_of, told
from carto.fiches.ressentis.querysets import shown
from tests.factories import make_territoire
from tests.people import alice
from tests.places import CHATEAU, COMMERCE, PARIS, REZE
from tests.projets.samples import filled, make_sticker

pytestmark = pytest.mark.django_db


def say(client: Client, face: str = "fear", *, place: object = CHATEAU, **more: str) -> object:
    """One voice, as the page sends it."""
    return client.post("/ressentis/", {"face": face, "longitude": str(place.x), "latitude": str(place.y)} | more)


def voices(face: str, number: int, moment: str = "", place: object = CHATEAU) -> None:
    """So many voices of as many people."""
    for rank in range(number):
        assert (
            say(Client(HTTP_USER_AGENT=f"{face} {moment} {rank}"), face, place=place, moment=moment).status_code == 302
        )


def test_only_the_cell_the_face_the_part_of_the_day_and_the_month_are_kept(client: Client) -> None:
    say(client, moment="night")
    kept = Ressenti.objects.get()
    assert (Cell(kept.column, kept.row), kept.face, kept.moment, kept.month.day) == (
        cell_of(CHATEAU),
        "fear",
        "night",
        1,
    )
    assert {field.name for field in Ressenti._meta.fields} == {"id", "column", "row", "face", "moment", "month"}
    assert not Visit.objects.filter(what__contains=str(kept.column)).exists()


def test_one_voice_a_day_for_a_person_and_a_cell(client: Client) -> None:
    say(client)
    assert "Vous l’avez déjà dit" in say_and_read(client, "joy")
    assert Ressenti.objects.get().face == "fear"
    say(client, place=COMMERCE)
    assert Ressenti.objects.count() == 2, "another cell is another voice"
    assert "Cela se verra ici" in say_and_read(Client(HTTP_USER_AGENT="autre"), "joy")


def say_and_read(client: Client, face: str) -> str:
    """The page that follows a voice."""
    return client.get(say(client, face).url).content.decode()


def test_an_account_has_one_voice_whatever_the_browser_and_leaves_no_trace() -> None:
    person = alice()
    for name in ("téléphone", "ordinateur"):
        device = Client(HTTP_USER_AGENT=name)
        device.force_login(person)
        say(device)
    assert Ressenti.objects.count() == 1
    assert mark("x", str(person.pk)) not in set(Visit.objects.values_list("mark", flat=True))


def test_four_voices_are_never_shown_and_five_are(client: Client) -> None:
    make_territoire(CHATEAU, name="Centre-Ville")
    voices("fear", 4)
    page = client.get("/ressentis/carte/").content.decode()
    assert "Pas encore d’endroit" in page and "Centre-Ville" not in page
    voices("joy", 1)
    page = client.get("/ressentis/carte/").content.decode()
    assert "Centre-Ville" in page and "5 voix ou plus" in page
    assert "trop divers" in page and "#fear" not in page, "a face needs five voices of its own"


def test_faces_are_told_by_fives_in_one_order_and_none_is_the_result(client: Client) -> None:
    voices("fear", 12)
    voices("joy", 6)
    (cell,) = shown()
    assert (cell.voices, cell.faces) == (15, {"fear": 10, "joy": 5})
    page = client.get("/ressentis/carte/").content.decode()
    assert page.index("#joy") < page.index("#fear"), "the order of the list, not that of the numbers"
    collection = client.get("/ressentis/carte/cases.geojson").json()
    assert collection["features"][0]["properties"]["faces"] == ["joy", "fear"]
    rows = list(csv.DictReader(io.StringIO(client.get("/ressentis/carte/ressentis.csv").content.decode())))
    assert [(row["ressenti"], row["voix_au_moins"]) for row in rows] == [("joy", "5"), ("fear", "10")]


def test_no_filter_shows_fewer_than_five(client: Client) -> None:
    voices("fear", 4, "night")
    voices("fear", 5, "day")
    assert shown(moment="night") == []
    assert shown(moment="day")[0].faces == {"fear": 5}
    assert shown()[0].faces == {"fear": 5}, "by fives: the four of the night cannot be worked out"
    assert shown(face="joy") == []
    assert "Pas encore" in client.get("/ressentis/carte/?moment=night").content.decode()
    assert client.get("/ressentis/carte/?moment=%00&face=zzz").status_code == 200


@given(st.integers(0, 100_000))
def test_what_is_told_never_says_more_than_what_is_known(number: int) -> None:
    assert 0 <= number - told(number) < grid.ENOUGH
    assert told(number) == 0 or told(number) >= grid.ENOUGH


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"face": ""}, "Choisissez un visage"),
        ({"face": "love"}, "n’existe pas"),
        ({"moment": "noon"}, "le jour, ou la nuit"),
        ({"longitude": "", "latitude": ""}, "Dites-nous où"),
        ({"longitude": str(PARIS.x), "latitude": str(PARIS.y)}, "hors de Nantes"),
        ({"longitude": "nan"}, "illisible"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(client: Client, changes: dict[str, str], said: str) -> None:
    answer = say(client, **changes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Ressenti.objects.exists()


def test_a_look_before_sending_or_for_a_place_keeps_nothing(client: Client) -> None:
    for step in ("apercu", "lieux"):
        assert say(client, etape=step).status_code == 200
    assert not Ressenti.objects.exists()


def test_the_face_of_an_idea_goes_to_the_grid_alone(client: Client) -> None:
    make_sticker()
    answer = client.post("/proposer/", filled(face="anger", moment="day"))
    assert Ressenti.objects.get().face == "anger"
    page = client.get(client.get(answer.url).context["fiche"].get_absolute_url()).content.decode()
    assert "colère" not in page and "faces.svg" not in page


def test_the_grid_and_its_list_cost_two_queries_whatever_their_number(
    client: Client,
    django_assert_max_num_queries,  # noqa: ANN001
) -> None:
    for place in (CHATEAU, COMMERCE, REZE):
        cell = cell_of(place)
        Ressenti.objects.bulk_create(
            Ressenti(pk=cell.column * 1000 + rank, column=cell.column, row=cell.row, face=Face.CALM, month="2026-11-01")
            for rank in range(5)
        )
    with django_assert_max_num_queries(2):
        assert client.get("/ressentis/carte/").status_code == 200


def hear(number: int, face: str = "fear", moment: str = "", place: Point = CHATEAU) -> None:
    """So many voices, as the database receives them."""
    cell = cell_of(place)
    Ressenti.objects.bulk_create(
        Ressenti(pk=randbits(62), column=cell.column, row=cell.row, face=face, moment=moment, month="2026-11-01")
        for _rank in range(number)
    )


def test_what_is_shown_follows_every_voice_that_comes_changes_or_leaves() -> None:
    hear(5, "fear", "night")
    hear(4, "joy", "day")
    assert {(one.moment, one.total, *one.faces) for one in RessentiCell.objects.all()} == {
        ("", 9, "fear"), ("night", 5, "fear"),
    }  # fmt: skip
    hear(1, "joy", "day")
    assert RessentiCell.objects.get(moment="").faces == {"fear": 5, "joy": 5}
    Ressenti.objects.filter(face="joy").update(moment="night")
    assert RessentiCell.objects.get(moment="night").total == 10 and not RessentiCell.objects.filter(moment="day")
    other = cell_of(REZE)
    Ressenti.objects.filter(face="joy").update(column=other.column, row=other.row)
    assert {(one.column, *one.faces) for one in RessentiCell.objects.filter(moment="")} == {
        (cell_of(CHATEAU).column, "fear"), (other.column, "joy"),
    }  # fmt: skip
    Ressenti.objects.filter(face="fear").first().delete()
    assert not RessentiCell.objects.filter(column=cell_of(CHATEAU).column).exists(), "four are under the threshold"


def test_a_cell_finds_its_quartier_again_when_the_borders_change() -> None:
    hear(5)
    assert shown()[0].where == ""
    make_territoire(CHATEAU, name="Centre-Ville")
    reassign_territoires()
    assert shown()[0].where == "Centre-Ville"


@pytest.mark.django_db(transaction=True)
def test_voices_that_arrive_together_are_all_counted() -> None:
    def speak() -> None:
        try:
            hear(2)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as elsewhere:
        with transaction.atomic():
            hear(3)
            other = elsewhere.submit(speak)
            sleep(0.2)
            assert not other.done(), "it waits for those who spoke before"
        other.result()
    assert shown()[0].voices == 5


def test_doors_lead_there(client: Client) -> None:
    assert 'href="/ressentis/' in client.get("/idees/").content.decode()
    assert 'href="/ressentis/' in client.get("/").content.decode()
    assert "/ressentis/carte/" in client.get("/ressentis/").content.decode()


def test_the_demonstration_shows_places_twice_changes_nothing_and_removed_leaves_the_rest() -> None:
    hear(1)
    for _time in range(2):
        call_command("load_demo_ressentis", verbosity=0, stdout=io.StringIO())
    cells = shown()
    assert len(cells) == 6 and all(cell.faces for cell in cells) and Ressenti.objects.count() == 107
    assert {face for cell in cells for face in cell.faces} == set(Face.values)
    call_command("load_demo_ressentis", remove=True, verbosity=0)
    assert Ressenti.objects.count() == 1 and shown() == []

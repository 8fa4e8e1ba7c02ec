"""Brainwriting: the clock alone passes the sheets round; names at the end; late words are kept; nothing is lost."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from carto.fiches.models import Commentaire, Retenue, Visibility, What
from carto.territoires.models import Lieu
from projets.opportunites.models import Apport, Opportunite, Propos, Siege, Tablee
from projets.opportunites.phases.tables.rotation import Turns, sheet_before, writer_of
from tests.factories import make_territoire
from tests.people import alice, denise
from tests.places import CHATEAU, COMMERCE
from tests.projets.phases.samples import at_turn, in_phase, make_table, put

BEGINS = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)


@given(seats=st.integers(3, 8), minutes=st.integers(1, 20_160))
def test_each_seat_writes_on_each_sheet_once_and_no_sheet_stays_longer(seats: int, minutes: int) -> None:
    turns = Turns(BEGINS, timedelta(minutes=minutes), seats)
    for seat in range(seats):
        assert sorted(sheet_before(seat, turn, seats) for turn in range(seats)) == list(range(seats))
    for turn in range(seats):
        lain = [sheet_before(seat, turn, seats) for seat in range(seats)]
        assert sorted(lain) == list(range(seats)), "one sheet before each"
        assert [writer_of(sheet, turn, seats) for sheet in lain] == list(range(seats))
        assert turns.ends(turn) - turns.begins(turn) == turns.length


@given(seats=st.integers(3, 8), minutes=st.integers(1, 20_160), seconds=st.integers(-10_000, 10_000_000))
def test_the_clock_alone_says_which_turn_runs(seats: int, minutes: int, seconds: int) -> None:
    turns, now = Turns(BEGINS, timedelta(minutes=minutes), seats), BEGINS + timedelta(seconds=seconds)
    turn = turns.at(now)
    if turn is None:
        assert now < BEGINS or now >= turns.ends_at
    else:
        assert 0 <= turn < seats and turns.begins(turn) <= now < turns.ends(turn)


def _address(tablee: Tablee, rest: str = "") -> str:
    return f"/opportunites/{tablee.opportunite.uuid}/tablees/{tablee.pk}/{rest}"


@pytest.mark.django_db
def test_an_idea_may_point_at_a_place() -> None:
    Lieu.objects.create(osm_id="node/7", name="place du Commerce", nature="place=square", geom=COMMERCE)
    tablee = make_table(in_phase("contribution"))
    person, seat = _sit(tablee)
    _write(person, seat, 0, "Un kiosque", "Une estrade", place_0="place du Commerce", place_1="zzqx")
    first, second = Apport.objects.order_by("rank")
    assert first.spot.equals_exact(COMMERCE, 1e-6) and second.spot is None
    assert "lieu non trouvé" in person.get(seat).content.decode()
    at_turn(tablee, 3)
    page = person.get(_address(tablee)).content.decode()
    assert f"#17/{COMMERCE.y}/{COMMERCE.x}" in page and "zzqx" in page


@pytest.mark.django_db
def test_nobody_sits_down_for_a_topic_that_is_set_aside() -> None:
    tablee = make_table(in_phase("contribution"))
    Opportunite.objects.filter(pk=tablee.opportunite_id).update(status="set_aside")
    refused = Client().post(_address(tablee, "asseoir/"), {})
    assert refused.status_code == 409 and "mis de côté" in refused.content.decode() and not Siege.objects.exists()
    assert "mis de côté" in Client().get(_address(tablee)).content.decode()


def _sit(tablee: Tablee, **told: Any) -> tuple[Client, str]:
    """Somebody without an account, and the address of their seat."""
    client = Client()
    answer = client.post(_address(tablee, "asseoir/"), told)
    assert answer.status_code == 302
    return client, answer.url


def _write(client: Client, seat: str, turn: int, *texts: str, **more: Any) -> Any:
    told = {f"text_{rank}": text for rank, text in enumerate(texts)}
    return client.post(seat, {"turn": turn} | told | more)


@pytest.mark.django_db
def test_a_whole_table_from_the_first_seat_to_the_names(client: Client) -> None:
    tablee = make_table(in_phase("contribution"))
    people = [_sit(tablee, name=name) for name in ("Zoé", "", "Marc")]
    assert client.post(_address(tablee, "asseoir/"), {"name": "Trop"}).status_code == 409
    for turn in range(3):
        at_turn(tablee, turn)
        for n, (person, seat) in enumerate(people):
            page = person.get(seat).content.decode()
            assert page.count("Idée de ") == turn, "the sheet in front of one, and nothing else"
            assert "Zoé" not in page and "Marc" not in page
            assert _write(person, seat, turn, f"Idée de {n} au tour {turn}").status_code == 302
        assert "Idée de" not in client.get(_address(tablee)).content.decode()
    ranks = dict(Siege.objects.values_list("pk", "rank"))
    assert sorted((ranks[each.siege_id], each.sheet) for each in Apport.objects.all()) == [
        (seat, sheet) for seat in range(3) for sheet in range(3)
    ]
    assert set(Commentaire.objects.values_list("visibility", flat=True)) == {Visibility.DRAFT}
    at_turn(tablee, 3)
    page = client.get(_address(tablee)).content.decode()
    assert page.count("Idée de ") >= 9 and "Zoé" in page and page.count("Marc") == 3 and "anonyme" in page
    assert client.get(_address(tablee)).status_code == 200
    assert set(Commentaire.objects.values_list("visibility", flat=True)) == {Visibility.PUBLIC}
    assert [each.public_text for each in tablee.opportunite.evenements.filter(what=What.COMMENT)] == [
        "La tablée « Où mettre de l’ombre ? » est finie : 9 idées à lire."
    ]
    topic_page = client.get(tablee.opportunite.get_absolute_url()).content.decode()
    assert "Idée de 0 au tour 0" not in topic_page and "1 tablée." in topic_page


@pytest.mark.django_db
def test_words_that_come_late_are_refused_and_given_back() -> None:
    tablee = make_table(in_phase("contribution"), turn=1)
    siege = tablee.sieges.create(rank=0, digest="x", person=alice())
    client = Client()
    client.force_login(siege.person)
    answer = _write(client, _address(tablee, "ma-place/"), 0, "Des bancs tournés vers l’eau", "Une fontaine")
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Des bancs tournés vers l’eau", "Une fontaine", "rien n’est perdu"):
        assert words in page
    assert 'name="turn" value="1"' in page, "the sheet that lies there now is below"
    assert not Apport.objects.exists()
    at_turn(tablee, 3)
    assert _write(client, _address(tablee, "ma-place/"), 2, "Trop tard aussi").status_code == 409


@pytest.mark.django_db
def test_one_changes_one_s_words_during_the_turn_and_personal_ones_wait_for_a_look() -> None:
    tablee = make_table(in_phase("contribution"))
    person, seat = _sit(tablee)
    _write(person, seat, 0, "Un premier jet", "Une autre", place_0="quelque part")
    _write(person, seat, 0, "Mieux dit", "")
    assert [each.commentaire.text for each in Apport.objects.all()] == ["Mieux dit"]
    _write(person, seat, 0, "Appelez Zoé au 06 12 34 56 78")
    assert Apport.objects.get().commentaire.visibility == Visibility.WAITING and Retenue.objects.count() == 1
    _write(person, seat, 0, "Un banc", place_0="chez Zoé, 06 12 34 56 78")
    assert Apport.objects.get().commentaire.visibility == Visibility.WAITING, "a place is words too"
    siege = Siege.objects.get()
    neighbour = Client()
    other = tablee.sieges.create(rank=(siege.rank - 1) % 3, digest="y", person=alice())
    neighbour.force_login(other.person)
    at_turn(tablee, 1)
    assert "06 12 34" not in neighbour.get(_address(tablee, "ma-place/")).content.decode()
    assert _write(person, seat, 1, "x" * 601).status_code == 422
    assert _write(person, seat, 9, "hors du tour").status_code == 409


@pytest.mark.django_db
def test_a_seat_is_one_s_own_and_one_browser_or_account_has_one(client: Client) -> None:
    tablee, other = (make_table(in_phase("contribution")) for _each in range(2))
    person, seat = _sit(tablee, name="Zoé")
    assert person.post(_address(tablee, "asseoir/")).url == seat, "back to one's own"
    assert Siege.objects.get().name == "Zoé"
    assert "sans un numéro de téléphone" in (
        Client().post(_address(tablee, "asseoir/"), {"name": "Léa 06 12 34 56 78"}).content.decode()
    )
    secret = seat.rstrip("/").rsplit("/", 1)[1]
    assert Siege.objects.get().digest not in seat and Client().get(seat).status_code == 200
    for stranger in (
        _address(other, f"place/{secret}/"),
        _address(tablee, "place/abc/"),
        _address(tablee, "ma-place/"),
    ):
        assert client.get(stranger).status_code == 404
    client.force_login(alice())
    mine = client.post(_address(tablee, "asseoir/"), {"signed": "yes", "name": "Un autre nom"})
    assert mine.url == _address(tablee, "ma-place/") == client.post(_address(tablee, "asseoir/"), {"signed": "yes"}).url
    assert Siege.objects.get(person__isnull=False).name == ""
    at_turn(tablee, 1)
    assert Client().post(_address(tablee, "asseoir/")).status_code == 409, "the first turn is over"
    at_turn(tablee, 3)
    assert "Zoé" not in client.get(_address(tablee)).content.decode(), "no word of hers is there"


@pytest.mark.django_db
def test_an_idea_of_a_sheet_is_taken_up_with_where_it_comes_from(client: Client) -> None:
    topic = in_phase("contribution")
    constat = put(topic, "constat", "Il fait chaud.")
    tablee = make_table(topic)
    person, seat = _sit(tablee)
    _write(person, seat, 0, "Des voiles d’ombrage")
    idea = Apport.objects.get()
    address = f"/opportunites/{topic.uuid}/propos/dire/?idee={idea.pk}"
    assert client.get(address).status_code == 404, "not before the end"
    at_turn(tablee, 3)
    assert address.replace("&", "&amp;") in client.get(_address(tablee)).content.decode()
    assert "Des voiles d’ombrage" in client.get(address).content.decode()
    told = {"uuid": "7d9f5a52-3c8f-4f0e-9d0b-51d5f8f1a111", "kind": "solution", "text": "Des voiles, dès juin."}
    assert client.post(address, told | {"constat": constat.pk}).status_code == 302
    solution = Propos.objects.get(origin=idea)
    assert (solution.under, solution.commentaire.text) == (constat, "Des voiles, dès juin.")
    assert f"{_address(tablee)}#apport-{idea.pk}" in client.get(f"/opportunites/{topic.uuid}/propos/").content.decode()
    assert "Reprise dans les fils" in client.get(_address(tablee)).content.decode()


@pytest.mark.django_db
def test_whoever_holds_the_pen_lays_the_table_in_a_phase_and_nobody_else(client: Client) -> None:
    person = denise(make_territoire(CHATEAU))
    topic = in_phase("contribution", carrier=person)
    starts = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    told = {
        "question": "Où mettre de l’ombre ?", "seats": 6, "ideas": 3, "pace": "live", "length": 5, "unit": "1",
        "starts_at": starts,
    }  # fmt: skip
    address = f"/opportunites/{topic.uuid}/tablees/"
    assert client.post(address, told).status_code == 404
    client.force_login(person)
    for wrong in ({"seats": 9}, {"seats": 2}, {"unit": "1440"}, {"starts_at": "2020-01-01T10:00"}, {"question": ""}):
        answer = client.post(address, told | wrong)
        assert answer.status_code == 422 and "Il reste" in answer.content.decode()
    tablee_page = client.get(client.post(address, told).url).content.decode()
    tablee = Tablee.objects.get()
    assert (tablee.seats, tablee.turn_minutes, tablee.ends_at - tablee.starts_at) == (6, 5, timedelta(minutes=30))
    assert "Une tablée commence le" in topic.evenements.get(what=What.OPENED).public_text
    assert "Bientôt" in tablee_page and "Je m’assieds" in tablee_page
    off = f"{address}{tablee.pk}/annuler/"
    assert client.post(off, {"reason": ""}).status_code == 422
    assert Client().post(off, {"reason": "Sans le droit."}).status_code == 404
    assert client.post(off, {"reason": "La salle est prise."}).status_code == 302
    page = Client().get(f"{address}{tablee.pk}/").content.decode()
    assert "Cette tablée est annulée." in page and "La salle est prise." in page and "Je m’assieds" not in page
    assert Client().post(f"{address}{tablee.pk}/asseoir/").status_code == 409
    at_turn(tablee, 0)
    assert client.post(off, {"reason": "Trop tard."}).status_code == 409
    slow = told | {"pace": "slow", "unit": "1440", "length": 3, "question": "Et la nuit ?"}
    client.post(address, slow)
    assert Tablee.objects.get(question="Et la nuit ?").turn == timedelta(days=3)
    page = client.get(address).content.decode()
    assert page.count("à venir") == 1 and page.count("elle n’a pas lieu") == 1

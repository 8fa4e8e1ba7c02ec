"""The queue: what waits for whom, in order, page after page; the list, the map and the counts say the same."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from carto.comptes.models import Crew, Service
from carto.fiches.models import Photo, Soutien, Visibility
from signalements.actions import change_status
from signalements.desk.filters import ORDERS
from signalements.desk.queue import PER_PAGE
from signalements.models import Categorie, Signalement
from signalements.workflow import Status
from tests.factories import make_territoire
from tests.people import alice, bob, charlie, emile, farida
from tests.places import CHATEAU, COURS_DES_50_OTAGES, ILE_DE_NANTES
from tests.signalements.samples import load_content, make_signalement

pytestmark = pytest.mark.django_db


def _set(told: Signalement, **fields: object) -> Signalement:
    Signalement.objects.filter(pk=told.pk).update(**fields)
    told.refresh_from_db()
    return told


def _numbers(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"/bureau/?{query}")
    assert answer.status_code == 200, answer.context["desk"].errors
    return [row.signalement.number for row in answer.context["rows"]]


def _counts(client: Client) -> dict[str, int]:
    return client.get("/bureau/comptes.json").json()["files"]


def test_only_people_of_the_services_come_in(client: Client) -> None:
    assert client.get("/bureau/").status_code == 302
    client.force_login(charlie())
    for address in ("", "carte.geojson", "comptes.json", "vue.csv", "vue.gpkg", "vues/", "choisir/"):
        assert client.get(f"/bureau/{address}").status_code == 403, address


def test_each_sees_what_is_theirs_and_a_regulator_everything(client: Client) -> None:
    ours, theirs = make_signalement("trou-chaussee"), make_signalement("lampadaire-eteint")
    crew = Crew.objects.get(code="voirie-centre")
    client.force_login(bob())
    assert _numbers(client) == [ours.number]
    client.force_login(emile(crew=crew))
    assert _numbers(client) == []
    _set(ours, crew=crew)
    assert _numbers(client) == [ours.number]
    client.force_login(farida())
    assert set(_numbers(client)) == {ours.number, theirs.number}


def test_what_was_promised_first_comes_first_and_what_was_not_comes_last(client: Client) -> None:
    now = timezone.now()
    later, none, first = (make_signalement() for _ in range(3))
    _set(later, due_at=now + timedelta(days=9))
    _set(none, due_at=None)
    _set(first, due_at=now - timedelta(days=1))
    client.force_login(bob())
    assert _numbers(client) == [first.number, later.number, none.number]
    _set(none, priority=1)
    assert _numbers(client, "tri=priorite")[0] == none.number
    assert _numbers(client, "tri=recents") == [first.number, none.number, later.number]
    assert _numbers(client, "tri=anciens") == [later.number, none.number, first.number]


def test_every_queue_holds_what_its_name_says(client: Client) -> None:
    person, now = bob(Service.objects.create(code="voirie", name="Voirie")), timezone.now()
    names = ("moi", "retard", "risque", "attente", "planifies", "verifier", "rouverts", "transmis", "sans-promesse")
    told = {name: make_signalement() for name in names}
    far = now + timedelta(days=60)
    for each in told.values():
        _set(each, due_at=far, status="accepted")
    _set(told["moi"], assignee=person)
    _set(told["retard"], due_at=now - timedelta(hours=1))
    _set(told["risque"], due_at=now + timedelta(hours=1))
    states = {"attente": "waiting", "planifies": "planned", "verifier": "to_check", "rouverts": "reopened"}
    for name, status in (states | {"transmis": "forwarded"}).items():
        _set(told[name], status=status, paused_at=now if status == "waiting" else None)
    _set(told["attente"], due_at=now - timedelta(days=3))  # its clock stands still: not late
    _set(told["sans-promesse"], due_at=None)
    closed = make_signalement()
    change_status(closed, Status.TREATED, closing="mended")
    client.force_login(person)
    for name, each in told.items():
        assert _numbers(client, f"file={name}") == [each.number], name
    assert _numbers(client, "file=prendre") == [told["rouverts"].number]
    assert closed.number in _numbers(client, "file=tout")
    counts = _counts(client)
    assert counts.pop("") == len(told)
    assert set(counts.values()) == {1}


def test_the_counts_are_of_this_moment_and_of_the_roles_held_now(client: Client) -> None:
    told, person = make_signalement(), bob()
    _set(told, due_at=timezone.now() + timedelta(hours=1))
    client.force_login(person)
    assert (_counts(client)["risque"], _counts(client)["retard"]) == (1, 0)
    _set(told, due_at=timezone.now())
    assert (_counts(client)["risque"], _counts(client)["retard"]) == (0, 1)
    person.roles.update(service=Service.objects.create(code="ailleurs", name="Ailleurs"))
    assert set(_counts(client).values()) == {0}


def test_what_is_joined_goes_where_the_kept_one_goes(client: Client) -> None:
    kept, joined = make_signalement(), make_signalement()
    _set(joined, visibility=Visibility.JOINED)
    client.force_login(bob())
    assert _numbers(client) == [kept.number]


def test_filters_of_the_address_narrow_list_map_and_count_alike(client: Client) -> None:
    quartier = make_territoire(CHATEAU, code="Q1", half=0.001)
    here, there = make_signalement(geom=CHATEAU), make_signalement("trottoir-abime", geom=ILE_DE_NANTES)
    _set(here, priority=1, status="planned", origin="phone")
    client.force_login(bob())
    day = timezone.localdate()
    frame = f"{CHATEAU.x - 0.001},{CHATEAU.y - 0.001},{CHATEAU.x + 0.001},{CHATEAU.y + 0.001}"
    keeping = (
        f"territoire={quartier.code}", "categories=trou-chaussee", "etats=planned,waiting", "priorite=pressante",
        "origines=phone,mail",
        f"cadre={frame}", "categories=trou-chaussee&categories=&services=voirie", f"depuis={day}&priorite=pressante",
    )  # fmt: skip
    for query in keeping:
        assert _numbers(client, query) == [here.number], query
        drawn = client.get(f"/bureau/carte.geojson?{query}").json()
        assert [pin["properties"]["number"] for pin in drawn["features"]] == [here.number], query
        assert not drawn["capped"]
    assert _numbers(client, "equipe=aucune&confie=personne&tri=recents") == [there.number, here.number]
    assert _numbers(client, f"jusqua={day - timedelta(days=1)}") == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("file=nulle", "Valeur inconnue"), ("etats=cassé", "Valeur inconnue"), ("categories=rien", "Valeur inconnue"),
        ("origines=pigeon", "Valeur inconnue"),
        ("equipe=x", "Valeur inconnue"), ("confie=bob", "Valeur inconnue"), ("priorite=9", "Valeur inconnue"),
        ("territoire=nulle-part", "Territoire inconnu"), ("depuis=hier", "Date illisible"), ("cadre=1,2", "Cadre"),
        ("q=%21%21", "au moins un mot"), ("tri=moi", "Valeur inconnue"), ("apres=x~y~z", "n’existe pas"),
        ("apres=2026-01-01T00:00:00%2B00:00~2026-01-01T00:00:00%2B00:00~99999999999999999999", "n’existe pas"),
        ("q=a%00b", "Valeur inconnue"), ("territoire=a%00", "Territoire inconnu"),
        ("q=" + "a" * 201, "trop long"), ("depuis=2026-02-01&jusqua=2026-01-01", "inverse"),
    ],
)  # fmt: skip
def test_a_wrong_filter_is_told_in_words_and_the_list_stays(client: Client, query: str, said: str) -> None:
    shown = make_signalement()
    client.force_login(bob())
    answer = client.get(f"/bureau/?{query}")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert said in page
    assert shown.number in page
    if not query.startswith("apres"):
        assert client.get(f"/bureau/carte.geojson?{query}").status_code == 400
        assert client.get(f"/bureau/vue.csv?{query}").status_code == 400


def test_a_row_says_what_one_needs_to_choose(client: Client) -> None:
    person = bob()
    told = make_signalement("trou-chaussee", title="Trou énorme", temporality="often")
    _set(told, due_at=timezone.now() - timedelta(days=1), priority=1, assignee=person, planned_on=timezone.localdate(),
         crew=Crew.objects.get(code="voirie-centre"))  # fmt: skip
    Soutien.objects.create(fiche=told, kind="too", person=alice())
    Photo.objects.create(fiche=told, fiche_uuid=told.uuid)
    client.force_login(person)
    page = client.get("/bureau/").content.decode()
    said = (told.number, "Trou énorme", "En retard", "pressant", "fréquent", "confié à vous", "Voirie centre",
            "photo à vérifier", "+ 1 personne", "prévu le")  # fmt: skip
    for words in said:
        assert words in page, words


def test_the_page_costs_the_same_for_two_and_for_twenty(client: Client) -> None:
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = ("/bureau/?q=trou&tri=recents", "/bureau/carte.geojson", "/bureau/comptes.json", "/bureau/vue.csv")
    make_signalement(), make_signalement()
    client.force_login(bob())
    few = [cost(address) for address in addresses]
    for rank in range(18):
        make_signalement(geom=Point(CHATEAU.x + rank / 5000, CHATEAU.y, srid=4326))
    assert [cost(address) for address in addresses] == few
    assert few[0] <= 16


class EveryRowOnce(TestCase):
    """Page after page, each row is met once and in its order, whatever is promised, pressing or not."""

    @settings(max_examples=6, deadline=None)
    @given(
        st.lists(
            st.tuples(st.none() | st.integers(0, 2), st.integers(-1, 1), st.integers(0, 1)), min_size=3, max_size=6
        ),
        st.sampled_from(sorted(ORDERS)),
    )
    def test_it_holds(self, told: list[tuple[int | None, int, int]], name: str) -> None:
        """Each tuple: the day promised, the priority, the day reported."""
        if not Categorie.objects.exists():
            load_content()
        begun = datetime(2026, 3, 2, tzinfo=timezone.get_current_timezone())
        for due, priority, reported in told:
            due_at = None if due is None else begun + timedelta(days=due)
            made = make_signalement(geom=COURS_DES_50_OTAGES)
            _set(made, due_at=due_at, priority=priority, reported_at=begun + timedelta(days=reported))
        order = ORDERS[name]
        whole = list(order.sorted(Signalement.objects.all()))
        met, cursor = [], ""
        while True:
            left = order.after(Signalement.objects.all(), cursor) if cursor else Signalement.objects.all()
            if not (page := list(order.sorted(left)[:2])):
                break
            met += page
            cursor = order.cursor(page[-1])
        assert met == whole


def test_the_next_page_begins_where_this_one_ends(client: Client) -> None:
    load_content()
    for rank in range(PER_PAGE + 3):
        make_signalement(geom=Point(CHATEAU.x + rank / 9000, CHATEAU.y, srid=4326))
    client.force_login(bob())
    page = client.get("/bureau/?categories=trou-chaussee").content.decode()
    address = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    following = client.get(f"/bureau/{address}")
    assert "categories=trou-chaussee" in address
    assert len(following.context["rows"]) == 3
    shown = {row.signalement.pk for row in following.context["rows"]}
    assert shown.isdisjoint(row.signalement.pk for row in client.get("/bureau/").context["rows"])


def test_a_selection_goes_to_the_page_that_takes_it_or_nowhere(client: Client) -> None:
    make_signalement()
    client.force_login(bob())
    assert client.get("/bureau/choisir/?vers=ailleurs&choisis=a").status_code == 404


def test_the_desk_is_offered_to_whoever_works_there(client: Client) -> None:
    client.force_login(charlie())
    assert "/bureau/" not in client.get("/compte/").content.decode()
    client.force_login(bob())
    assert "/bureau/" in client.get("/compte/").content.decode()


def test_words_that_nothing_bears_give_an_empty_list_and_a_word_that_one_bears_finds_it(client: Client) -> None:
    found = make_signalement(text="Une girafe sur le trottoir")
    client.force_login(bob())
    assert _numbers(client, "q=girafe+trottoir") == [found.number]
    for query in ("q=licorne", "q=licorne+girafe&file=tout", "q=girafe&priorite=pressante"):
        assert _numbers(client, query) == [], query
        assert client.get(f"/bureau/carte.geojson?{query}").json()["features"] == []

"""The bars of a view's rhythm follow one another without a gap, and their sum is what its list counts."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from carto.carte.rhythm import MOST_BARS, STEPS, Rhythm, rhythm
from carto.fiches.filters import Filters
from carto.fiches.models import Stage
from tests.factories import make_fiche, make_theme
from tests.places import CHATEAU, REZE

PARIS = ZoneInfo("Europe/Paris")
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.fixture
def year(db: None) -> None:
    """Fiches of a winter and a spring: around midnight, around a Monday, around a new year, in two kinds and themes."""
    velo = make_theme("velo")
    make_fiche(created_at=datetime(2025, 12, 31, 23, 30, tzinfo=PARIS))
    make_fiche(created_at=datetime(2026, 1, 1, 0, 15, tzinfo=PARIS), theme=velo)
    make_fiche(created_at=datetime(2026, 1, 4, 23, 59, tzinfo=PARIS), stage=Stage.DONE)
    make_fiche(created_at=datetime(2026, 1, 5, 0, 0, tzinfo=PARIS), kind="idee", theme=velo)
    make_fiche(REZE, created_at=datetime(2026, 3, 29, 3, 30, tzinfo=PARIS))
    make_fiche(CHATEAU, created_at=datetime(2026, 3, 29, 12, tzinfo=PARIS), visibility="waiting")


QUERIES = [
    "",
    "depuis=2026-01-01",
    "jusqua=2026-01-04",
    "depuis=2026-01-01&jusqua=2026-03-31",
    "depuis=2026-01-03&jusqua=2026-01-08&etapes=new",
    "themes=velo&couches=idees,signalements",
    "couches=idees",
    "cadre=-1.58,47.18,-1.55,47.2",
    "depuis=1900-01-01&jusqua=2200-12-31",
    "depuis=2100-01-01",
]


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("step", ["", *STEPS])
@pytest.mark.parametrize("query", QUERIES)
def test_the_bars_add_up_to_what_the_list_counts(client: Client, query: str, step: str) -> None:
    answer = client.get(f"/rythme/?{query}&pas={step}").json()
    listed = client.get(f"/liste/?{query}").context["panel"].total
    assert sum(bar["fiches"] for bar in answer["barres"]) == answer["total"] == listed
    assert len(answer["barres"]) <= MOST_BARS


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("step", STEPS)
def test_each_bar_is_what_the_list_counts_between_its_days(client: Client, step: str) -> None:
    for bar in client.get(f"/rythme/?depuis=2025-12-20&jusqua=2026-04-02&pas={step}").json()["barres"]:
        counted = client.get(f"/comptes/?depuis={bar['du']}&jusqua={bar['au']}").json()["total"]
        assert counted == bar["fiches"], bar


@pytest.mark.usefixtures("year")
def test_weeks_begin_on_monday_and_are_cut_where_the_period_is(client: Client) -> None:
    answer = client.get("/rythme/?depuis=2026-01-01&jusqua=2026-01-13&pas=semaine").json()
    assert answer["barres"] == [
        {"du": "2026-01-01", "au": "2026-01-04", "fiches": 2},
        {"du": "2026-01-05", "au": "2026-01-11", "fiches": 1},
        {"du": "2026-01-12", "au": "2026-01-13", "fiches": 0},
    ]


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    ("until", "step"),
    [("2026-02-28", "jour"), ("2026-12-31", "semaine"), ("2030-12-31", "mois"), ("2200-12-31", "an")],
)
def test_the_step_suits_the_length_of_the_period(client: Client, until: str, step: str) -> None:
    assert client.get(f"/rythme/?depuis=2026-01-01&jusqua={until}").json()["pas"] == step


@pytest.mark.usefixtures("year")
def test_too_fine_a_step_gives_way_to_the_next(client: Client) -> None:
    assert client.get("/rythme/?depuis=2025-01-01&jusqua=2027-01-01&pas=jour").json()["pas"] == "semaine"


@pytest.mark.django_db
def test_a_view_without_fiches_has_no_bars(client: Client) -> None:
    assert client.get("/rythme/?pas=mois").json() == {"pas": "mois", "total": 0, "barres": []}


@pytest.mark.django_db
def test_what_is_older_than_any_filter_is_in_the_first_bar(client: Client) -> None:
    make_fiche(created_at=datetime(1789, 7, 14, 12, tzinfo=PARIS))
    answer = client.get("/rythme/").json()
    assert answer["barres"][0]["fiches"] == answer["total"] == 1
    assert len(answer["barres"]) <= MOST_BARS


@pytest.mark.usefixtures("year")
def test_the_rhythm_asks_no_more_for_many_fiches(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):  # what we wrote ourselves, and the themes
        client.get("/rythme/?pas=mois&themes=velo")


@pytest.mark.parametrize(
    "query",
    [
        "pas=heure", "pas=%00", "pas=" + "x" * 5000, "depuis=hier", "jusqua=2026-13-01", "couches=licornes",
        "etapes=bientot", "cadre=1,2,3", "cadre=nan,nan,nan,nan", "territoire=%00", "themes=%00",
        "depuis=2026-02-01&jusqua=2026-01-01",
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_a_wrong_parameter_is_a_problem_in_words(client: Client, query: str) -> None:
    answer = client.get(f"/rythme/?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"]


@given(st.dictionaries(DAYS, st.integers(1, 9), min_size=1, max_size=30), DAYS, DAYS, st.sampled_from(["", *STEPS]))
def test_bars_follow_one_another_for_any_days(counts: dict[date, int], one: date, other: date, step: str) -> None:
    since, until = sorted((one, other))
    held = {day: n for day, n in counts.items() if since <= day <= until}
    found = _rhythm_of(held, Filters(depuis=since, jusqua=until), step)
    assert found.total == sum(held.values())
    assert len(found.bars) <= MOST_BARS
    if held:
        assert (found.bars[0].since, found.bars[-1].until) == (since, until)
        for before, after in zip(found.bars, found.bars[1:], strict=False):
            assert before.since <= before.until == after.since - timedelta(days=1)


def _rhythm_of(counts: dict[date, int], filters: Filters, step: str) -> Rhythm:
    """The rhythm of these counts, as if the database had given them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Filters, "counted_by_day", lambda _filters: counts)
        return rhythm(filters, step)

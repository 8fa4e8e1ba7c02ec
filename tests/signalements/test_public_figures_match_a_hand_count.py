"""The public figures: what the page says, what its JSON says, and what anybody counts again from the rows agree."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from carto.fiches.actions import record
from carto.fiches.models import Visibility, What
from carto.territoires.models import Level, Population
from signalements.figures import columns
from signalements.loaders import Event, Row, load
from signalements.models import Categorie, Satisfaction, Signalement
from signalements.workflow import Status
from tests.factories import make_territoire
from tests.places import CHATEAU, COURS_DES_50_OTAGES, REZE
from tests.signalements.samples import load_content

pytestmark = pytest.mark.django_db
PAGE, JSON, CSV = "/signalements/chiffres/", "/signalements/chiffres.json", "/signalements/chiffres.csv"
SPRING = {"du": "2026-03-01", "au": "2026-03-31"}
# Treated after so many days, or not yet (None).
HOLES = (0, 1, 2, 4, 8, 12, None, None)


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """A pass of one test serves no other."""
    columns.forget()
    yield
    columns.forget()


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())


def row(day: date, took: int | None = None, code: str = "trou-chaussee", end: str = "treated", **fields: Any) -> Row:
    """One reported that day, treated (or declined) so many days later, or not yet."""
    if not Categorie.objects.exists():
        load_content()
    place = fields.get("geom", COURS_DES_50_OTAGES)
    closed = Event(at(day + timedelta(days=took or 0), 17), "agent", What.STATUS, after=end)
    return Row(
        uuid4(), Categorie.objects.select_related("service", "theme").get(code=code), place.ewkt, at(day),
        history=(closed,) if took is not None else (), status=Status(end) if took is not None else Status.RECEIVED,
    )  # fmt: skip


def arrive(*rows: Row) -> list[Signalement]:
    """They are stored, each promised within ten days."""
    load(rows)
    stored = Signalement.objects.filter(uuid__in=[one.uuid for one in rows])
    stored.update(due_at=F("reported_at") + timedelta(days=10))
    return list(stored.order_by("reported_at", "pk"))


@pytest.fixture
def march() -> list[Signalement]:
    """Eight holes in the centre: six are treated, one of them was reopened before, two have waited since March.

    Besides: a declined one in Rezé, one that is hidden, one that is joined, and one of April.
    """
    make_territoire(CHATEAU, half=0.02, code="1", name="Centre-Ville")
    commune = make_territoire(CHATEAU, Level.COMMUNE, half=0.02, code="44109", name="Nantes")
    make_territoire(REZE, Level.COMMUNE, code="44143", name="Rezé")
    Population.objects.create(territoire=commune, year=2022, count=2000, source="essai")
    holes = arrive(*(row(date(2026, 3, 2 + rank), took) for rank, took in enumerate(HOLES)))
    Signalement.objects.filter(pk=holes[5].pk).update(reopenings=1)
    hidden, joined, *_others = arrive(
        row(date(2026, 3, 5)), row(date(2026, 3, 6)), row(date(2026, 3, 31), 3, "bruit", "declined", geom=REZE),
        row(date(2026, 4, 1)),
    )  # fmt: skip
    Signalement.objects.filter(pk=hidden.pk).update(visibility=Visibility.WAITING)
    Signalement.objects.filter(pk=joined.pk).update(visibility=Visibility.JOINED)
    return holes


def whole(client: Client, **params: str) -> dict:
    return client.get(JSON, SPRING | params).json()["ensemble"]


def rows(client: Client, **params: str) -> list[dict[str, str]]:
    answer = client.get(CSV, SPRING | params)
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_the_json_is_what_the_hand_counts(client: Client, march: list[Signalement]) -> None:
    told = whole(client)
    assert (told["signales"], told["traites"], told["en_cours"], told["non_retenus"]) == (9, 6, 2, 1)
    assert (told["delai_median_jours"], told["delai_9_sur_10_jours"]) == (3.0, 10.0), "0 1 2 4 8 12"
    assert (told["clos_une_fois"], told["rouverts"]) == (7, 1)
    assert (told["promesses"], told["promesses_tenues"]) == (9, 6), "12 days are late, two were never answered"
    spot = whole(client, ou="44109")
    assert (spot["signales"], spot["pour_1000_habitants"], spot["habitants"]) == (8, 4.0, 2000)


def test_the_page_says_the_same(client: Client, march: list[Signalement]) -> None:
    page = " ".join(client.get(PAGE, SPRING).content.decode().split())
    said = (
        "Du 1 mars 2026 au 31 mars 2026 : 9 signalements.", "Traités : 6 (67 %) ; en cours : 2 ; non retenus : 1.",
        "La moitié ont été traités en 3 jours ou moins, neuf sur dix en 10 jours ou moins.",
        "Rouverts : 14 % de ceux qui ont été clos (7).",
        "La réponse promise est venue à temps pour 6 sur 9 (67 %).",
        "Le nombre dit d’abord combien on se sert de ce site", "Centre-Ville", "Rezé",
    )  # fmt: skip
    for words in said:
        assert words in page


def test_anybody_counts_it_again_from_the_rows(client: Client, march: list[Signalement]) -> None:
    listed, told = rows(client), whole(client)
    assert len(listed) == told["signales"]
    treated = [row for row in listed if row["etat"] == "treated"]
    assert len(treated) == told["traites"]
    assert median(int(row["delai_jours"]) for row in treated) == told["delai_median_jours"]
    assert sum("" < row["clos_le"] <= row["promis_le"] for row in listed) == told["promesses_tenues"]
    assert sum(int(row["rouvert"]) for row in listed) == told["rouverts"]
    assert all(len(row["signale_le"]) == 10 for row in listed), "days, never hours"
    assert {row["numero"] for row in listed} >= {each.number for each in march}


def test_tables_add_up_to_the_whole(client: Client, march: list[Signalement]) -> None:
    told = client.get(JSON, SPRING).json()
    for name in ("categories", "communes"):
        assert sum(one["signales"] for one in told[name]) == 9
    assert [one["nom"] for one in told["communes"]] == ["Nantes", "Rezé"], "by name: no place is ranked"
    assert [one["nom"] for one in told["quartiers"]] == ["Centre-Ville"]
    holes = next(one for one in told["categories"] if one["code"] == "trou-chaussee")
    assert holes["signales"] == 8 == len(rows(client, categorie="trou-chaussee"))
    series = next(one for one in told["series"] if one["code"] == "trou-chaussee")
    assert len(told["mois"]) == len(series["signales"]) == 12 and told["mois"][-1] == "2026-03"
    assert (series["signales"][-1], series["traites"][-1], sum(series["signales"])) == (8, 6, 8)


def test_a_closing_put_back_as_a_mistake_was_never_one(client: Client, march: list[Signalement]) -> None:
    record(march[6], What.STATUS, role="agent", before="received", after="treated")
    record(march[6], What.STATUS, role="agent", before="treated", after="received")
    assert Signalement.objects.get(pk=march[6].pk).treated_at
    assert (whole(client)["clos_une_fois"], whole(client)["rouverts"]) == (7, 1)
    assert sum(int(row["deja_clos"]) for row in rows(client)) == 7


def test_no_delay_is_told_of_fewer_than_five(client: Client, march: list[Signalement]) -> None:
    few = {"du": "2026-03-02", "au": "2026-03-05"}
    told = client.get(JSON, few).json()["ensemble"]
    assert (told["traites"], told["delai_median_jours"], told["delai_9_sur_10_jours"]) == (4, None, None)
    page = client.get(PAGE, few).content.decode()
    assert "trop peu pour dire un délai" in page and "trop peu pour le dire" in page
    answer = client.get(CSV, few)
    listed = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert len(listed) == 4 and not any(row["clos_le"] or row["delai_jours"] for row in listed)


def test_what_people_think_is_told_from_five_on(client: Client, march: list[Signalement]) -> None:
    for rank, each in enumerate(march[:5]):
        assert whole(client)["part_contente"] is None
        moment = Signalement.objects.get(pk=each.pk).treated_at
        Satisfaction.objects.create(signalement=each, satisfied=rank > 0, treated_at=moment)
    assert whole(client)["part_contente"] == 0.8
    assert "4 personnes sur 5 sont contentes" in client.get(PAGE, SPRING).content.decode()


def test_a_clock_that_stands_still_breaks_no_promise(client: Client, march: list[Signalement]) -> None:
    Signalement.objects.filter(pk=march[7].pk).update(paused_at=timezone.now(), status="waiting")
    told = whole(client)
    assert (told["promesses"], told["promesses_tenues"]) == (8, 6)


@pytest.mark.parametrize(
    ("asked", "since", "until"),
    [
        ({"periode": "2026"}, "2026-01-01", "2026-12-31"),
        ({"periode": "2026-T1"}, "2026-01-01", "2026-03-31"),
        ({"periode": "2025-T4"}, "2025-10-01", "2025-12-31"),
        ({"periode": "2024-T1"}, "2024-01-01", "2024-03-31"),
        ({"du": "2026-02-28", "au": "2026-02-28"}, "2026-02-28", "2026-02-28"),
    ],
)
def test_a_period_is_whole_days(client: Client, asked: dict[str, str], since: str, until: str) -> None:
    assert client.get(JSON, asked).json()["periode"] == {"du": since, "au": until}


@pytest.mark.parametrize(
    "params",
    [
        {"periode": "2026-T5"}, {"periode": "9999999"}, {"du": "hier"}, {"du": "2026-03-31", "au": "2026-03-01"},
        {"au": "9999-12-31"}, {"categorie": "zzz"}, {"categorie": "\x00"}, {"ou": "' OR 1=1 --"}, {"ou": "\x00"},
    ],
)  # fmt: skip
def test_hostile_addresses_are_told_in_words(client: Client, params: dict[str, str]) -> None:
    page = client.get(PAGE, params)
    assert page.status_code == 400 and 'role="alert"' in page.content.decode()
    for address in (JSON, CSV):
        answer = client.get(address, params)
        assert answer.status_code == 400 and answer.json()["errors"]
    assert client.post(PAGE).status_code == 405


def test_an_empty_city_has_its_page(client: Client) -> None:
    page = client.get(PAGE, {"periode": "1900"})
    assert page.status_code == 200 and "rien n’a été signalé ici" in page.content.decode()


def test_the_page_costs_the_same_for_few_and_for_many(client: Client, march: list[Signalement]) -> None:
    client.get(PAGE, SPRING)  # what a process reads once
    costs = []
    for _turn in range(2):
        columns.forget()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE, SPRING).status_code == 200
        costs.append(len(queries))
        arrive(*(row(date(2026, 3, 10), rank, "bruit") for rank in range(6)))
    assert abs(costs[1] - costs[0]) <= 1 and max(costs) <= 10, "one pass over the rows (the counter may read its own)"
    client.get(PAGE, SPRING)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE, SPRING)
    assert len(queries) <= 6, "no pass while nothing moves"


def test_a_dear_pass_serves_for_a_while_and_a_cheap_one_never(
    client: Client, march: list[Signalement], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert whole(client)["signales"] == 9
    arrive(row(date(2026, 3, 12)))
    assert whole(client)["signales"] == 10, "a small city reads what is true now"
    monkeypatch.setattr(columns, "CHEAP", -1.0)
    monkeypatch.setattr(columns, "KEPT_FOR", 10_000)
    arrive(row(date(2026, 3, 13)))
    assert whole(client)["signales"] == 10, "a large one says at what moment it counted"


def test_the_figures_are_found_from_the_list_the_footer_and_the_places(
    client: Client, march: list[Signalement]
) -> None:
    for address in ("/signalements/", "/a-propos/", "/territoires/", "/territoires/44109/"):
        answer = client.get(address)
        assert PAGE in answer.content.decode(), address

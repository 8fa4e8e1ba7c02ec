"""Whatever the filters and the groups, a table's total is what the list counts, and so is each of its cells."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carto.carte.tables.asked import Asked
from carto.carte.tables.table import Table, table_of
from carto.fiches.filters import Filters
from carto.fiches.grouping import COMMON, dimensions
from carto.fiches.models import Origin, Stage
from carto.ouvert.files.columns import view_of
from carto.territoires.models import Level, Population
from tests.browser.samples import make_equipement, make_idee, make_opportunite, make_signalement
from tests.factories import make_fiche, make_territoire, make_theme
from tests.places import CHATEAU, ILE_DE_NANTES, PARIS, REZE
from tiles.grid import Tile
from tiles.pyramid.cells import held
from tiles.pyramid.entries import KINDS

pytestmark = pytest.mark.django_db
HERE: Final = ZoneInfo("Europe/Paris")
EVERYWHERE: Final = [one.code for one in COMMON]
OWN: Final = {
    "signalements": ["signalements.categorie", "signalements.etat", "signalements.service", "signalements.motif"],
    "idees": ["idees.autocollant", "idees.etat"],
    "equipements": ["equipements.nature", "equipements.type", "equipements.etat"],
    "opportunites": ["opportunites.echelle", "opportunites.etat"],
}
KEPT: Final = [
    "", "themes=velo", "etapes=new,in_progress", "depuis=2026-01-01", "jusqua=2026-01-31&themes=voirie",
    "territoire=44109", "parmi=jour:4", "parmi=quartier:&depuis=2025-12-31", "cadre=-1.56,47.2,-1.54,47.22",
    "parmi=origine:paper,commune:44109",
]  # fmt: skip


@pytest.fixture
def city() -> None:
    """Two communes, one with two quartiers; fiches of every kind around a new year, by several doors, one far away."""
    nantes = make_territoire(CHATEAU, Level.COMMUNE, half=0.02, code="44109", name="Nantes")
    Population.objects.create(territoire=nantes, year=2022, count=2000, source="INSEE")
    make_territoire(CHATEAU, half=0.004, code="N01", name="Centre-Ville", parent=nantes)
    make_territoire(ILE_DE_NANTES, half=0.004, code="N02", name="Île de Nantes", parent=nantes)
    make_territoire(REZE, Level.COMMUNE, half=0.004, code="44143", name="Rezé")
    velo = make_theme("velo")
    eve = datetime(2025, 12, 31, 23, 30, tzinfo=HERE)
    make_fiche(CHATEAU, created_at=eve)
    make_fiche(CHATEAU, created_at=eve + timedelta(hours=1), theme=velo, stage=Stage.DONE, origin=Origin.PAPER)
    make_fiche(ILE_DE_NANTES, created_at=eve + timedelta(days=40), kind="opportunite", theme=velo)
    make_fiche(PARIS, created_at=eve + timedelta(days=40), kind="idee")
    make_fiche(REZE, created_at=eve, visibility="waiting")
    make_signalement(CHATEAU)
    make_signalement(REZE)
    make_idee(ILE_DE_NANTES)
    make_equipement(CHATEAU)
    make_opportunite(ILE_DE_NANTES)


def table(query: str) -> Table:
    asked = Asked.read(QueryDict(query))
    assert asked.errors == ()
    return table_of(asked)


def count(address: str) -> int:
    """What the list of an address counts, two ways: as its panel does, and row by row."""
    filters = Filters.read(QueryDict(address.partition("?")[2]))
    counted = sum(filters.counted_by_kind().values())
    assert counted == filters.fiches().count()
    return counted


@st.composite
def queries(draw: st.DrawFn) -> str:
    """Any view of one layer, of two or of all, by one or two dimensions that hold for it."""
    couches = draw(st.sampled_from(["", "idees,signalements", *OWN]))
    offered = EVERYWHERE + OWN.get(couches, [])
    rows, columns = draw(st.lists(st.sampled_from(offered), min_size=2, max_size=2, unique=True))
    kept = draw(st.sampled_from(KEPT))
    columns = draw(st.sampled_from(["", columns]))
    return f"couches={couches}&{kept}&lignes={rows}&colonnes={columns}"


@given(queries())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def _holds(city: None, query: str) -> None:
    made = table(query)
    assert made.count == count(f"?{query}") == sum(line.group.count for line in made.lines)
    assert made.total.figure.value == made.count
    for line in made.lines:
        assert line.total.figure.value == (count(line.total.link) if line.total.link else 0)
        for cell in line.cells:
            assert cell.figure.value == (count(cell.link) if cell.link else 0)
        assert not line.cells or sum(cell.figure.value for cell in line.cells) == line.total.figure.value
    for rank, total in enumerate(made.totals):
        assert total.figure.value == sum(line.cells[rank].figure.value for line in made.lines)


def test_total_rows_columns_and_cells_are_what_their_lists_count(city: None) -> None:
    _holds(city)


@pytest.mark.parametrize("couches", OWN)
def test_every_dimension_of_a_layer_is_in_some_table(city: None, couches: str) -> None:
    for code in OWN[couches]:
        made = table(f"couches={couches}&lignes={code}")
        assert made.count == sum(count(line.total.link) for line in made.lines)
        for line in (line for line in made.lines if line.group.key):
            own = view_of(Filters.read(QueryDict(line.total.link.partition("?")[2])))
            assert own.name == couches and own.fiches.count() == line.group.count
    assert {code for code in dimensions() if code.startswith(f"{couches}.")} == set(OWN[couches])


@pytest.mark.parametrize("parmi", ["jour:4", "commune:44109,etape:new", "rue:", "origine:paper", "signalements.etat:"])
def test_the_map_of_a_group_holds_what_its_list_counts(city: None, parmi: str) -> None:
    found = held(Tile(0, 0, 0), KINDS, Filters.read(QueryDict(f"parmi={parmi}")))
    assert len(found.pins) + sum(cluster.count for cluster in found.clusters) == count(f"?parmi={parmi}")


def test_a_month_where_nothing_was_made_is_there_with_none(city: None) -> None:
    made = table("lignes=mois&jusqua=2026-02-28")
    assert [(line.group.key, line.total.figure.value) for line in made.lines] == [
        ("2025-12", 1),
        ("2026-01", 1),
        ("2026-02", 2),
    ]


def test_inhabitants_are_those_of_the_place_and_of_no_other(city: None) -> None:
    made = table("lignes=commune&mesure=habitants&tri=nom")
    told = {line.group.label: (line.total.figure.value, line.group.count) for line in made.lines}
    assert told["Nantes"] == (1000 * told["Nantes"][1] / 2000, told["Nantes"][1])
    assert told["Rezé"][0] is told["Hors commune"][0] is None
    assert made.total.figure.value is None and made.total.said == "–"


def test_a_median_is_worked_out_anew_for_each_total(city: None) -> None:
    begun = datetime(2026, 3, 2, 9, tzinfo=HERE)
    for days, where in ((1, CHATEAU), (2, CHATEAU), (3, CHATEAU), (4, REZE), (30, REZE)):
        done = {"status": "treated", "treated_at": begun + timedelta(days=days), "stage": Stage.DONE}
        make_signalement(where, reported_at=begun, **done)
    made = table("couches=signalements&lignes=commune&colonnes=etape&mesure=delai")
    assert made.total.figure.value == 3.0  # of five; neither commune has five of its own
    assert {line.total.figure.value for line in made.lines} == {None}
    assert made.lines[0].total.figure.n > 0


def test_what_has_no_room_is_in_the_last_row_and_is_said(city: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carto.carte.tables.table.MOST_ROWS", 1)
    made = table("lignes=theme&colonnes=couche")
    assert [line.group.key for line in made.lines] == ["voirie", None]
    assert sum(line.total.figure.value for line in made.lines) == made.count == made.total.figure.value
    assert made.lines[-1].total.link == "" and "4 lignes de plus" in made.notes[0]


def test_the_table_is_put_in_order_by_a_link(city: None, client: Client) -> None:
    def totals(order: str) -> list[int]:
        return [line.total.figure.value for line in table(f"lignes=couche&tri={order}").lines]

    assert totals("total") == sorted(totals("-total")) and totals("-total")[0] == max(totals("total"))
    page = client.get("/tableaux/?lignes=couche&tri=-total").content.decode()
    assert 'aria-sort="descending"><a href="?lignes=couche&amp;tri=total"' in page

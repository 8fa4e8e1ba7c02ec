"""A facility's figures from nearer: over the years, by use, by neighbour, planned and real, beside those like it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from carto.territoires.models import Population
from projets.equipements.figures.comparing import beside, over_years, per_use, published, yearly_uses
from projets.equipements.models import Cout, Equipement, TypeEquipement, Usage
from tests.factories import make_territoire
from tests.people import bob
from tests.places import JARDIN_DES_PLANTES
from tests.projets.samples import make_cout, make_equipement

pytestmark = pytest.mark.django_db


def _pool(**fields: Any) -> Equipement:
    kind = TypeEquipement.objects.get_or_create(code="piscine", defaults={"name": "piscine"})[0]
    return make_equipement(**({"title": "Piscine Léo-Lagrange", "nature": "pool", "type": kind} | fields))


def _running(equipement: Equipement, amount: str = "1200000", **fields: Any) -> Cout:
    return make_cout(equipement, amount, **({"kind": "running", "purpose": "running", "year": 2024} | fields))


def _entries(equipement: Equipement, value: str = "20000", year: int = 2024, months: range = range(1, 13)) -> None:
    for month in months:
        told = {"measure": "entries", "month": date(year, month, 1), "value": value, "source": "Caisse"}
        Usage.objects.create(equipement=equipement, **told)


def _read(client: Client, equipement: Equipement) -> str:
    return client.get(equipement.get_absolute_url()).content.decode().replace("\u00a0", " ")


def test_a_visit_costs_a_year_over_its_entries(client: Client) -> None:
    pool = _pool()
    _running(pool)
    _entries(pool)
    told = _read(client, pool)
    assert "Pour chaque usage" in told and "<strong>5 €</strong>" in told and "240 000" in told
    assert "entrées, au fil du temps" in told


def test_a_year_that_is_not_counted_whole_gives_no_cost_by_use() -> None:
    pool = _pool()
    _running(pool)
    _entries(pool, months=range(1, 12))
    assert per_use(published(pool.couts.all()), pool.usages.all()) == []
    Usage.objects.create(equipement=pool, measure="visitors", month=date(2024, 1, 1), months=12, value=7, source="x")
    assert yearly_uses(pool.usages.all()) == {(2024, "visitors"): Decimal(7)}
    (one,) = per_use(published(pool.couts.all()), pool.usages.all())
    assert one.each == Decimal("171428.57")


def test_a_month_counted_twice_counts_for_nothing() -> None:
    pool = _pool()
    _entries(pool)
    Usage.objects.create(equipement=pool, measure="entries", month=date(2024, 1, 1), months=12, value=9, source="x")
    assert yearly_uses(pool.usages.all()) == {}


def test_years_are_drawn_by_kind_purpose_and_tax_alone() -> None:
    pool = _pool()
    _running(pool, year=2023)
    _running(pool)
    _running(pool, basis="ht", year=2022)
    make_cout(pool, "5", year=2021)
    (drawn,) = over_years(published(pool.couts.all()))
    assert [(line.year, line.basis) for line in drawn.lines] == [(2023, "ttc"), (2024, "ttc")]


def test_planned_stands_beside_real_and_differs_only_in_one_tax() -> None:
    pool = _pool()
    make_cout(pool, "100", kind="estimated", year=2018)
    make_cout(pool, "110", kind="voted", year=2018)
    assert beside(published(pool.couts.all())) == []
    make_cout(pool, "132", kind="realised", year=2022)
    (one,) = beside(published(pool.couts.all()))
    assert (one.planned.amount, one.more) == (Decimal("110.00"), Decimal("20.0"))
    Cout.objects.filter(kind="realised").update(basis="ht")
    assert beside(published(pool.couts.all()))[0].more is None


@pytest.mark.parametrize(("count", "told"), [(2, False), (3, True)])
def test_like_facilities_are_compared_from_three(client: Client, count: int, told: bool) -> None:
    pool = _pool()
    _running(pool)
    for rank in range(count):
        other = _pool(title=f"Piscine {rank}")
        _running(other, str(1000000 + rank * 100000), year=2020 + rank)
        _running(other, "9", year=2010)
    _running(_pool(title="Cachée", visibility="withdrawn"), "77")
    page = _read(client, pool)
    assert ("3 autres du même type" in page) is told
    assert ("la moitié sous <strong>1 100 000 €</strong>" in page) is told
    assert ("(2020–2022)" in page) is told


def test_what_serves_the_neighbourhood_is_shared_among_its_neighbours(client: Client) -> None:
    quartier = make_territoire(centre=JARDIN_DES_PLANTES, name="Malakoff", code="Q1")
    Population.objects.create(territoire=quartier, year=2021, count="1000", source="INSEE")
    park, pool = make_equipement(), _pool()
    for one in (park, pool):
        _running(one, "50000")
    assert "<strong>50 €</strong> pour chaque habitant de Malakoff" in _read(client, park)
    assert "pour chaque habitant" not in _read(client, pool)


def test_a_facility_without_figures_keeps_its_page_short(client: Client) -> None:
    pool = _pool()
    assert "de plus près" not in _read(client, pool)
    client.force_login(bob())
    assert "Le raconter en quelques mots" in _read(client, pool)
    form = {"equipement": str(pool.uuid), "version": "0", "text": "Le bassin a rouvert.", "retour": "/"}
    assert client.post("/argent/raconter/", form).status_code == 302
    client.logout()
    assert "Le bassin a rouvert." in _read(client, pool)

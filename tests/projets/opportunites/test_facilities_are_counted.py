"""What a visit costs beside like facilities, who comes no more, what ends soon, who lives far on foot."""

from datetime import date
from pathlib import Path

import networkx
import pytest
from pytest_django.fixtures import Settings

from carto.territoires.models import Level, Population
from carto.territoires.streets import Going, write_network
from projets.equipements.models import Equipement, Rattachement, TypeEquipement, Usage
from projets.opportunites.evidence.actions import compute_candidates, refresh_changed
from projets.opportunites.models import Acces
from tests.factories import make_territoire, make_theme
from tests.places import CHATEAU
from tests.projets.figures.samples import make_marche
from tests.projets.opportunites.city import METRE, NOW, City, at, candidate, make_city, numbers
from tests.projets.samples import make_cout, make_equipement

pytestmark = pytest.mark.django_db


def make_pool(where: tuple[float, float] = (0, 0), **fields: object) -> Equipement:
    """A pool on the street of the castle."""
    kind = TypeEquipement.objects.get_or_create(code="piscine", defaults={"name": "Piscine", "nature": "pool"})[0]
    told = {"title": "Piscine", "nature": "pool", "theme": make_theme("sport"), "type": kind, "status": "open"} | fields
    return make_equipement(at(*where), **told)


def runs(pool: Equipement, amount: int, visits: int, year: int = 2025, basis: str = "ttc") -> None:
    """What it cost and who came, in a year."""
    make_cout(pool, str(amount), kind="running", purpose="running", year=year, basis=basis)
    told = {"month": f"{year}-01-01", "months": 12, "value": visits, "source": "Comptes"}
    Usage.objects.update_or_create(equipement=pool, measure="entries", defaults=told, month=told["month"])


def test_a_visit_is_compared_with_five_like_ones_of_one_year_and_one_tax_basis() -> None:
    city = make_city()
    dear = make_pool()
    runs(dear, 40_000, 1000)
    for rank in range(4):
        runs(make_pool((650, 0)), 10_000 + rank, 1000)
    other = make_pool((650, 0))
    runs(other, 10_000, 1000, basis="ht")
    assert numbers("rue", city.chateau, "sport")["cost"] == pytest.approx(2, abs=0.01)  # four times the middle
    assert numbers("rue", city.far, "sport")["cost"] == pytest.approx(0, abs=0.01)
    dear.delete()
    assert "cost" not in numbers("rue", city.far, "sport")  # four left: nothing can be said


def test_uses_fall_from_a_year_to_the_next_or_fill_the_place() -> None:
    city = make_city()
    pool = make_pool()
    for year, visits in ((2024, 1000), (2025, 600)):
        Usage.objects.create(equipement=pool, measure="entries", month=f"{year}-01-01", months=12, value=visits)
    Usage.objects.create(equipement=pool, measure="loans", month="2025-01-01", months=1, value=3)  # not a year
    assert numbers("rue", city.chateau, "sport")["uses"] == pytest.approx(0.4)
    school = make_pool((650, 0), capacity=100)
    Usage.objects.create(equipement=school, measure="pupils", month="2025-01-01", months=12, value=90)
    assert numbers("rue", city.far, "sport")["uses"] == pytest.approx(0.5)


def test_contracts_that_end_soon_and_works_beside_a_facility_are_a_moment_to_talk() -> None:
    city = make_city()
    pool, far = make_pool(), make_pool((650, 0))
    for place, ends_on in ((pool, date(2027, 6, 1)), (pool, date(2030, 1, 1)), (far, date(2029, 1, 1))):
        marche = make_marche(ends_on=ends_on)
        Rattachement.objects.create(ligne=marche.ligne, equipement=place, state="confirmed")
    suggested = make_marche(ends_on=date(2027, 1, 1))
    Rattachement.objects.create(ligne=suggested.ligne, equipement=pool)
    works = make_equipement(at(20, 10), nature="works", status="planned", theme=make_theme("travaux"))
    assert numbers("rue", city.chateau, "sport")["contracts"] == 2
    assert numbers("rue", city.chateau, "travaux")["contracts"] == 1
    assert numbers("rue", city.far, "sport")["contracts"] == 0  # it has one, which does not end soon
    Equipement.objects.filter(pk=works.pk).update(status="closed")
    assert numbers("rue", city.chateau, "sport")["contracts"] == 1


def make_streets(settings: Settings, folder: Path) -> None:
    """One straight street of 3 km, a crossing every 100 m, from 1.5 km west of the castle."""
    settings.CARTO_VAR = folder
    graph = networkx.MultiDiGraph()
    for rank in range(31):
        spot = at(-1500 + 100 * rank, 0)
        graph.add_node(rank, x=spot.x, y=spot.y)
    for rank in range(30):
        graph.add_edge(rank, rank + 1, length=100.0)
        graph.add_edge(rank + 1, rank, length=100.0)
    write_network(graph, Going.FOOT)


def people(city: City, count: int) -> None:
    """So many inhabitants, in the one IRIS of the city."""
    iris = make_territoire(CHATEAU, Level.IRIS, 3000 * METRE, name="IRIS", code="441090101", parent=city.west)
    Population.objects.create(territoire=iris, year=2021, count=count, source="Insee")


def test_inhabitants_live_far_when_no_place_of_the_theme_is_within_ten_minutes_along_the_streets(
    settings: Settings, tmp_path: Path
) -> None:
    city = make_city()
    people(city, 30_000)
    make_streets(settings, tmp_path)
    compute_candidates(NOW)
    assert not Acces.objects.exists()  # no such place is known at all: that is no desert, it is no data
    make_pool((-500, 0))
    refresh_changed(NOW)
    # 800 m to the west and east of -500: from -1300 to 300, 16 of the 30 streets; the rest is far.
    assert sum(row.far for row in Acces.objects.all()) == 14_000
    assert numbers("metropole", city.commune, "sport") == {"access": 14_000}
    assert candidate("metropole", city.commune, "sport").score == pytest.approx(15 * 14 / 15)
    assert sum(row.inhabitants for row in Acces.objects.all()) == pytest.approx(30_000, abs=1)
    make_pool((1000, 0))
    refresh_changed(NOW)
    assert numbers("metropole", city.commune, "sport") == {"access": 2000}
    assert candidate("metropole", city.commune, "sport") is None

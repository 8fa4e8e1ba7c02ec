"""Every commune, quartier, IRIS and street has a page: who lives there, what is said of it, where it is."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from django.test import Client

from carto.territoires.ages import age_bands
from carto.territoires.models import Level, Population, Rue, Territoire
from tests.factories import make_fiche, make_territoire
from tests.places import CHATEAU, COMMERCE, REZE

pytestmark = pytest.mark.django_db


def make_rue(commune: Territoire | None = None) -> Rue:
    line = MultiLineString(LineString((CHATEAU.x - 0.001, CHATEAU.y), (CHATEAU.x + 0.001, CHATEAU.y)), srid=4326)
    return Rue.objects.create(code="nantes-rue-longue", name="Rue Longue", geom=line, commune=commune)


def page(client: Client, code: str, status: int = 200) -> str:
    response = client.get(f"/territoires/{code}/")
    assert response.status_code == status
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("level", [Level.METROPOLE, Level.COMMUNE, Level.QUARTIER, Level.IRIS])
def test_each_level_has_its_page(client: Client, level: Level) -> None:
    make_territoire(level=level, code="Q1", name="L’Île")
    told = page(client, "Q1")
    assert "<h1>L’Île</h1>" in told
    assert str(level.label) in told


def test_a_street_has_its_page_and_names_its_commune(client: Client) -> None:
    commune = make_territoire(level=Level.COMMUNE, code="44109", name="Nantes")
    rue = make_rue(commune)
    make_fiche(CHATEAU, title="Lampadaire éteint")
    told = page(client, rue.code)
    assert '<a href="/territoires/44109/">Nantes</a>' in told
    assert "Lampadaire éteint" in told


def test_counts_are_those_of_the_list(client: Client) -> None:
    make_territoire(code="Q1")
    make_fiche(CHATEAU, title="Ici")
    make_fiche(CHATEAU, title="Ici aussi", stage="done")
    make_fiche(CHATEAU, title="Pas publié", visibility="waiting")
    make_fiche(REZE, title="Ailleurs")
    told = page(client, "Q1")
    assert "<td>1</td><td>0</td><td>1</td><td>0</td><td><strong>2</strong></td>" in told
    assert "Pas publié" not in told
    assert "Ailleurs" not in told
    assert 'data-total="2"' in client.get("/liste/?territoire=Q1").content.decode()


def test_inhabitants_are_told_with_their_year_and_source(client: Client) -> None:
    place = make_territoire(code="Q1")
    for first, last, count in ((None, None, "3012.4"), (0, 59, "2000"), (60, None, "1012.4"), (0, 14, "500")):
        Population.objects.create(
            territoire=place, year=2020, age_from=first, age_to=last, count=count, source="INSEE, RP 2020"
        )
    Population.objects.create(territoire=place, year=2014, count=9, source="INSEE, RP 2014")
    told = page(client, "Q1").replace("\u202f", " ").replace("\xa0", " ")
    assert "3 012 habitants" in told
    assert "(2020, INSEE, RP 2020)" in told
    assert "<dt>60 ans et plus</dt>" in told
    assert "RP 2014" not in told
    assert "0 à 14" not in told


def test_bands_that_overlap_are_never_added() -> None:
    place = make_territoire()
    bands = [(0, 14), (15, 29), (30, 44), (45, 59), (60, 74), (75, None), (0, 19), (20, 64), (65, None), (3, 5)]
    rows = [Population(territoire=place, year=2020, age_from=a, age_to=b, count=1) for a, b in bands]
    assert [(band.age_from, band.age_to) for band in age_bands(rows)] == bands[:6]
    assert age_bands(rows[:5]) == []


def test_what_is_not_known_is_not_found(client: Client) -> None:
    for code in ("inconnu", "%00", "x" * 300, "<script>"):
        assert "<script>alert" not in page(client, code, status=404)


def test_a_replaced_territory_says_so_and_the_one_in_force_wins(client: Client) -> None:
    old = make_territoire(code="Q1", name="Ancien", valid_to=date(2025, 1, 1))
    old.parts.all().delete()
    assert "remplacées le 1 janvier 2025" in page(client, "Q1")
    make_territoire(code="Q1", name="Nouveau")
    assert "<h1>Nouveau</h1>" in page(client, "Q1")


def test_a_name_is_never_html(client: Client) -> None:
    make_territoire(code="Q1", name="<b>Gras</b>", source="<i>moi</i>")
    told = page(client, "Q1")
    assert "<b>Gras" not in told
    assert "<i>moi" not in told


def test_many_fiches_ask_no_more_queries(client: Client, django_assert_max_num_queries: Callable[[int], Any]) -> None:
    make_territoire(code="Q1")
    for _rank in range(15):
        make_fiche(CHATEAU)
    with django_assert_max_num_queries(6):
        page(client, "Q1")


def test_its_parts_are_listed(client: Client) -> None:
    nantes = make_territoire(level=Level.COMMUNE, code="44109", name="Nantes")
    make_territoire(COMMERCE, code="Q1", name="Bouffay", parent=nantes)
    make_territoire(COMMERCE, code="Q2", name="Disparu", parent=nantes, valid_to=date(2020, 1, 1))
    told = page(client, "44109")
    assert '<a class="chip" href="/territoires/Q1/">Bouffay</a>' in told
    assert "Disparu" not in told

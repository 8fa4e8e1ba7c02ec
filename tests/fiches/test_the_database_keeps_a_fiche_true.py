"""Number, territories, kind and history are kept by the database itself, whoever writes."""

from datetime import UTC, datetime

import pytest
from django.contrib.gis.geos import GEOSGeometry, LineString, Point
from django.db import IntegrityError, InternalError, connection, transaction

from carto.fiches.actions import record
from carto.fiches.models import Fiche, What
from carto.territoires.models import Level, Rue
from tests.factories import make_fiche, make_territoire, make_theme
from tests.people import bob
from tests.places import CHATEAU, REZE

pytestmark = pytest.mark.django_db


def test_every_fiche_gets_a_number_with_its_letter_and_year() -> None:
    numbers = [make_fiche(kind=kind).number for kind in ("signalement", "idee", "equipement", "opportunite")]
    assert [number[0] for number in numbers] == ["S", "I", "E", "O"]
    assert all(number[1:7].strip("-").isdigit() and len(number) >= 13 for number in numbers)


def test_the_millionth_number_is_whole() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('fiches_number_idee', 1234566)")
    assert make_fiche(kind="idee").number.endswith("-1234567")


def test_a_number_bears_the_year_that_the_city_lives_in() -> None:
    first_night = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)  # half past midnight in Nantes
    assert make_fiche(created_at=first_night).number.startswith("S-2026-")


def test_a_point_finds_its_quartier_commune_and_street() -> None:
    quartier = make_territoire(CHATEAU, Level.QUARTIER)
    commune = make_territoire(CHATEAU, Level.COMMUNE, half=0.05, name="Nantes", code="44109")
    near = LineString((CHATEAU.x, CHATEAU.y + 0.0003), (CHATEAU.x + 0.001, CHATEAU.y + 0.0003), srid=4326)
    rue = Rue.objects.create(code="nantes-rue-du-chateau", name="Rue du Château", geom=_lines(near))
    fiche = make_fiche(CHATEAU)
    assert (fiche.quartier, fiche.commune, fiche.rue) == (quartier, commune, rue)


def test_a_street_further_than_sixty_metres_is_not_the_fiches() -> None:
    far = LineString((CHATEAU.x, CHATEAU.y + 0.0007), (CHATEAU.x + 0.001, CHATEAU.y + 0.0007), srid=4326)
    Rue.objects.create(code="loin", name="Rue Lointaine", geom=_lines(far))
    assert make_fiche(CHATEAU).rue is None


def test_a_line_counts_where_most_of_it_lies_and_is_linked_to_all_it_crosses() -> None:
    here = make_territoire(CHATEAU, name="Centre-Ville")
    there = make_territoire(Point(CHATEAU.x + 0.010, CHATEAU.y, srid=4326), name="Malakoff", code="T2")
    line = LineString((CHATEAU.x + 0.004, CHATEAU.y), (CHATEAU.x + 0.012, CHATEAU.y), srid=4326)
    fiche = make_fiche(line, kind="idee")
    assert fiche.quartier == there
    assert {crossing.territoire for crossing in fiche.crossings.all()} == {here, there}


def test_moving_a_fiche_moves_its_territory_and_nothing_else_does() -> None:
    centre, reze = make_territoire(CHATEAU), make_territoire(REZE, name="Rezé", code="R")
    fiche = make_fiche(CHATEAU)
    fiche.title = "Nid-de-poule profond"
    fiche.save()
    fiche.refresh_from_db()
    assert fiche.quartier == centre
    fiche.geom = REZE
    fiche.save(update_fields=["geom"])
    fiche.refresh_from_db()
    assert fiche.quartier == reze


@pytest.mark.parametrize(
    "wkt",
    ["POINT(200 100)", "POINT(0 90)", "POINT EMPTY", "POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))"],
)
def test_a_geometry_that_cannot_be_is_refused_by_the_database_too(wkt: str) -> None:
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        make_fiche(GEOSGeometry(wkt, srid=4326))
    assert Fiche.objects.count() == 0


def test_a_point_crosses_nothing_wherever_it_moves() -> None:
    make_territoire(CHATEAU)
    make_territoire(REZE, code="T-reze")
    fiche = make_fiche(CHATEAU)
    assert not fiche.crossings.exists()
    fiche.geom = REZE
    fiche.save()
    assert not fiche.crossings.exists()
    fiche.geom = LineString(CHATEAU.coords, (CHATEAU.x + 0.001, CHATEAU.y), srid=4326)
    fiche.save()
    assert fiche.crossings.count() == 1
    fiche.geom = REZE
    fiche.save()
    assert not fiche.crossings.exists()


def test_history_cannot_be_rewritten_but_a_person_can_be_forgotten() -> None:
    agent = bob()
    line = record(make_fiche(), What.ANSWER, role="agent", person=agent, public_text="Nous passons mardi.")
    line.public_text = "Nous n’avons rien promis."
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save()
    agent.delete()
    line.refresh_from_db()
    assert (line.person, line.public_text) == (None, "Nous passons mardi.")


def test_near_gives_metres_and_the_nearest_first() -> None:
    make_theme()
    far = make_fiche(Point(CHATEAU.x + 0.001, CHATEAU.y, srid=4326))
    close = make_fiche(Point(CHATEAU.x + 0.0002, CHATEAU.y, srid=4326))
    make_fiche(REZE)
    found = list(Fiche.objects.near(CHATEAU, 150))
    assert found == [close, far]
    assert [round(fiche.distance.m) for fiche in found] == [19, 80]  # of where they are shown: nobody signed them


def _lines(*lines: LineString) -> GEOSGeometry:
    return GEOSGeometry(
        f"MULTILINESTRING({', '.join(line.wkt.removeprefix('LINESTRING ') for line in lines)})", srid=4326
    )

"""Which territories and street a place belongs to: one query, whatever the number of borders."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, Point
from django.core.management import call_command
from django.db import connection

from carto.fiches.models import Crossing
from carto.territoires.models import Level, Rue, Territoire, TerritoirePart
from carto.territoires.querysets import name_of_place
from tests.factories import make_fiche, make_territoire, square
from tests.places import CHATEAU, COMMERCE, PARIS

pytestmark = pytest.mark.django_db


def at(shape: Point | LineString) -> tuple[int | None, ...]:
    """(rue, iris, quartier, commune) as the database says it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM territoires_at(%s::geometry)", [shape.ewkt])
        return cursor.fetchone()


def make_street(*points: Point, name: str = "Rue Longue") -> Rue:
    return Rue.objects.create(code=name, name=name, geom=MultiLineString(LineString(*points), srid=4326))


def test_one_query_finds_the_four(django_assert_num_queries: Callable[[int], Any]) -> None:
    levels = [make_territoire(level=level) for level in (Level.IRIS, Level.QUARTIER, Level.COMMUNE)]
    rue = make_street(Point(CHATEAU.x - 0.001, CHATEAU.y), Point(CHATEAU.x + 0.001, CHATEAU.y))
    with django_assert_num_queries(1):
        assert at(CHATEAU) == (rue.pk, *(one.pk for one in levels))
    with django_assert_num_queries(1):
        assert [one.level for one in Territoire.objects.at(CHATEAU)] == [2, 3, 4]
    with django_assert_num_queries(1):
        assert name_of_place(CHATEAU) == "Rue Longue, Centre-Ville"


def test_elsewhere_is_nowhere() -> None:
    make_territoire()
    assert at(PARIS) == (None, None, None, None)
    assert name_of_place(PARIS) == ""


def test_the_nearest_street_within_sixty_metres() -> None:
    near = make_street(Point(CHATEAU.x, CHATEAU.y + 0.0003), Point(CHATEAU.x + 0.01, CHATEAU.y + 0.0003))
    far = make_street(Point(CHATEAU.x, CHATEAU.y + 0.0020), Point(CHATEAU.x + 0.01, CHATEAU.y + 0.0020), name="Loin")
    assert at(CHATEAU)[0] == near.pk
    assert at(Point(CHATEAU.x, CHATEAU.y + 0.0018, srid=4326))[0] == far.pk
    assert at(Point(CHATEAU.x, CHATEAU.y + 0.0011, srid=4326))[0] is None


def test_a_line_belongs_where_its_largest_share_lies_and_crosses_the_rest() -> None:
    here = make_territoire(CHATEAU, code="ici")
    beside = make_territoire(Point(CHATEAU.x + 0.01, CHATEAU.y, srid=4326), code="a-cote")
    line = LineString((CHATEAU.x + 0.002, CHATEAU.y), (CHATEAU.x + 0.014, CHATEAU.y), srid=4326)
    assert at(line)[2] == beside.pk
    fiche = make_fiche(line, kind="idee")
    assert set(Crossing.objects.filter(fiche=fiche).values_list("territoire", flat=True)) == {here.pk, beside.pk}


def test_fiches_follow_the_borders_when_told() -> None:
    old = make_territoire(code="ancien")
    fiche, line = make_fiche(CHATEAU), make_fiche(LineString(CHATEAU, COMMERCE, srid=4326), kind="idee")
    new = Territoire.objects.create(level=Level.QUARTIER, code="nouveau", name="Nouveau", geom=square(CHATEAU, 0.02))
    old.parts.all().delete()
    TerritoirePart.objects.create(territoire=new, level=new.level, geom=new.geom[0])
    out = StringIO()
    call_command("reassign_fiches", stdout=out)
    assert "2 fiches ont changé" in out.getvalue()
    fiche.refresh_from_db()
    assert fiche.quartier == new
    assert list(Crossing.objects.filter(fiche=line).values_list("territoire", flat=True)) == [new.pk]
    call_command("reassign_fiches", stdout=out)
    assert out.getvalue().splitlines()[1].startswith("0 fiche")


def test_all_borders_and_streets_of_a_city_are_one_query(
    real: Path, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for name, level in (("communes", "commune"), ("quartiers", "quartier"), ("iris", "iris")):
        path = str(real / "nantes" / f"{name}.geojson")
        call_command("import_territoires", path, "--level", level, stdout=StringIO())
    make_street(Point(CHATEAU.x - 0.001, CHATEAU.y), Point(CHATEAU.x + 0.001, CHATEAU.y))
    with django_assert_num_queries(1):
        assert None not in at(CHATEAU)

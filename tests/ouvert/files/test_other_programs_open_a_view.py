"""Every format of one view, opened by a program that is not ours, says what the database says: rows and attributes."""

from pathlib import Path

import pytest
from django.contrib.gis.geos import GEOSGeometry

from carto.fiches.filters import Filters
from carto.ouvert.files.columns import view_of
from tests.people import alice
from tests.places import CHATEAU
from tests.projets.samples import make_idee
from tests.signalements.samples import make_signalement
from tiles.bench.opened import OPENERS, differences, expected

pytestmark = pytest.mark.django_db
SHAPES = ("MULTIPOINT((-1.55 47.21),(-1.56 47.22))", "LINESTRING(-1.55 47.21,-1.56 47.22)",
          "POLYGON((-1.55 47.21,-1.54 47.21,-1.54 47.22,-1.55 47.21))")  # fmt: skip


@pytest.mark.parametrize("layer", ["", "idees"])
def test_they_find_the_same_rows_and_attributes(tmp_path: Path, layer: str) -> None:
    signed = alice()
    make_idee(CHATEAU, title="=L’été, « ici »", text='Un banc ;\n"deux" arbres, à l’ombre', author=signed)
    make_idee(CHATEAU, title="Sans nom")
    for shape in SHAPES:
        make_idee(GEOSGeometry(shape, srid=4326), title=shape[:9], author=signed)
    make_signalement()
    view = view_of(Filters(couches=(layer,) if layer else ()))
    wanted = expected(view)
    assert len(wanted) == (5 if layer else 6)
    for name in OPENERS:
        folder = tmp_path / name
        folder.mkdir()
        assert differences(view, wanted, name, folder) == [], name
    some = dict(list(wanted.items())[1:])
    assert differences(view, some, "csv", tmp_path) == ["0 lignes manquent, 1 sont de trop"]
    assert differences(view, {key: row | {"stage": "lost"} for key, row in wanted.items()}, "csv", tmp_path)

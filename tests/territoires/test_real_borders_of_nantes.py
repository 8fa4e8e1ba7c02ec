"""The borders Nantes publishes come in whole: 24 communes, 48 quartiers, 97 IRIS, and one row that is null."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from carto.territoires.models import Level, Territoire
from tests.places import CHATEAU, REZE

pytestmark = pytest.mark.django_db


def imported(real: Path, name: str, level: str) -> str:
    out = StringIO()
    call_command("import_territoires", str(real / "nantes" / name), "--level", level, stdout=out)
    return out.getvalue()


def test_three_levels_come_in_and_know_their_parents(real: Path) -> None:
    assert imported(real, "communes.geojson", "commune").startswith("24 ajoutés")
    assert imported(real, "quartiers.geojson", "quartier").startswith("48 ajoutés")
    assert imported(real, "iris.geojson", "iris").startswith("97 ajoutés")
    assert Territoire.objects.get(code="44109").name == "Nantes"
    assert Territoire.objects.filter(level=Level.QUARTIER, parent__code="44109").count() == 11
    assert not Territoire.objects.filter(level=Level.IRIS).exclude(parent__level=Level.QUARTIER).exists()
    names = [str(one) for one in Territoire.objects.at(CHATEAU)]
    assert names[:2] == ["Nantes", "Centre-ville"]
    assert Territoire.objects.at(REZE).first().name == "Rezé"


def test_again_they_change_nothing(real: Path) -> None:
    imported(real, "communes.geojson", "commune")
    imported(real, "iris.geojson", "iris")
    assert "0 ajoutés, 0 modifiés, 24 inchangés" in imported(real, "communes.geojson", "commune")
    assert "0 ajoutés, 0 modifiés, 97 inchangés" in imported(real, "iris.geojson", "iris")


def test_the_null_row_of_the_other_download_is_named(real: Path) -> None:
    with pytest.raises(CommandError) as stopped:
        imported(real, "quartiers_with_null_geometry.geojson", "quartier")
    assert stopped.value.returncode == 1
    assert Territoire.objects.count() == 44

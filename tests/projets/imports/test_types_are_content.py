"""The types of facilities are a file that anybody may read, loaded as often as one likes."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from projets.equipements.models import TypeEquipement
from projets.equipements.types import TypeFinder
from projets.idees.models import Autocollant
from tests.projets.imports.samples import load_reference
from tests.projets.samples import load_palette

pytestmark = pytest.mark.django_db


def test_loading_twice_changes_nothing_and_every_sticker_exists() -> None:
    load_palette()
    load_reference()
    before = list(TypeEquipement.objects.order_by("pk").values())
    load_reference()
    assert list(TypeEquipement.objects.order_by("pk").values()) == before and len(before) >= 60
    known = set(Autocollant.objects.values_list("code", flat=True))
    assert {code for row in before for code in row["stickers"]} <= known
    assert all(row["name"] and row["scdl"] and row["osm"] and row["words"] for row in before)


def test_a_type_is_found_by_tag_words_or_title() -> None:
    load_reference()
    finder = TypeFinder.read()
    said = {
        ("leisure=swimming_pool",): "piscine", "Médiathèques": "bibliotheque", "PARC EN ENCLOS": "parking",
        "Bicloo": "velos-en-partage", "École élémentaire publique": "ecole",
    }  # fmt: skip
    for words, code in said.items():
        found = finder.find(words, "", "") if isinstance(words, tuple) else finder.find((), words, "")
        assert found and found.code == code, words
    assert finder.find((), "", "Gymnase de la Durantière").code == "gymnase"
    assert finder.find((), "xyz", "Machin") is None


def test_a_wrong_nature_is_told_with_its_line(tmp_path: Path) -> None:
    columns = ("code", "name", "nature", "theme", "scdl", "osm", "use", "stickers", "words")
    with (tmp_path / "types.csv").open("w", newline="") as file:
        csv.writer(file).writerows([columns, ("x", "X", "spaceport", "", "", "", "", "", "")])
    with pytest.raises(CommandError, match=r"types\.csv, ligne 2 : nature inconnue"):
        call_command("load_types", folder=tmp_path, stdout=StringIO())

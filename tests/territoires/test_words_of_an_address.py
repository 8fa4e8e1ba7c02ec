"""What people type is understood: abbreviations, house numbers before or after, postcodes, cities, and nonsense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carto.territoires.wording import MOST_CHARACTERS, Wording, read_number, read_wording


@pytest.mark.parametrize(
    ("typed", "words", "number", "city"),
    [
        ("12 rue de Strasbourg", "rue de Strasbourg", "12", ""),
        ("12, rue de Strasbourg", "rue de Strasbourg", "12", ""),
        ("12 r de Strasbourg", "rue de Strasbourg", "12", ""),
        ("12bis bd des Anglais", "boulevard des Anglais", "12 bis", ""),
        ("12 B rue de Strasbourg", "rue de Strasbourg", "12 bis", ""),
        ("3 ter av. du Gal Leclerc", "avenue du général Leclerc", "3 ter", ""),
        ("12 q de la Fosse 44000 Nantes", "quai de la Fosse", "12", "Nantes"),
        ("pl royale", "place royale", None, ""),
        ("bd des anglais, Nantes", "boulevard des anglais", None, "Nantes"),
        ("cours des 50 otages", "cours des 50 otages", None, ""),
        ("rue du 18 juin 1940", "rue du 18 juin 1940", None, ""),
        ("place du 8 mai 1945, Rezé", "place du 8 mai 1945", None, "Rezé"),
        ("Bahnhofstrasse 12", "Bahnhofstrasse", "12", ""),
        ("Rue du Rhône 12 bis, 1204 Genève", "Rue du Rhône", "12 bis", "Genève"),
        ("st félix", "saint félix", None, ""),
        ("  cours\t des   50\u00a0otages ", "cours des 50 otages", None, ""),
        ("44000", "44000", None, ""),
    ],
)
def test_it_is_read_as_meant(typed: str, words: str, number: str | None, city: str) -> None:
    found = read_wording(typed)
    assert (found.words, found.number, found.city) == (words, number, city)


@pytest.mark.parametrize("typed", ["", "   ", "%%%", "\x00", ",,,", "\u202e", "''--;", "🚲"])
def test_what_has_neither_letter_nor_figure_is_empty(typed: str) -> None:
    assert read_wording(typed).empty


@given(st.text(max_size=2000))
def test_nothing_typed_ever_breaks_it(typed: str) -> None:
    found = read_wording(typed)
    assert isinstance(found, Wording)
    assert "\x00" not in found.text + found.words + found.city
    assert len(found.words) <= 3 * MOST_CHARACTERS
    found.text.encode()


def test_a_house_number_has_one_form() -> None:
    assert [read_number("12", "BIS"), read_number(" 12 ", "b"), read_number("7", "A"), read_number("7")] == [
        "12 bis", "12 bis", "7 a", "7",
    ]  # fmt: skip

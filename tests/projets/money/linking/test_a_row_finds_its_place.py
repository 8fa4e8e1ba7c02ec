"""Contracts as buyers write them, and the place that comes first: measured, printed, and said in words."""

import sys

import pytest

from projets.equipements.linking.authored import contracts, judge, known
from projets.equipements.linking.matching import Known, Text, matches
from projets.equipements.linking.scoring import LABELS, WEIGHTS, Evidence, reasons, say, score

AIM = 0.8


@pytest.fixture(scope="module")
def city() -> Known:
    return known()


@pytest.mark.parametrize(("half", "least"), [("tuned", 100), ("held", 40)])
def test_what_comes_first_is_right_four_times_out_of_five(city: Known, half: str, least: int) -> None:
    judged = judge(contracts(half), city)
    told = f"{half}: precision at 1 {judged.right}/{judged.suggested} = {judged.precision:.3f}"
    sys.stdout.write(f"{told}, found {judged.right}/{judged.findable} = {judged.found:.3f}\n")
    assert judged.count >= least
    assert judged.precision >= AIM
    assert judged.found >= AIM


def test_each_suggestion_says_why_in_french(city: Known) -> None:
    found = matches(Text(1, "MEDIATHEQUE JACQUES DEMY - Mise en accessibilité", "Ville de Nantes", "44109"), city)
    said = [say(reason) for reason in reasons(found[0].evidence)]
    assert "le nom « jacque demy » est dans les deux" not in said, "told as it is written, not as it is compared"
    assert "le nom « jacques demy » est dans les deux" in said
    assert "la même sorte d’équipement : médiathèque" in said
    assert "la même commune : Nantes" in said


@pytest.mark.parametrize(
    "text",
    [
        "Groupe scolaire Jules Verne - réfection de la cour",
        "Maintenance des piscines municipales",
        "Assainissement boulevard Robert Schuman",
        "",
        "''\x00 || — «»",
    ],
)
def test_a_namesake_a_plural_or_nothing_brings_no_place_to_mind(city: Known, text: str) -> None:
    assert matches(Text(1, text, "Ville de Nantes", "44109"), city) == []


def test_the_published_table_is_the_whole_rule() -> None:
    assert set(WEIGHTS) == set(LABELS)
    everything = Evidence(1, False, dict.fromkeys((each for each in WEIGHTS if WEIGHTS[each] > 0), "x"))
    assert score(everything) == 1
    assert score(Evidence(0, False, {"elsewhere": "35"})) == 0
    assert score(Evidence(1, False, {"name": "Malakoff"})) == WEIGHTS["name"]
    assert score(Evidence(1, True, {"name": "Malakoff"})) == WEIGHTS["name"] / 2

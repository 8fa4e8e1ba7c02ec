"""Contracts as buyers write them, and the place that comes first: measured, printed, and said in words."""

import sys

import pytest

from projets.equipements.linking.around import around
from projets.equipements.linking.authored import contracts, judge, known
from projets.equipements.linking.matching import Known, Text, matches
from projets.equipements.linking.places import Place, index
from projets.equipements.linking.scoring import LABELS, WEIGHTS, Evidence, reasons, say, score
from projets.equipements.linking.spelling import spelling

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


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Piscine Léo Lagarnge : portes", "lagrange"),  # two letters exchanged
        ("Médiathèque de la Manufacturr - moquette", "manufacture"),  # another letter
        ("Réfection du musée Jule Vernne", "verne"),  # one too many; « Jule » is too short to be sure of
        ("PATINOIRE DU PETIT PORT", ""),
    ],
)
def test_a_letter_too_many_or_too_few_is_forgiven_and_told(city: Known, text: str, written: str) -> None:
    found = matches(Text(1, text, "Ville de Nantes", "44109"), city)
    told = found[0].evidence.told if found else {}
    assert told.get("spelling", "") == (written if len(written) > 5 else "")
    if told.get("spelling"):
        right = text.replace("Lagarnge", "Lagrange").replace("Manufacturr", "Manufacture")
        exact = matches(Text(1, right, "Ville de Nantes", "44109"), city)
        assert exact[0].place == found[0].place
        assert exact[0].score > found[0].score


def test_a_word_that_might_be_two_names_is_neither() -> None:
    known = spelling(["lagrange", "lagrance", "jaures", "nantes"])
    assert known.meant("lagrange") == "", "it is one"
    assert known.meant("lagranje") == "", "it might be either"
    assert known.meant("lagrannge") == "lagrange"
    assert known.meant("juares") == "jaures"
    assert known.meant("pantes") == "", "nobody misses the first letter"
    assert known.meant("nante") == "nantes"
    assert known.meant("port") == ""


def test_a_street_a_quartier_and_a_word_of_the_type_speak_for_a_place_and_never_enough() -> None:
    told = {"commune": "44109", "commune_name": "Nantes", "keepers": ("Ville de Nantes",)}
    pool = Place(1, "Piscine Durantière", "pool", streets=("70 rue Étienne Coutan",), types=("Piscine", "Bassin"),
                 quartier="Bellevue - Chantenay", **told)  # fmt: skip
    town = Known(index([pool], {"44109": "Nantes"}), around([pool]))
    around_it = "Bassin de la rue Étienne Coutan, quartier Chantenay : carrelage"
    assert matches(Text(1, around_it, "Ville de Nantes", "44109"), town) == []
    found = matches(Text(1, f"{around_it} (Durantière)", "Ville de Nantes", "44109"), town)
    assert {"street", "quartier", "type", "name"} <= found[0].evidence.told.keys()
    assert "son quartier est nommé : chantenay" in [say(reason) for reason in reasons(found[0].evidence)]
    bare = matches(Text(1, "Durantière : carrelage", "Ville de Nantes", "44109"), town)
    assert found[0].score > getattr(next(iter(bare), None), "score", 0)

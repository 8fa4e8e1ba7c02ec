"""Each rule gives the winners that one finds by hand, and says at each step why."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from projets.votes.filling import Verdict
from projets.votes.rules import count
from projets.votes.rules.grading import from_the_middle
from projets.votes.scrutin import Rule, Tie
from projets.votes.standing import draw
from projets.votes.validity import check
from projets.votes.wording import why
from tests.projets.votes.samples import chosen, make_scrutin


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_most_chosen_are_paid_for_while_there_is_money_and_the_next_one_is_tried() -> None:
    scrutin = make_scrutin(money=27_000)
    outcome = count(scrutin, chosen("A2", times=5) + chosen("A1", times=3) + chosen("A3", times=2))
    assert outcome.winners == ("A2", "A1")
    assert (outcome.spent, outcome.left) == (Decimal(27_000), Decimal(0))
    outcome = count(make_scrutin(money=24_000), chosen("A2", times=5) + chosen("A1", times=3) + chosen("A3", times=2))
    assert outcome.winners == ("A2", "A3")
    passed = outcome.steps[1]
    assert (passed.code, passed.verdict) == ("A1", Verdict.NO_MONEY)
    assert _plain(why(scrutin, passed)) == "Il restait 9 000 €, il fallait 12 000 € : pas assez."


def test_a_tie_goes_to_the_cheapest_then_to_the_draw_published_before() -> None:
    equal = chosen("A1", "A2", "A3", "A4", times=3)
    outcome = count(make_scrutin(money=100_000), equal)
    first_of_same_price = min(("A3", "A4"), key=lambda code: draw("essai", code))
    assert outcome.steps[0].code == first_of_same_price
    assert [step.code for step in outcome.steps][2:] == ["A1", "A2"]
    assert set(outcome.steps[0].tied) == {"A1", "A2", "A3", "A4"} - {first_of_same_price}
    assert "À égalité avec" in why(make_scrutin(), outcome.steps[0])
    drawn = count(make_scrutin(money=100_000, tie=Tie.DRAW), equal)
    assert [step.code for step in drawn.steps] == sorted(("A1", "A2", "A3", "A4"), key=lambda code: draw("essai", code))


def test_of_two_incompatible_projects_the_second_is_left_and_says_for_which() -> None:
    scrutin = make_scrutin(money=100_000, incompatible=[("A1", "A2")])
    outcome = count(scrutin, chosen("A2", times=5) + chosen("A1", times=4))
    refused = outcome.steps[1]
    assert (refused.code, refused.verdict, refused.against) == ("A1", Verdict.INCOMPATIBLE, "A2")
    assert why(scrutin, refused) == "Incompatible avec « Projet A2 », déjà retenu."


def test_under_the_threshold_nothing_is_paid_for() -> None:
    outcome = count(make_scrutin(threshold=2), chosen("A1", times=2) + chosen("A3"))
    assert outcome.winners == ("A1",)
    assert {step.verdict for step in outcome.steps[1:]} == {Verdict.BELOW}


def test_voices_per_euro_put_a_cheap_project_before_a_dear_one() -> None:
    ballots = chosen("A2", times=5) + chosen("A3", times=3)
    assert count(make_scrutin(Rule.APPROVAL, 15_000), ballots).winners == ("A3",)
    assert count(make_scrutin(Rule.KNAPSACK, 15_000), ballots).winners == ("A2",)


def test_a_ranking_gives_bordas_points() -> None:
    ballots = [{"A1": 1, "A2": 2}, {"A2": 1, "A1": 2}, {"A2": 1}]
    steps = count(make_scrutin(Rule.RANKING, choices=3), ballots).steps
    assert [(step.code, step.standing.score) for step in steps[:2]] == [("A2", 8), ("A1", 5)]


def test_points_are_added_up() -> None:
    steps = count(make_scrutin(Rule.POINTS, points=5), [{"A1": 4, "A3": 1}, {"A3": 5}]).steps
    assert [(step.code, step.standing.score) for step in steps[:2]] == [("A3", 6), ("A1", 4)]


def test_majority_judgement_compares_medians_then_what_is_under_them() -> None:
    assert list(from_the_middle([1, 2, 3, 4, 5])) == [3, 2, 4, 1, 5]
    assert list(from_the_middle([1, 2, 3, 4])) == [2, 3, 1, 4]
    ballots = [{"A1": 5, "A2": 4}, {"A1": 4, "A2": 4}, {"A1": 0, "A2": 4}, {"A1": 4, "A2": 0}]
    steps = count(make_scrutin(Rule.JUDGEMENT, 100_000, threshold=1), ballots).steps
    assert [(step.code, step.standing.score) for step in steps[:2]] == [("A1", 4), ("A2", 4)]
    assert steps[2].verdict == Verdict.BELOW  # nobody graded it


@pytest.mark.parametrize(
    ("rule", "told", "ballot", "said"),
    [
        (Rule.KNAPSACK, {}, {"A1": 1, "A2": 1, "A3": 1}, "c’est 5 000 € de trop"),
        (Rule.APPROVAL, {"choices": 2}, {"A1": 1, "A2": 1, "A3": 1}, "2 projets au plus"),
        (Rule.RANKING, {}, {"A1": 1, "A2": 3}, "sans trou"),
        (Rule.POINTS, {"points": 5}, {"A1": 4, "A2": 2}, "en donnez 6"),
        (Rule.JUDGEMENT, {}, {"A1": 9}, "n’existe pas"),
        (Rule.KNAPSACK, {}, {"Z9": 1}, "Z9"),
        (Rule.KNAPSACK, {}, {}, "au moins un"),
    ],
)
def test_a_ballot_against_its_rule_is_refused_in_words(
    rule: Rule, told: dict[str, int], ballot: dict[str, int], said: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        check(make_scrutin(rule, **told), ballot)
    assert said in _plain(refused.value.messages[0])

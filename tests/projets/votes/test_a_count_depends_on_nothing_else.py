"""Whatever the ballots: the same count in any order, within the envelope, ties by the published rule, no clash."""

from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from projets.votes.filling import Verdict
from projets.votes.pabulib.checking import Found, check, recount
from projets.votes.pabulib.election import scrutin_of
from projets.votes.pabulib.reading import read_pb
from projets.votes.pabulib.writing import write_pb
from projets.votes.rules import count
from projets.votes.scrutin import Ballot, Candidate, Rule, Scrutin, Tie
from projets.votes.standing import settled

CODES = ["A1", "A2", "A3", "A4", "A5", "A6"]
CENTS = st.integers(1, 5_000_00).map(lambda cents: Decimal(cents) / 100)


@st.composite
def votes(draw: st.DrawFn) -> tuple[Scrutin, list[Ballot]]:
    """A vote of any rule, with its ballots."""
    rule, codes = draw(st.sampled_from(Rule)), CODES[: draw(st.integers(1, 6))]
    others = st.frozensets(st.sampled_from(codes), max_size=2)
    candidates = tuple(Candidate(code, code, draw(CENTS), draw(others) - {code}) for code in codes)
    scrutin = Scrutin(
        rule, draw(CENTS) * 2, candidates, points=9, threshold=draw(st.integers(0, 3)),
        tie=draw(st.sampled_from(Tie)), seed=draw(st.sampled_from(["ile", "bourg"])),
    )  # fmt: skip
    values = st.integers(0, 5) if rule == Rule.JUDGEMENT else st.integers(1, 9) if rule == Rule.POINTS else st.just(1)
    named = st.lists(st.sampled_from(codes), unique=True, min_size=1)
    ballots = [
        {code: rank for rank, code in enumerate(said, start=1)}
        if rule == Rule.RANKING
        else {code: draw(values) for code in said}
        for said in draw(st.lists(named, max_size=12))
    ]
    return scrutin, ballots


@settings(max_examples=150, deadline=None)
@given(votes(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_and_projects_changes_nothing(vote: tuple[Scrutin, list[Ballot]], chance: Random) -> None:
    scrutin, ballots = vote
    first = count(scrutin, ballots)
    shuffled, candidates = list(ballots), list(scrutin.candidates)
    chance.shuffle(shuffled)
    chance.shuffle(candidates)
    assert count(scrutin, ballots) == first
    again = Scrutin(**(scrutin.__dict__ | {"candidates": tuple(candidates)}))
    assert [(step.code, step.verdict, step.before) for step in count(again, shuffled).steps] == [
        (step.code, step.verdict, step.before) for step in first.steps
    ]


@settings(max_examples=150, deadline=None)
@given(votes())
def test_what_wins_fits_and_what_does_not_says_truly_why(vote: tuple[Scrutin, list[Ballot]]) -> None:
    scrutin, ballots = vote
    outcome, by_code = count(scrutin, ballots), scrutin.by_code
    assert sum(by_code[code].cost for code in outcome.winners) == outcome.spent <= scrutin.money
    assert {step.code for step in outcome.steps} == set(by_code)
    won: set[str] = set()
    for step, following in zip(outcome.steps, [*outcome.steps[1:], None], strict=True):
        clashes = {
            code for code in won if code in by_code[step.code].incompatible or step.code in by_code[code].incompatible
        }
        assert bool(step.against) == bool(clashes)
        if step.verdict == Verdict.FUNDED:
            assert not clashes and step.cost <= step.before and step.standing.score >= scrutin.threshold
            won.add(step.code)
        if step.verdict == Verdict.NO_MONEY:
            assert step.cost > step.before
        if following is not None:
            assert step.standing.key >= following.standing.key
            if step.standing.key == following.standing.key:
                assert following.code in step.tied
                mine, its = (settled(scrutin, by_code[each.code]) for each in (step, following))
                assert mine < its


@settings(max_examples=100, deadline=None)
@given(votes())
def test_a_ballot_file_gives_the_same_winners_back(vote: tuple[Scrutin, list[Ballot]]) -> None:
    scrutin, ballots = vote
    outcome = count(scrutin, ballots)
    election = read_pb(write_pb(scrutin, ballots, outcome, {"description": "=essai; du « soir »"}))
    read = scrutin_of(election)
    assert (read.rule, read.money, read.tie, read.seed) == (scrutin.rule, scrutin.money, scrutin.tie, scrutin.seed)
    assert recount(election, read).winners == outcome.winners
    checked = check(election)
    assert (checked.found, checked.lacks) == (Found.SAME, ())

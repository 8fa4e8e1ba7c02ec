"""Our own ballots as a `.pb` file: the projects, the rule with what settles ties, and every ballot, in no order."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from projets.votes.filling import Outcome
from projets.votes.scrutin import Ballot, Rule, Scrutin
from projets.votes.standing import Standing

KINDS: Final = {
    Rule.KNAPSACK: "approval", Rule.APPROVAL: "approval", Rule.RANKING: "ordinal",
    Rule.POINTS: "cumulative", Rule.JUDGEMENT: "scoring",
}  # fmt: skip
SPREADSHEETS_RUN: Final = ("=", "+", "-", "@")


def write_pb(scrutin: Scrutin, ballots: Iterable[Ballot], outcome: Outcome, told: dict[str, str]) -> str:
    """The file; `told` goes into META first (description, unit, instance). Ballots are sorted by what they say, so that
    their order tells nothing of the order in which people voted.
    """
    rows = sorted(_votes(scrutin, ballot) for ballot in ballots)
    standings = {step.code: step.standing for step in outcome.steps}
    paper = io.StringIO()
    write = csv.writer(paper, delimiter=";", lineterminator="\n").writerow
    write(["META"])
    write(["key", "value"])
    for key, value in (told | _meta(scrutin, len(rows))).items():
        write([key, _plain(value)])
    write(["PROJECTS"])
    write(["project_id", "cost", "votes", "score", "name", "selected", "incompatible"])
    for candidate in sorted(scrutin.candidates, key=lambda each: each.code):
        standing: Standing = standings[candidate.code]
        tally = [standing.voices, standing.score, _plain(candidate.title), int(candidate.code in outcome.winners)]
        write([candidate.code, candidate.cost, *tally, ",".join(sorted(candidate.incompatible))])
    write(["VOTES"])
    write(["voter_id", "vote", "points"])
    for rank, (codes, points) in enumerate(rows, start=1):
        write([rank, codes, points])
    return paper.getvalue()


def _meta(scrutin: Scrutin, voters: int) -> dict[str, str]:
    plain = scrutin.rule in (Rule.KNAPSACK, Rule.RANKING, Rule.POINTS)
    told = {
        "num_projects": len(scrutin.candidates), "num_votes": voters, "budget": scrutin.money, "currency": "EUR",
        "vote_type": KINDS[scrutin.rule], "rule": "greedy-threshold" if plain else f"carto/{scrutin.rule}",
        "min_project_score_threshold": scrutin.threshold, "max_length": scrutin.choices or "",
        "max_sum_points": scrutin.points or "", "carto_rule": scrutin.rule.value, "carto_tie": scrutin.tie.value,
        "carto_seed": scrutin.seed,
    }  # fmt: skip
    return {key: str(value) for key, value in told.items() if value != ""}


def _votes(scrutin: Scrutin, ballot: Ballot) -> tuple[str, str]:
    """The codes, and the points or grades that go with them."""
    if scrutin.rule == Rule.RANKING:
        return ",".join(sorted(ballot, key=lambda code: ballot[code])), ""
    codes = sorted(ballot)
    valued = scrutin.rule in (Rule.POINTS, Rule.JUDGEMENT)
    return ",".join(codes), ",".join(str(ballot[code]) for code in codes) if valued else ""


def _plain(text: str) -> str:
    """On one line, and nothing that a spreadsheet would run."""
    text = " ".join(str(text).split())
    return f"'{text}" if text.startswith(SPREADSHEETS_RUN) else text

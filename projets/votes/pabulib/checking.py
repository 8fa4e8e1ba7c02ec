"""Counting a published election again: the same winners, or what the file lacks for anybody to find them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from projets.votes.filling import Outcome, Step, fill
from projets.votes.pabulib.election import Election, PabulibError, scrutin_of
from projets.votes.rules import standings
from projets.votes.scrutin import Ballot, Rule, Scrutin
from projets.votes.standing import from_scores
from projets.votes.wording import amount


class Found(StrEnum):
    """What came of counting it again."""

    SAME = "identique"
    LACKING = "incomplet"
    DIFFERENT = "différent"  # though the file lacks nothing: a mistake, theirs or ours


@dataclass(frozen=True)
class Checked:
    """One election counted again; `lacks` says what its file leaves out, whether or not that changed anything."""

    election: Election
    found: Found
    lacks: tuple[str, ...]
    winners: tuple[str, ...] = ()  # recomputed
    why: str = ""  # the first project on which the two outcomes part

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.lacks


def check(election: Election) -> Checked:
    """Count it again and compare with the outcome that it publishes."""
    lacks = tuple(_lacks(election))
    published = frozenset(project.code for project in election.projects if project.selected)
    try:
        scrutin = scrutin_of(election)
    except PabulibError as error:
        return Checked(election, Found.LACKING, (*lacks, str(error)))
    if any(project.selected is None for project in election.projects):
        return Checked(election, Found.LACKING, lacks)
    scores = _scores(election, scrutin)
    if scores is None:
        return Checked(election, Found.LACKING, (*lacks, "les voix d’un projet manquent"))
    outcome = recount(election, scrutin)
    if frozenset(outcome.winners) == published:
        return Checked(election, Found.SAME, lacks, outcome.winners)
    step = _parting(outcome, published)
    if step.tied and "carto_tie" not in election.meta:
        lacks = (*lacks, "ce qui départage une égalité n’est pas dit")
    found = Found.LACKING if lacks else Found.DIFFERENT
    return Checked(election, found, lacks, outcome.winners, _told(election, step))


def recount(election: Election, scrutin: Scrutin) -> Outcome:
    """From its ballots when it has them, else from its tallies. PabulibError without either."""
    if election.ballots is not None:
        return fill(scrutin, standings(scrutin, election.ballots))
    scores = _scores(election, scrutin)
    if scores is None:
        raise PabulibError("Ce fichier n’a ni bulletins, ni voix.")
    return fill(scrutin, from_scores(scores))


def _scores(election: Election, scrutin: Scrutin) -> dict[str, Decimal] | None:
    """The published tally: points where ballots give points, else voices; None when one is missing."""
    if election.ballots is not None:
        return {standing.code: Decimal(standing.score) for standing in standings(scrutin, election.ballots)}
    pointed = scrutin.rule != Rule.KNAPSACK
    scores = {each.code: each.score if pointed else each.votes for each in election.projects}
    return None if None in scores.values() else scores


def _lacks(election: Election) -> Iterator[str]:
    yield from election.lacks
    projects, ballots = election.projects, election.ballots
    if any(project.selected is None for project in projects):
        yield "le résultat publié n’y est pas"
    if (told := election.number("num_projects")) is not None and told != len(projects):
        yield f"{len(projects)} projets sur {told}"
    if ballots is None:
        yield "les bulletins n’y sont pas"
    elif (told := election.number("num_votes")) is not None and told != len(ballots):
        yield f"{len(ballots)} bulletins sur {told}"
    if ballots is not None and (strangers := {code for each in ballots for code in each} - {p.code for p in projects}):
        yield f"des bulletins nomment des projets absents ({', '.join(sorted(strangers)[:3])})"
    if ballots is not None and (wrong := _wrong_tallies(election, ballots)):
        yield f"les voix annoncées ne sont pas celles des bulletins ({', '.join(wrong[:3])})"
    voters, voices = election.number("num_votes"), sum(project.votes or 0 for project in projects)
    if ballots is None and voters and voices < voters:
        yield f"des projets manquent : {voices} voix pour {voters} bulletins, qui en portent une au moins"
    rule = election.meta.get("rule", "")
    if rule == "greedy-threshold" and election.number("min_project_score_threshold") is None:
        yield "le seuil n’est pas dit"
    if rule == "greedy-exclusive":
        yield "on ne sait pas quels projets s’excluent"


def _wrong_tallies(election: Election, ballots: tuple[Ballot, ...]) -> list[str]:
    """Codes of the projects whose announced voices are not what the ballots say."""
    named = Counter(code for ballot in ballots for code in ballot)
    return [each.code for each in election.projects if each.votes is not None and each.votes != named[each.code]]


def _parting(outcome: Outcome, published: frozenset[str]) -> Step:
    """The first project, in the order of the count, of which the two outcomes do not say the same."""
    return next(step for step in outcome.steps if step.won != (step.code in published))


def _told(election: Election, step: Step) -> str:
    cost, had = amount(step.cost, election.currency), amount(step.before, election.currency)
    said = "non retenu" if step.won else "retenu"
    return f"{step.code} ({cost}) {said}, quand il restait {had} d’après ce fichier"

"""One election as a Pabulib file holds it: untouched words in `meta`, money as Decimal, None for what is not said."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from projets.votes.scrutin import Ballot, Candidate, Rule, Scrutin, Tie


class PabulibError(ValueError):
    """A file that cannot be read; its message (French) says the line."""


@dataclass(frozen=True)
class PbProject:
    """One line of PROJECTS; `selected` is None where the outcome is not published."""

    code: str
    name: str
    cost: Decimal | None
    votes: Decimal | None = None
    score: Decimal | None = None
    selected: bool | None = None
    incompatible: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Election:
    """`ballots` is None where only tallies are published."""

    name: str
    meta: dict[str, str]
    projects: tuple[PbProject, ...]
    ballots: tuple[Ballot, ...] | None = None
    lacks: tuple[str, ...] = field(default=())  # what its reader knows to be missing

    @property
    def currency(self) -> str:
        """Its sign or its code."""
        return "€" if self.meta.get("currency", "EUR") == "EUR" else self.meta["currency"]

    def number(self, key: str) -> Decimal | None:
        """A number of META, or None."""
        return decimal_of(self.meta.get(key, ""))


def decimal_of(text: str) -> Decimal | None:
    """A finite number, with a point or a comma; None for anything else."""
    try:
        number = Decimal(text.strip().replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def scrutin_of(election: Election) -> Scrutin:
    """How it is counted: our own files say it all (`carto_…`), Pabulib's rules are the greedy ones.

    PabulibError for a rule that is not replayed here, or without its money or a cost.
    """
    meta, money = election.meta, election.number("budget")
    if money is None or any(project.cost is None for project in election.projects):
        raise PabulibError("Il manque l’enveloppe, ou le prix d’un projet.")
    told = {
        "money": money,
        "candidates": tuple(Candidate(p.code, p.name, p.cost, p.incompatible) for p in election.projects),
        "threshold": int(election.number("min_project_score_threshold") or 0),
        "choices": int(election.number("max_length") or 0),
    }
    if rule := meta.get("carto_rule"):
        try:
            more = {"tie": Tie(meta["carto_tie"]), "seed": meta["carto_seed"]}
            more["points"] = int(election.number("max_sum_points") or 0)
            return Scrutin(Rule(rule), **(told | more))
        except (KeyError, ValueError):
            raise PabulibError("La règle de ce fichier n’est pas lisible.") from None
    if meta.get("rule") not in GREEDY:
        raise PabulibError(f"La règle « {meta.get('rule') or 'non dite'} » n’est pas rejouée ici.")
    by_kind = {"cumulative": Rule.POINTS, "ordinal": Rule.RANKING}
    rule = by_kind.get(meta.get("vote_type", ""), Rule.KNAPSACK)
    return Scrutin(rule, **told, stops=meta["rule"] == "greedy-no-skip")


GREEDY = frozenset({"greedy", "greedy-threshold", "greedy-exclusive", "greedy-no-skip"})

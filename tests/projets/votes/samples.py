"""Votes that tests need, made in one line each."""

from decimal import Decimal
from typing import Any

from projets.votes.scrutin import Candidate, Rule, Scrutin

PRICES = {"A1": 12_000, "A2": 15_000, "A3": 8_000, "A4": 8_000}


def make_scrutin(rule: Rule = Rule.KNAPSACK, money: int | str = 30_000, **told: Any) -> Scrutin:
    """Four projects and 30 000 €; `prices`, and `incompatible` as pairs of codes."""
    prices, pairs = told.pop("prices", PRICES), told.pop("incompatible", ())
    others = {code: frozenset(b for a, b in pairs if a == code) for code in prices}
    candidates = tuple(Candidate(code, f"Projet {code}", Decimal(cost), others[code]) for code, cost in prices.items())
    return Scrutin(rule, Decimal(money), candidates, **({"seed": "essai"} | told))


def chosen(*codes: str, times: int = 1) -> list[dict[str, int]]:
    """The same choice on so many ballots."""
    return [dict.fromkeys(codes, 1) for _rank in range(times)]

"""A ballot as a page shows it and as a form or a sheet of paper says it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from projets.budgets.models import BudgetParticipatif, Enveloppe, Projet
from projets.budgets.scrutins import on_ballot, scrutin_of
from projets.votes.scrutin import LAST_GRADE, Ballot, Rule
from projets.votes.validity import check, chosen_cost
from projets.votes.wording import GRADES, amount

NAMES: Final = {Rule.RANKING: "rang", Rule.POINTS: "points", Rule.JUDGEMENT: "mention"}
CHOSEN: Final = "choix"
LARGEST: Final = 100_000  # what one field may say
PAPER: Final = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,7})(?:=(\d{1,6}))?\Z")
MOST_PAPERS: Final = 2000  # in one bundle


@dataclass
class Line:
    """One project on the ballot, with what was said of it and what one may say."""

    projet: Projet
    value: int | None = None
    options: list[tuple[int, str]] = field(default_factory=list)

    @property
    def price(self) -> str:
        """In words."""
        return amount(self.projet.price)

    @property
    def said(self) -> str:
        """What was chosen, in words; empty for what is only chosen."""
        return next((label for value, label in self.options if value == self.value), "")


@dataclass
class Section:
    """One envelope of the ballot; `error` is what its rule says of it."""

    enveloppe: Enveloppe
    lines: list[Line]
    ballot: dict[str, int] = field(default_factory=dict)
    error: str = ""

    @property
    def cost(self) -> Decimal:
        """What is chosen costs together."""
        return chosen_cost(scrutin_of(self.enveloppe, [line.projet for line in self.lines]), self.ballot)

    @property
    def left(self) -> Decimal:
        """What remains of the envelope; less than nothing when it is overstepped."""
        return self.enveloppe.amount - self.cost

    @property
    def over(self) -> Decimal:
        """By how much it is overstepped."""
        return -self.left

    @property
    def chosen(self) -> list[Line]:
        """What is named, the first of a ranking first."""
        named = [line for line in self.lines if line.projet.code in self.ballot]
        rank = self.enveloppe.budget.rule == Rule.RANKING
        return sorted(named, key=lambda line: (line.value if rank else 0, line.projet.code))


def sections(budget: BudgetParticipatif, seed: int, said: QueryDict | None = None) -> list[Section]:
    """The whole ballot; projects in an order drawn for this visitor, and what `said` (a form that was sent) says."""
    found = []
    for enveloppe in budget.enveloppes.all():
        enveloppe.budget = budget
        lines = [Line(projet) for projet in on_ballot(enveloppe)]
        Random(f"{seed}:{enveloppe.pk}").shuffle(lines)
        section = Section(enveloppe, lines)
        for line in lines:
            line.options = _options(budget, len(lines))
            line.value = _value(budget, line.projet.code, said) if said is not None else None
        section.ballot = {line.projet.code: line.value for line in lines if line.value is not None}
        found.append(section)
    return found


def checked(found: list[Section]) -> bool:
    """Whether every section keeps to its rule, and one of them says something; what is wrong is told in `error`."""
    for section in found:
        if section.ballot:
            try:
                check(scrutin_of(section.enveloppe, [line.projet for line in section.lines]), section.ballot)
            except ValidationError as error:
                section.error = error.messages[0]
    return any(section.ballot for section in found) and not any(section.error for section in found)


def _options(budget: BudgetParticipatif, projects: int) -> list[tuple[int, str]]:
    if budget.rule == Rule.RANKING:
        most = min(budget.choices, projects) or projects
        return [(rank, _("%(rank)dᵉ") % {"rank": rank} if rank > 1 else _("1ᵉʳ")) for rank in range(1, most + 1)]
    if budget.rule == Rule.POINTS:
        return [(points, str(points)) for points in range(1, min(budget.points, 100) + 1)]
    if budget.rule == Rule.JUDGEMENT:
        return [(grade, str(GRADES[grade])) for grade in range(LAST_GRADE, -1, -1)]
    return []


def _value(budget: BudgetParticipatif, code: str, said: QueryDict) -> int | None:
    name = NAMES.get(Rule(budget.rule))
    if name is None:
        return 1 if code in said.getlist(CHOSEN) else None
    text = said.get(f"{name}-{code}", "").strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
    return None if number is None or number > LARGEST or (number == 0 and budget.rule != Rule.JUDGEMENT) else number


def read_papers(budget: BudgetParticipatif, text: str) -> list[dict[Enveloppe, Ballot]]:
    """Paper ballots, one a line: « A1 A3 B2 » in the order of a ranking, or « A1=3 B2=5 » for points and grades.

    Raises ValidationError (French) with the line that cannot be read.
    """
    homes = {projet.code: enveloppe for enveloppe in budget.enveloppes.all() for projet in on_ballot(enveloppe)}
    for enveloppe in homes.values():
        enveloppe.budget = budget
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_PAPERS:
        raise ValidationError(_("%(n)d bulletins au plus par liasse.") % {"n": MOST_PAPERS})
    return [_paper(budget, line, rank, homes) for rank, line in enumerate(lines, start=1)]


def _paper(budget: BudgetParticipatif, line: str, rank: int, homes: Mapping[str, Enveloppe]) -> dict[Enveloppe, Any]:
    read: dict[Enveloppe, dict[str, int]] = {}
    for word in re.split(r"[\s,;]+", line.strip()):
        found = PAPER.match(word)
        code = found.group(1).upper() if found else ""
        if code not in homes:
            raise ValidationError(
                _("Ligne %(line)d : « %(word)s » n’est pas au bulletin.") % {"line": rank, "word": word[:20]}
            )
        ballot = read.setdefault(homes[code], {})
        if code in ballot:
            raise ValidationError(_("Ligne %(line)d : %(code)s y est deux fois.") % {"line": rank, "code": code})
        ballot[code] = _paper_value(budget, found.group(2), rank, code, len(ballot) + 1)
    return read


def _paper_value(budget: BudgetParticipatif, said: str | None, line: int, code: str, place: int) -> int:
    if budget.rule == Rule.RANKING:
        return place
    if budget.rule in (Rule.POINTS, Rule.JUDGEMENT):
        if said is None:
            raise ValidationError(_("Ligne %(line)d : écrivez %(code)s=3.") % {"line": line, "code": code})
        return int(said)
    return 1

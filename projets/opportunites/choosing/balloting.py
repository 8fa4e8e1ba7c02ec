"""A ballot as a page shows it, and as a form or a sheet of paper says it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from carto.text import tidy
from projets.opportunites.choosing.casting import Said
from projets.opportunites.choosing.scrutins import poll_of
from projets.opportunites.choosing.telling import price
from projets.opportunites.models import Consultation, Option
from projets.votes.polls.poll import Method
from projets.votes.polls.wording import answers

LONGEST_REASON: Final = 600
MOST_PAPERS: Final = 2000  # in one bundle
PAPER: Final = re.compile(r"([A-Za-z]{1,4})(?:=([+-]|\d{1,3}))?\Z")
SIGNS: Final = {"+": 1, "-": -1}
AGE: Final = re.compile(r"(?:age|âge)=(\S{1,8})\Z", re.IGNORECASE)
REASON: Final = re.compile(r"\s*([A-Za-z]{1,4})\s*:\s*(.+)\Z")


@dataclass
class Line:
    """One option on the ballot, with what is said of it and what one may say."""

    option: Option
    answers: list[tuple[int, str]]
    value: int | None = None
    reason: str = ""

    @property
    def price(self) -> str:
        """What it costs, in words."""
        return price(self.option)

    @property
    def said(self) -> str:
        """What was chosen, in words."""
        return next((label for value, label in self.answers if value == self.value), "")


def lines(consultation: Consultation, seed: int, said: QueryDict | None = None) -> list[Line]:
    """The whole ballot in an order drawn for this visitor, with what `said` (a form that was sent) says."""
    offered = answers(poll_of(consultation))
    found = [Line(option, offered) for option in consultation.options.all()]
    Random(f"{seed}:{consultation.pk}").shuffle(found)
    for line in found if said is not None else ():
        text = said.get(f"c-{line.option.code}", "").strip()
        line.value = next((value for value, _label in offered if text == str(value)), None)
        line.reason = tidy(said.get(f"r-{line.option.code}", ""))[:LONGEST_REASON]
    return found


def said_in(filled: list[Line], area: str, age: str) -> Said:
    """What a ballot says."""
    choices = {line.option.code: line.value for line in filled if line.value is not None}
    reasons = {line.option.code: line.reason for line in filled if line.reason}
    return Said(choices, reasons, area, age)


def read_papers(consultation: Consultation, area: str, text: str, reasons: str = "") -> list[Said]:
    """Paper ballots of one area, one a line: « B A C » in the order of a ranking, « A=3 B=0 » for what has a value
    (« + », « 0 », « - » for consent), and « âge=30-44 » where it is told. `reasons`: one a line, « B : trop cher »,
    given to the objections in order. Raises ValidationError (French) with the line that cannot be read.
    """
    codes = set(poll_of(consultation).codes)
    written = [line for line in text.splitlines() if line.strip()]
    if len(written) > MOST_PAPERS:
        raise ValidationError(_("%(n)d bulletins au plus par liasse.") % {"n": MOST_PAPERS})
    given = _reasons(reasons)
    papers = []
    for rank, line in enumerate(written, start=1):
        choices, age = _paper(consultation, line, rank, codes)
        why = {code: given[code].pop(0) for code, value in choices.items() if value < 0 and given.get(code)}
        papers.append(Said(choices, why, area, age))
    return papers


def _reasons(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if read := REASON.match(line):
            found.setdefault(read.group(1).upper(), []).append(tidy(read.group(2))[:LONGEST_REASON])
        elif line.strip():
            raise ValidationError(_("Une raison s’écrit « B : trop cher » : %(line)s") % {"line": line[:40]})
    return found


def _paper(consultation: Consultation, line: str, rank: int, codes: set[str]) -> tuple[dict[str, int], str]:
    choices: dict[str, int] = {}
    age = ""
    for word in re.split(r"[\s,;]+", line.strip()):
        if told := AGE.match(word):
            age = told.group(1)
            continue
        found = PAPER.match(word)
        code = found.group(1).upper() if found else ""
        if code not in codes:
            told_word = {"line": rank, "word": word[:20]}
            raise ValidationError(_("Ligne %(line)d : « %(word)s » n’est pas au bulletin.") % told_word)
        if code in choices:
            raise ValidationError(_("Ligne %(line)d : %(code)s y est deux fois.") % {"line": rank, "code": code})
        choices[code] = _value(consultation, found.group(2), rank, code, len(choices) + 1)
    return choices, age


def _value(consultation: Consultation, said: str | None, line: int, code: str, place: int) -> int:
    if consultation.method == Method.RANKING:
        return place
    if said is None:
        raise ValidationError(_("Ligne %(line)d : écrivez %(code)s=3.") % {"line": line, "code": code})
    return SIGNS[said] if said in SIGNS else int(said)


def how_to_write(consultation: Consultation) -> Mapping[str, str]:
    """How a paper ballot is typed, and an example."""
    examples = {
        Method.CONSENT: (_("+ d’accord, 0 sans avis, - objection."), "A=+ B=0 C=-"),
        Method.SCORE: (_("de 0 à 5."), "A=3 B=5"),
        Method.RANKING: (_("les lettres, de la première à la dernière."), "B A C"),
        Method.DOTS: (_("combien de gommettes."), "A=3 B=2"),
        Method.DATES: (_("2 oui, 1 s’il le faut, 0 non."), "A=2 B=1 C=0"),
    }
    about, example = examples[Method(consultation.method)]
    ages = consultation.people.get("ages", [])
    return {"about": about, "example": f"{example} âge={ages[0]}" if ages else example}

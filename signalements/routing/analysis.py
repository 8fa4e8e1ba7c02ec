"""Which rules can decide for some report, and which cannot: exact, because all that a rule looks at is finite.

A rule only ever asks that something be there (a category, a territory around, an answer). So the report that says as
little as the rule needs is the one that the fewest earlier rules hold for: if one of them holds for it, whatever
moment of the week, none is left for the rule.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from itertools import product

from django.utils import timezone

from carto.fiches.models import Temporality
from signalements.deadlines import is_working_day
from signalements.models import Categorie, Question
from signalements.routing.lines import Facts, Line
from signalements.routing.rules import Ruleset, with_places

EVERY_FREQUENCY = ("", *Temporality.values)


@dataclass(frozen=True)
class World:
    """All that reports may be: the categories with what they ask, the territories around one another."""

    categories: Mapping[int, Sequence[Question]]
    places: Ruleset
    lines: Sequence[Line]

    @cached_property
    def moments(self) -> list[datetime]:
        """One moment for each way in which days and hours may tell the rules apart."""
        clocks = {hour for line in self.lines for hour in (line.from_hour, line.until_hour) if hour} | {time(0)}
        zone = timezone.get_current_timezone()
        return [datetime.combine(day, clock, tzinfo=zone) for day in _days() for clock in sorted(clocks)]

    @cached_property
    def masks(self) -> dict[Line, int]:
        """Of each rule, the moments that are its own, as bits."""
        return {line: sum(1 << rank for rank, at in enumerate(self.moments) if line.timely(at)) for line in self.lines}


def world(lines: Sequence[Line]) -> World:
    """The city as it is, for these rules."""
    found = Categorie.objects.prefetch_related("questions")
    return World({each.pk: list(each.questions.all()) for each in found}, with_places(tuple(lines)), lines)


@cache
def _days() -> list[date]:
    """A day of each sort: the seven of the week, and the five of work that are holidays."""
    first = date(2024, 1, 1)
    span = [first + timedelta(days=n) for n in range(12 * 366)]
    sorts = {(day.weekday(), is_working_day(day)): day for day in span}
    return [sorts[sort] for sort in sorted(sorts)]


def witness(line: Line, earlier: Sequence[Line], world: World) -> Facts | None:
    """A report for which that rule decides although the earlier ones come first; None when there cannot be any."""
    return next((facts for facts, _against in _tried(line, earlier, world) if facts), None)


def shadows(line: Line, earlier: Sequence[Line], world: World) -> list[Line]:
    """The earlier rules that leave nothing to that one, in their order; empty when something is left."""
    taking: set[Line] = set()
    for facts, against in _tried(line, earlier, world):
        if facts:
            return []
        taking.update(against)
    return [each for each in earlier if each in taking]


def _tried(line: Line, earlier: Sequence[Line], world: World) -> Iterator[tuple[Facts | None, list[Line]]]:
    """Every sort of report that says as little as the rule needs: one for which it decides, or what is in its way."""
    around = world.places.around(line.territoire)
    near = [each for each in earlier if each.territoire is None or each.territoire in around]
    for categorie in asking(line, world.categories):
        of_categorie = [each for each in near if not each.categories or categorie in each.categories]
        for answers in sayings(line, world.categories[categorie]):
            answered = [each for each in of_categorie if each.answered(answers)]
            for often in sorted(line.temporalities) or EVERY_FREQUENCY:
                against = [each for each in answered if not each.temporalities or often in each.temporalities]
                at = _free(line, against, world)
                yield (Facts(categorie, around, often, answers, at) if at else None), against


def _free(line: Line, against: Iterable[Line], world: World) -> datetime | None:
    """A moment of the rule's own that none of the others has."""
    left = world.masks[line]
    for each in against:
        left &= ~world.masks[each]
    return world.moments[left.bit_length() - 1] if left else None


def asking(line: Line, categories: Mapping[int, Sequence[Question]]) -> list[int]:
    """The categories for which the rule may hold: its own (or all) that ask what it looks at."""
    wanted = line.categories & categories.keys() if line.categories else categories.keys()
    return [pk for pk in sorted(wanted) if next(sayings(line, categories[pk]), None) is not None]


def sayings(line: Line, questions: Sequence[Question]) -> Iterator[dict[str, str]]:
    """The answers that a report may bring with no more in them than the rule needs, and what had to be asked first."""
    known = {question.code: question for question in questions}
    wanted = {code: set(codes) for code, codes in line.answers}
    for code in list(wanted):
        _ask_first(code, wanted, known)
    choices = [[(code, each) for each in sorted(codes & _going_on(known.get(code)))] for code, codes in wanted.items()]
    yield from map(dict, product(*choices))


def _ask_first(code: str, wanted: dict[str, set[str]], known: Mapping[str, Question]) -> None:
    """Add the answers without which a question is not asked, back to the first."""
    while code in known and known[code].condition:
        condition = known[code].condition
        code = condition["question"]
        needed = set(condition["answers"])
        wanted[code] = wanted[code] & needed if code in wanted else needed


def _going_on(question: Question | None) -> set[str]:
    """The answers to choose in after which something is sent."""
    if question is None or question.kind == Question.Kind.TEXT:
        return set()
    return {option["code"] for option in question.options if "stop" not in option}

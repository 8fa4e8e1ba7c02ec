"""What is wrong with a list of rules, each time with the reason: nothing of it is saved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import Crew
from carto.territoires.models import Territoire
from signalements.models import Categorie
from signalements.routing.analysis import World, asking, sayings, shadows, world
from signalements.routing.lines import Line


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one rule; `code` tells sorts apart, `text` is French."""

    rule: int
    code: str
    text: str


@dataclass
class Known:
    """What rules point at, as it is today."""

    today: date = field(default_factory=timezone.localdate)
    crews: dict[int, Crew] = field(default_factory=Crew.objects.in_bulk)
    offered: set[int] = field(
        default_factory=lambda: set(Categorie.objects.filter(active=True).values_list("pk", flat=True))
    )

    @cached_property
    def in_force(self) -> set[int]:
        """The territories whose borders hold today."""
        return set(Territoire.objects.in_force(self.today).values_list("pk", flat=True))


def problems(lines: Sequence[Line]) -> list[Problem]:
    """All that is wrong with the active ones of these rules, in their order."""
    active = [line for line in lines if line.active]
    around, known = world(active), Known()
    found: list[Problem] = []
    for rank, line in enumerate(active):
        own = list(_of_itself(line, around, known))
        found += own or _of_its_rank(line, active[:rank], last=rank == len(active) - 1, around=around)
    return found


def new_problems(before: Sequence[Line], after: Sequence[Line], changed: int) -> list[Problem]:
    """What a change would make wrong, and all that is wrong with the rule that is changed (its id, 0: a new one).

    What is wrong elsewhere already is not held against it.
    """
    known = {(problem.rule, problem.code) for problem in problems(before)}
    return [each for each in problems(after) if each.rule == changed or (each.rule, each.code) not in known]


def _of_itself(line: Line, world: World, known: Known) -> Iterator[Problem]:
    """Wherever it stands: what it points at, and what it asks for."""
    crew = known.crews.get(line.target.crew or 0)
    if crew and crew.service_id != line.target.service:
        yield Problem(line.pk, "crew", _("L’équipe « %(crew)s » n’est pas de ce service.") % {"crew": crew})
    elif crew and not crew.active:
        yield Problem(line.pk, "crew", _("L’équipe « %(crew)s » ne sort plus.") % {"crew": crew})
    if line.categories and not line.categories & known.offered:
        yield Problem(line.pk, "categories", _("Aucune de ses catégories n’est encore proposée aux habitants."))
    if line.territoire and line.territoire not in known.in_force:
        yield Problem(line.pk, "territoire", _("Ce territoire n’a plus cours : choisissez celui d’aujourd’hui."))
    if (line.from_hour is None) != (line.until_hour is None):
        yield Problem(line.pk, "hours", _("Donnez les deux heures, ou aucune."))
    elif line.from_hour is not None and line.from_hour == line.until_hour:
        yield Problem(line.pk, "hours", _("De cette heure à la même heure, il n’y a rien."))
    if line.answers and not asking(line, world.categories):
        yield Problem(line.pk, "answers", _unasked(line, world))


def _unasked(line: Line, world: World) -> str:
    """Which of its questions or answers no category of its own asks."""
    own = line.categories & world.categories.keys() if line.categories else world.categories.keys()
    for code, codes in line.answers:
        alone = Line(0, "", line.target, answers=((code, codes),))
        if all(next(sayings(alone, world.categories[pk]), None) is None for pk in own):
            return _("Aucune de ses catégories ne pose la question « %(code)s » avec cette réponse.") % {"code": code}
    return _("Aucune de ses catégories ne pose toutes ces questions à la fois.")


def _of_its_rank(line: Line, earlier: Sequence[Line], *, last: bool, around: World) -> list[Problem]:
    """Because of those that come first, or after."""
    same = next((each for each in earlier if each.conditions == line.conditions), None)
    if same:
        said = (
            _("La règle « %(name)s » a les mêmes conditions et le même destinataire : une seule suffit.")
            if same.target == line.target
            else _("La règle « %(name)s » a les mêmes conditions et envoie ailleurs : laquelle est la bonne ?")
        )
        return [Problem(line.pk, "conflict", said % {"name": same.name})]
    if line.empty and not last:
        return [Problem(line.pk, "empty", _("Sans condition, elle prend tout : elle ne peut être que la dernière."))]
    if taking := shadows(line, earlier, around):
        names = ", ".join(f"« {each.name} »" for each in taking)
        said = _("Elle ne servirait jamais : tout ce qu’elle vise est déjà pris par %(names)s.") % {"names": names}
        return [Problem(line.pk, "unreachable", said)]
    return []

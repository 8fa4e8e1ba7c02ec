"""The arguments of a topic by families, in an order drawn for whoever visits, and those that none has taken."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import QuerySet

from carto.fiches.models import Commentaire, CommentKind
from projets.opportunites.models import Famille, Opportunite, Rangement
from projets.opportunites.phases.threads import drawn_rank

ARGUMENTS: Final = (CommentKind.POUR, CommentKind.CONTRE)


@dataclass
class Filed:
    """One argument in its family; what its author says of that, and the answer, once each is public."""

    rangement: Rangement
    said: Commentaire
    contest: Commentaire | None = None
    answer: Commentaire | None = None


@dataclass
class Family:
    """A family with its arguments; `contested`: how many contests wait for an answer."""

    famille: Famille
    filed: list[Filed] = field(default_factory=list)

    @property
    def contested(self) -> int:
        """How many of its arguments are contested and not answered."""
        return sum(each.contest is not None and each.answer is None for each in self.filed)


def arguments_of(topic: Opportunite) -> QuerySet[Commentaire]:
    """What was said for and against, in the threads or beside them."""
    return Commentaire.objects.public().filter(fiche=topic.pk, kind__in=ARGUMENTS)


def families(topic: Opportunite, seed: int) -> list[dict[str, Any]]:
    """The three sides, each with its families."""
    told = {each.pk: Family(each) for each in topic.familles.all()}
    rows = Rangement.objects.filter(famille__opportunite=topic.pk, commentaire__in=arguments_of(topic))
    rows = rows.select_related("commentaire__author", "contest__author")
    contests = [each.contest_id for each in rows if each.contest_id]
    replies = (
        Commentaire.objects.filter(pk__in=contests).replied().prefetch_related("given__author") if contests else []
    )
    answers = {each.pk: each.given[0] for each in replies if each.given}
    for each in sorted(rows, key=lambda each: drawn_rank(seed, each.commentaire_id)):
        contest = each.contest if each.contest and each.contest.visibility == "public" else None
        filed = Filed(each, each.commentaire, contest, answers.get(contest.pk) if contest else None)
        told[each.famille_id].filed.append(filed)
    sides = defaultdict(list)
    for pk in sorted(told, key=lambda pk: drawn_rank(seed, pk)):
        sides[told[pk].famille.side].append(told[pk])
    return [{"side": side.value, "label": side.label, "families": sides[side.value]} for side in Famille.Side]


def unfiled(topic: Opportunite) -> QuerySet[Commentaire]:
    """The arguments that no family has taken yet."""
    return arguments_of(topic).filter(rangement=None).select_related("author")

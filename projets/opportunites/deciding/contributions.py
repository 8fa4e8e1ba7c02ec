"""What a topic was given to work with, the fiches that it grew from and the words said of it; what became of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from carto.fiches.comments.querysets import OFFICIAL
from carto.fiches.lineage import JOINING
from carto.fiches.models import Commentaire, Fiche, Lien, LienKind, Visibility
from projets.opportunites.models import Opportunite, Reponse

READABLE = (Visibility.PUBLIC, Visibility.JOINED)


def fiches_behind(topic: int) -> QuerySet[Fiche]:
    """What the topic (its id) grew from, with what was joined to each of those, and to the topic itself."""
    roots = Lien.objects.filter(source_id=topic, kind=LienKind.GREW_FROM, undone_at=None).values("target")
    joined = Lien.objects.filter(Q(target__in=roots) | Q(target_id=topic), kind__in=JOINING, undone_at=None)
    behind = Q(pk__in=roots) | Q(pk__in=joined.values("source"))
    return Fiche.objects.filter(behind, visibility__in=READABLE)


def words_about(topic: int) -> QuerySet[Commentaire]:
    """What residents said of the topic (its id), whatever the kind; neither what puts its decision in question, which
    has a clock of its own, nor a question that has had its answer.
    """
    said = Commentaire.objects.public().filter(fiche_id=topic, interpellation=None).exclude(role__in=OFFICIAL)
    replies = Commentaire.objects.public().filter(answers=OuterRef("pk"), role__in=OFFICIAL)
    return said.filter(~Exists(replies) | Q(due_at=None))


def unanswered(topic: int) -> tuple[QuerySet[Fiche], QuerySet[Commentaire]]:
    """Those of them to which nobody has said what became of it."""
    told = Reponse.objects.filter(opportunite_id=topic, fiche=OuterRef("pk"))
    said = Reponse.objects.filter(commentaire=OuterRef("pk"))
    return fiches_behind(topic).filter(~Exists(told)), words_about(topic).filter(~Exists(said))


def count_unanswered(topic: Opportunite) -> int:
    """How many; two queries."""
    return sum(found.count() for found in unanswered(topic.pk))


@dataclass(frozen=True)
class Contribution:
    """One of them as a page lists it; `key` is what a form sends to answer it."""

    key: str
    who: str
    signed: bool
    said: str
    address: str
    at: datetime
    answer: Reponse | None


def contributions(topic: Opportunite) -> list[Contribution]:
    """All of them, those without an answer first, then as they came; three queries."""
    answers = list(topic.reponses.select_related("by"))
    fiches = {answer.fiche_id: answer for answer in answers if answer.fiche_id}
    words = {answer.commentaire_id: answer for answer in answers if answer.commentaire_id}
    found = [_of_fiche(each, fiches.get(each.pk)) for each in fiches_behind(topic.pk).select_related("author")]
    page = topic.get_absolute_url()
    found += [_of_words(each, page, words.get(each.pk)) for each in words_about(topic.pk).select_related("author")]
    return sorted(found, key=lambda each: (each.answer is not None, each.at, each.key))


def _of_fiche(fiche: Fiche, answer: Reponse | None) -> Contribution:
    said = f"{fiche.get_kind_display().capitalize()} · {fiche.title}"
    return Contribution(f"fiche-{fiche.pk}", *_who(fiche), said, fiche.get_absolute_url(), fiche.created_at, answer)


def _of_words(words: Commentaire, page: str, answer: Reponse | None) -> Contribution:
    said = f"{words.get_kind_display().capitalize()} · « {Truncator(words.text).chars(280)} »"
    return Contribution(f"mot-{words.pk}", *_who(words), said, f"{page}#paroles", words.created_at, answer)


def _who(said: Fiche | Commentaire) -> tuple[str, bool]:
    """The name under which it was signed, or « anonyme »; whether it was signed."""
    return (str(said.author), True) if said.author else (_("anonyme"), False)


def names_of(found: Iterable[Contribution], most: int) -> Sequence[str]:
    """The names of those who have no answer yet, each once, `most` at most; those without a name are only counted."""
    names = dict.fromkeys(each.who for each in found if each.answer is None and each.signed)
    return list(names)[:most]

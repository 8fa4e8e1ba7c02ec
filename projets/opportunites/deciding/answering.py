"""Saying to each author what became of what they gave: in the open, and to them wherever they can be reached."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.fiches.actions import record
from carto.fiches.lineage import joined_to
from carto.fiches.models import Fiche, What
from projets.opportunites.deciding.contributions import unanswered
from projets.opportunites.deciding.tasks import tell_author
from projets.opportunites.models import Opportunite, Reponse
from projets.opportunites.referents.rights import Hand


def answer(topic: Opportunite, hand: Hand, keys: Iterable[str], *, verdict: str, reason: str) -> list[Reponse]:
    """Answer these contributions with the same verdict and reason; those answered meanwhile keep the answer they had.

    What is joined to a fiche has its answer with it. ValidationError (French) when nothing is left to answer.
    """
    asked = set(keys)
    with transaction.atomic():
        Opportunite.objects.select_for_update(of=("self",)).get(pk=topic.pk)
        fiches, words = unanswered(topic.pk)
        told = {"verdict": verdict, "reason": reason, "by": hand.person, "role": hand.role}
        made = []
        for fiche in [each for each in fiches.order_by("pk") if f"fiche-{each.pk}" in asked]:
            made += _answer_fiche(topic, fiche, hand, told)
        for each in [each for each in words.select_related("author") if f"mot-{each.pk}" in asked]:
            made.append(Reponse.objects.create(opportunite=topic, commentaire=each, **told))
        if not made:
            raise ValidationError(_("Choisissez au moins une contribution qui attend sa réponse."), code="none")
        _tell(topic, hand, made)
    return made


def _answer_fiche(topic: Opportunite, fiche: Fiche, hand: Hand, told: dict[str, object]) -> list[Reponse]:
    """The fiche and what is joined to it: its own history says so, and theirs; who follows any of them hears of it."""
    made = []
    for each in [fiche, *joined_to(fiche)]:
        answer, new = Reponse.objects.get_or_create(opportunite=topic, fiche=each, defaults=told)
        made += [answer] if new else []
    if made and made[0].fiche_id == fiche.pk:
        said = _("Sujet %(number)s : votre contribution est %(verdict)s. %(reason)s")
        words = {"number": topic.number, "verdict": made[0].get_verdict_display(), "reason": told["reason"]}
        record(fiche, What.ANSWER, role=hand.role, person=hand.person, public_text=said % words)
    return made


def _tell(topic: Opportunite, hand: Hand, made: list[Reponse]) -> None:
    """One line in the history of the topic, however many were answered; a letter to those whose words they were."""
    letters: dict[int, list[int]] = defaultdict(list)  # one a person, however many of their words are answered
    for each in made:
        if each.commentaire_id and each.commentaire.author_id:
            letters[each.commentaire.author_id].append(each.pk)
    said = ngettext(
        "%(n)d contribution a sa réponse : %(verdict)s. %(reason)s",
        "%(n)d contributions ont leur réponse : %(verdict)s. %(reason)s", len(made),
    )  # fmt: skip
    told = {"n": len(made), "verdict": made[0].get_verdict_display(), "reason": made[0].reason}
    record(topic, What.ANSWER, role=hand.role, person=hand.person, public_text=said % told)
    for first, *others in letters.values():
        tell_author.defer(answer_id=first, others=others)

"""Writing families, filing arguments in them, contesting where one's own words were filed, and answering that."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.comments.actions import RESIDENT
from carto.fiches.models import Commentaire, CommentKind, Rule, Visibility, What
from carto.fiches.trust.holding import Hold
from carto.fiches.trust.personal import find_personal
from carto.fiches.trust.weighing import Verdict
from carto.fiches.trust.wording import SORTS, listed
from projets.opportunites.models import Famille, Opportunite, Rangement
from projets.opportunites.phases.families.reading import arguments_of
from projets.opportunites.referents.rights import Hand


def _held(topic: Opportunite, families: Iterable[Famille | None]) -> None:
    """Have whoever else files or writes families of that topic wait; ValidationError (French) when one is gone."""
    Opportunite.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    asked = {famille.pk for famille in families if famille is not None}
    if topic.familles.filter(pk__in=asked).count() < len(asked):
        raise ValidationError(_("Cette famille vient d’être enlevée : rechargez la page."), code="gone")


def write_family(topic: Opportunite, hand: Hand, told: Mapping[str, Any], famille: Famille | None = None) -> Famille:
    """Begin a family, or tell it in other words; the history says so. ValidationError (French) when it is gone, or says
    something else than what was read (`seen` in `told`: its `said`, empty to overwrite whatever it says).
    """
    with transaction.atomic():
        new = famille is None
        _held(topic, [famille] if famille else [])
        if famille and told.get("seen") and told["seen"] != topic.familles.get(pk=famille.pk).said:
            raise ValidationError(_("Quelqu’un a récrit cette famille entre-temps : relisez-la."), code="stale")
        famille = famille or Famille(opportunite=topic)
        for name in ("title", "summary", "side"):
            setattr(famille, name, told[name])
        famille.by, famille.role = hand.person, hand.role
        famille.save()
        said = _("Nouvelle famille d’arguments : « %(title)s ».") if new else _("Famille redite : « %(title)s ».")
        record(topic, What.COMPLETED, role=hand.role, person=hand.person, public_text=said % {"title": famille.title})
    return famille


def drop_family(famille: Famille, hand: Hand) -> None:
    """Take away a family that holds nothing; ValidationError (French) while it holds something, or when it is gone."""
    with transaction.atomic():
        _held(famille.opportunite, [famille])
        if famille.rangements.exists():
            raise ValidationError(_("Cette famille tient des arguments : rangez-les d’abord ailleurs."), code="held")
        said = _("Famille enlevée, elle était vide : « %(title)s ».") % {"title": famille.title}
        record(famille.opportunite, What.COMPLETED, role=hand.role, person=hand.person, public_text=said)
        famille.delete()


def file_arguments(topic: Opportunite, hand: Hand, where: Mapping[int, Famille | None]) -> int:
    """Put arguments (their ids) in families, move them, or take them out (None); returns how many were moved.

    ValidationError (French) when one of these families is gone.
    """
    with transaction.atomic():
        _held(topic, where.values())
        known = set(arguments_of(topic).filter(pk__in=where).values_list("pk", flat=True))
        rows = Rangement.objects.select_for_update().filter(commentaire__in=known)
        held = {each.commentaire_id: each for each in rows}
        moved = sum(_file(pk, where[pk], held.get(pk)) for pk in sorted(known))
        if moved:
            said = ngettext("%(n)d argument rangé par familles.", "%(n)d arguments rangés par familles.", moved)
            record(topic, What.COMPLETED, role=hand.role, person=hand.person, public_text=said % {"n": moved})
    return moved


def _file(pk: int, famille: Famille | None, held: Rangement | None) -> bool:
    """A contest stays with an argument that is moved: it is answered in words, not by moving."""
    if (held.famille_id if held else None) == (famille.pk if famille else None):
        return False
    if famille is None:
        if held.contest_id is not None:
            return False
        held.delete()
    elif held is None:
        Rangement.objects.create(famille=famille, commentaire_id=pk)
    else:
        held.famille = famille
        held.save(update_fields=["famille"])
    return True


def _personal(text: str) -> list[Hold]:
    sorts = {found.sort for found in find_personal(text)}
    return [Hold(Rule.PERSONAL, listed(sort for sort in SORTS if sort in sorts))] if sorts else []


def contest(rangement: Rangement, author: User, text: str, verdict: Verdict) -> Commentaire:
    """« Ce n’est pas ce que j’ai dit »: the author's words, public at once unless they wait for a look.

    ValidationError (French) when one of theirs stands there already. The history tells it without the words.
    """
    with transaction.atomic():
        held = Rangement.objects.select_for_update().get(pk=rangement.pk)
        if held.contest_id is not None:
            raise ValidationError(_("Vous l’avez déjà dit : c’est affiché ici."), code="again")
        topic = rangement.famille.opportunite
        said = Commentaire.objects.create(fiche=topic, kind=CommentKind.AVIS, text=text, author=author, role=RESIDENT)
        verdict.settle(topic, *_personal(text), commentaire=said)
        held.contest = said
        held.save(update_fields=["contest"])
        told = _("Un auteur dit du rangement de ses mots : « ce n’est pas ce que j’ai dit ».")
        record(topic, What.COMMENT, role=RESIDENT, person=author, public_text=told)
    return said


def answer_contest(rangement: Rangement, hand: Hand, text: str) -> Commentaire:
    """What whoever holds the pen answers; ValidationError (French) when it was answered, or is not public."""
    with transaction.atomic():
        contested = Commentaire.objects.select_for_update(of=("self",)).get(pk=rangement.contest_id)
        if contested.visibility != Visibility.PUBLIC or contested.replies.exists():
            raise ValidationError(_("C’est déjà répondu."), code="again")
        topic = rangement.famille.opportunite
        said = Commentaire.objects.create(
            fiche=topic, kind=CommentKind.AVIS, text=text, author=hand.person, role=hand.role, answers=contested
        )
        told = _("Réponse à un auteur sur le rangement de ses mots.")
        record(topic, What.COMMENT, role=hand.role, person=hand.person, public_text=told)
    return said

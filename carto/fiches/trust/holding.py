"""Having a fiche or a commentaire wait until a person has looked: told to its author, never a refusal."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from carto.fiches.actions import record
from carto.fiches.comments.actions import announce
from carto.fiches.lineage import shown_as
from carto.fiches.models import ANNOUNCED, Commentaire, Fiche, Retenue, Rule, Visibility, What

READABLE = (Visibility.PUBLIC, Visibility.JOINED)  # one that is joined to another has a page too


@dataclass(frozen=True)
class Hold:
    """Why something has to wait: the rule, and what was seen (for the moderation; never the personal data itself)."""

    rule: Rule | str
    detail: str


def reason(rule: str) -> str:
    """The rule as its author reads it."""
    if rule == Rule.FLOOD:
        return _("Beaucoup d’envois semblables ou rapprochés arrivent en ce moment.")
    if rule == Rule.PERSONAL:
        return _("Le texte semble contenir une donnée personnelle.")
    if rule == ANNOUNCED:
        return _("Cette campagne relit chaque idée avant de la publier.")
    return _("Règle : %(rule)s.") % {"rule": Rule(rule).label}


def hold(fiche: Fiche, holds: Iterable[Hold], *, commentaire: Commentaire | None = None) -> None:
    """Have it wait for these reasons; without any it goes its way. A fiche keeps its place in its service's queue.

    Call it in the transaction that stores the thing: nobody then sees it in between.
    """
    holds = list(holds)
    if not holds:
        return
    with transaction.atomic():
        for each in holds:
            Retenue.objects.get_or_create(
                fiche=fiche, commentaire=commentaire, rule=each.rule, lifted_at=None, defaults={"detail": each.detail}
            )
        if commentaire is not None:
            commentaire.visibility = Visibility.WAITING
            commentaire.save(update_fields=["visibility"])
        elif Fiche.objects.filter(pk=fiche.pk, visibility__in=READABLE).update(visibility=Visibility.WAITING):
            fiche.visibility = Visibility.WAITING
            record(fiche, What.HELD, role="system", public_text=_told({each.rule for each in holds}))


def _told(rules: set[str]) -> str:
    """The line of history, in the language of the city whatever the sender's."""
    with override(settings.LANGUAGE_CODE):
        reasons = " ".join(reason(rule) for rule in sorted(rules))
        return f"{reasons} {_('Une vérification a lieu avant publication ; la place dans la file est gardée.')}"


def open_holds(fiche: Fiche) -> list[str]:
    """The reasons for which the fiche itself waits, as its author reads them; empty when it does not."""
    if fiche.visibility != Visibility.WAITING:
        return []
    rules = fiche.retenues.filter(commentaire=None, lifted_at=None).values_list("rule", flat=True)
    return [reason(rule) for rule in sorted(set(rules))]


def lift(retenue: Retenue, why: str) -> bool:
    """End one reason to wait; with the last the thing is public. `why` is public, in French. False: already done."""
    with transaction.atomic():
        if not Retenue.objects.filter(pk=retenue.pk, lifted_at=None).update(lifted_at=timezone.now()):
            return False
        same = Retenue.objects.filter(fiche_id=retenue.fiche_id, commentaire_id=retenue.commentaire_id, lifted_at=None)
        if not same.exists():
            _publish(retenue, why)
    return True


def _publish(retenue: Retenue, why: str) -> None:
    if retenue.commentaire_id:
        waiting = Commentaire.objects.filter(pk=retenue.commentaire_id, visibility=Visibility.WAITING)
        if waiting.update(visibility=Visibility.PUBLIC):
            announce(retenue.commentaire)
    elif retenue.fiche.visibility == Visibility.WAITING:
        Fiche.objects.filter(pk=retenue.fiche_id).update(visibility=shown_as(retenue.fiche))
        record(retenue.fiche, What.PUBLISHED, role="system", public_text=why)

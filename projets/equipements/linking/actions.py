"""Tying a row to a place, in a person's name, and untying it: nothing is ever silently gone."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.models import What
from projets.equipements.costs import euros
from projets.equipements.imports.formats import formats
from projets.equipements.linking.purposes import BY_LINK, purpose_of
from projets.equipements.linking.querysets import Amount, amounts_of_rows
from projets.equipements.linking.rows import said
from projets.equipements.linking.scoring import LIKELY
from projets.equipements.models import Cout, Equipement, Ligne, Matter, Rattachement, RattachementState
from projets.equipements.querysets import HOLDING, CoutQuerySet

CENT: Final = Decimal("0.01")
LARGEST: Final = Decimal("1e12")  # euros: what a cost can hold
STALE: Final = "stale"


@dataclass(frozen=True)
class Hand:
    """Who decides, and as what (`rights.Publishing.acting`)."""

    person: User
    role: str


def left_of(ligne: Ligne) -> Decimal:
    """The share of a row that is tied to no place yet."""
    held = ligne.rattachements.filter(state=RattachementState.CONFIRMED).aggregate(held=Sum("share"))["held"]
    return 1 - (held or Decimal(0))


@transaction.atomic
def confirm(link: Rattachement, hand: Hand, *, share: Decimal | None = None, purpose: str = "") -> Rattachement:
    """Say that the row is about the place, for that share of it (else what is left): the cost follows.

    ValidationError (French) when the shares would pass the whole, with code « stale » when somebody was faster.
    """
    ligne = _locked(link.ligne_id)
    link = _still(link, RattachementState.SUGGESTED)
    return _settle(link, ligne, hand, share, purpose)


@transaction.atomic
def tie(
    ligne: Ligne, equipement: Equipement, hand: Hand, *, share: Decimal | None = None, purpose: str = "", why: str = ""
) -> Rattachement:
    """The same by hand, whether or not a machine had thought of it."""
    ligne = _locked(ligne.pk)
    known = ligne.rattachements.exclude(state=RattachementState.UNDONE).filter(equipement=equipement).first()
    if known and known.state == RattachementState.CONFIRMED:
        raise ValidationError(_("Cette ligne est déjà rattachée à ce lieu."), code=STALE)
    link = known or Rattachement(ligne=ligne, equipement=equipement, reasons=[{"what": "hand", "told": ""}])
    link.why = why
    return _settle(link, ligne, hand, share, purpose)


@transaction.atomic
def refuse(link: Rattachement, reason: str, hand: Hand) -> None:
    """Say that it is not about that place; it is not suggested again."""
    _locked(link.ligne_id)
    link = _still(link, RattachementState.SUGGESTED)
    link.state, link.why = RattachementState.REFUSED, reason
    _sign(link, hand)
    link.save(update_fields=["state", "why", "settled_by", "settled_role", "settled_at"])


@transaction.atomic
def undo(link: Rattachement, reason: str, hand: Hand) -> None:
    """Take back what was confirmed or refused; what it had made of costs stays, as replaced."""
    _locked(link.ligne_id)
    link = _still(link, RattachementState.CONFIRMED, RattachementState.REFUSED)
    confirmed = link.state == RattachementState.CONFIRMED
    link.state, link.undone_by, link.undone_at, link.undone_reason = (
        RattachementState.UNDONE, hand.person, timezone.now(), reason,
    )  # fmt: skip
    link.save(update_fields=["state", "undone_by", "undone_at", "undone_reason"])
    if confirmed:
        told = _("Rattachement défait : %(reason)s") % {"reason": reason}
        costs_of(link).update(state=Cout.State.SUPERSEDED, state_reason=told[:500])
        words = _("« %(row)s » n’est plus rattaché à ce lieu : %(reason)s")
        text = words % {"row": said(link.ligne).text[:200], "reason": reason}
        record(link.equipement, What.TIED, role=hand.role, person=hand.person, public_text=text)
        _recount(link.ligne, link.equipement_id)


def costs_of(link: Rattachement) -> CoutQuerySet:
    """The costs that stand by that link: one for each amount of the row."""
    return Cout.objects.filter(
        ligne=link.ligne_id, equipement=link.equipement_id, method__in=BY_LINK, state__in=HOLDING
    )


def _locked(ligne: int) -> Ligne:
    """The row, held until the end: two people cannot share it out at once."""
    return Ligne.objects.select_for_update(of=("self",)).select_related("source__organisme").get(pk=ligne)


def _still(link: Rattachement, *states: str) -> Rattachement:
    """The link as it is now; « stale » when it is not what the page showed."""
    fresh = Rattachement.objects.select_related("equipement", "ligne__source", "settled_by").filter(pk=link.pk).first()
    if fresh is None:
        raise ValidationError(_("Cette proposition n’existe plus : le fichier a changé entre-temps."), code=STALE)
    if fresh.state in states:
        return fresh
    at = timezone.localtime(fresh.undone_at or fresh.settled_at or fresh.suggested_at)
    told = {"state": fresh.get_state_display(), "when": f"{at:%d/%m/%Y, %H:%M}"}
    raise ValidationError(
        _("Quelqu’un a été plus rapide : ce rattachement est « %(state)s » depuis le %(when)s."), STALE, told
    )


def _sign(link: Rattachement, hand: Hand) -> None:
    link.settled_by, link.settled_role, link.settled_at = hand.person, hand.role, timezone.now()


def _settle(link: Rattachement, ligne: Ligne, hand: Hand, share: Decimal | None, purpose: str) -> Rattachement:
    left = left_of(ligne)
    share = left if share is None else share
    if ligne.source.matter == Matter.USAGE and share != 1:
        raise ValidationError(_("Un comptage est d’un seul lieu, tout entier."))
    if share <= 0 or share > left:
        words = _("Il reste %(left)s %% de cette ligne à rattacher : la somme des parts ne passe pas 100 %%.")
        raise ValidationError(words, params={"left": f"{left * 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")})
    link.state, link.share = RattachementState.CONFIRMED, share
    _sign(link, hand)
    link.save()
    made = [
        cout
        for amount in amounts_of_rows([ligne.pk])[ligne.pk]
        if (cout := _cost(link, ligne, amount, share == left, purpose))
    ]
    for cout in made:
        cout.entered_by = hand.person
    if made:
        made[0].rattachement = link
        Cout.objects.bulk_create(made)
    record(link.equipement, What.TIED, role=hand.role, person=hand.person, public_text=_told(ligne, made))
    _recount(ligne, link.equipement_id)
    return link


def _recount(ligne: Ligne, equipement: int) -> None:
    """What a count's row feeds, cost per use among it: for the place that it was about until now, and for this one."""
    recount = formats()[ligne.source.format].recount if ligne.source.format in formats() else None
    if recount and ligne.source.matter == Matter.USAGE:
        recount(ligne.source, {equipement, *ligne.usages.values_list("equipement_id", flat=True)})


def _told(ligne: Ligne, made: list[Cout]) -> str:
    amounts = ", ".join(f"{euros(cout.amount)} ({cout.get_kind_display()}, {cout.year})" for cout in made)
    told = {"row": said(ligne).text[:200], "source": ligne.source.title, "amounts": amounts}
    if not made:
        return _("« %(row)s » est rattaché à ce lieu (%(source)s).") % told
    return _("« %(row)s » est rattaché à ce lieu : %(amounts)s (%(source)s).") % told


def _cost(link: Rattachement, ligne: Ligne, of: Amount, last: bool, purpose: str) -> Cout | None:
    """The place's part of an amount, to the cent; the last part takes what rounding left: all make the whole."""
    if of.amount is None or of.amount <= 0 or of.amount >= LARGEST or of.year is None:
        return None
    others = Cout.objects.filter(ligne=ligne, kind=of.kind, method__in=BY_LINK, state__in=HOLDING)
    taken = others.aggregate(taken=Sum("amount"))["taken"] or Decimal(0)
    part = of.amount - taken if last else (of.amount * link.share).quantize(CENT, ROUND_DOWN)
    if part <= 0:
        return None
    whole, sure = link.share == 1, link.score >= LIKELY
    return Cout(
        equipement=link.equipement,
        kind=of.kind,
        purpose=purpose or purpose_of(of.told),
        amount=part,
        year=of.year,
        basis=of.basis,
        about=of.told[:200],
        source=ligne.source.title,
        source_url=ligne.source.url if len(ligne.source.url) <= 200 else "",
        ligne=ligne,
        method=Cout.Method.LINKED if whole else Cout.Method.APPORTIONED,
        share=link.share,
        confidence=Cout.Confidence.HIGH if whole and sure else Cout.Confidence.MEDIUM,
        publisher=ligne.source.organisme,
    )

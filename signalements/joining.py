"""Joining a signalement to the one that says the same thing, and separating them again. Nothing is closed on anybody.

The links make a forest of depth one: what is joined to a joined one goes to the one that is kept, and what was joined
to it comes along. Whoever reported keeps number, page, link, messages and the right to contest. Both histories say it.
"""

from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.comptes.rules import is_moderator
from carto.fiches.actions import record
from carto.fiches.lineage import active_lien, joined_to
from carto.fiches.models import Evenement, Fiche, Lien, LienKind, Visibility, What
from signalements.cases import LED, case_of
from signalements.desk.rights import acting_role
from signalements.models import Signalement
from signalements.workflow import DATED, OFFICE, STAGES, Status

JOINABLE: Final = frozenset({Visibility.PUBLIC, Visibility.JOINED, Visibility.WAITING})


@dataclass(frozen=True)
class Hand:
    """Who joins or separates, and as what: agent, moderator, resident (the reporter)."""

    person: User | None
    role: str


def may_join(user: User, signalement: Signalement) -> bool:
    """Agents who answer for it, regulators, and moderators; a reporter separates by the secret link instead.

    A crew does not: what is one case is decided with the map in front of one.
    """
    return acting_role(user, signalement) in OFFICE or bool(is_moderator(user))


def join(
    source: Signalement, target: Signalement, by: User | None = None, role: str = "agent", reason: str = ""
) -> Lien:
    """Join `source` to `target`, or to the one that `target` is joined to; what is joined to `source` comes along.

    Joined already to the same one, nothing happens. Raises ValidationError (French) when one of them is not to be seen,
    or when both are the same case.
    """
    hand = Hand(by, role)
    with transaction.atomic():
        Signalement.objects.lock_joins(change=True)
        source, kept = Signalement.objects.get(pk=source.pk), case_of(target)
        _check(source, kept)
        lien = active_lien(source)
        if lien and lien.target_id == kept.pk:
            return lien
        if lien:
            _undo(source, lien, hand, reason)
        followers = [Signalement.objects.get(pk=each.pk) for each in joined_to(source)]
        for each in followers:
            _undo(each, active_lien(each), hand, reason)
        tied = _tie(source, kept, hand, reason)
        for each in followers:
            _tie(each, kept, hand, reason)
        return tied


def separate(source: Signalement, by: User | None = None, role: str = "agent", reason: str = "") -> None:
    """Undo the join: it has its pin again, and goes on from the state it had; not joined, nothing happens."""
    with transaction.atomic():
        Signalement.objects.lock_joins(change=True)
        source = Signalement.objects.get(pk=source.pk)
        if lien := active_lien(source):
            _undo(source, lien, Hand(by, role), reason)


def hand_over(kept: Fiche, by: User | None = None, role: str = "agent", reason: str = "") -> Signalement | None:
    """The kept one leaves the map: the oldest of those joined to it takes its place. Returns it, or None."""
    with transaction.atomic():
        Signalement.objects.lock_joins(change=True)
        joined = [Signalement.objects.get(pk=each.pk) for each in joined_to(kept)]
        for each in joined:
            _undo(each, active_lien(each), Hand(by, role), reason)
        seen = [each for each in joined if each.visibility == Visibility.PUBLIC]
        for each in seen[1:]:
            _tie(each, seen[0], Hand(by, role), reason)
        return seen[0] if seen else None


def _check(source: Signalement, kept: Signalement) -> None:
    """Raise ValidationError when these two cannot be one case."""
    if source.pk == kept.pk:
        raise ValidationError(_("C’est le même signalement : il n’y a rien à réunir."), code="same")
    if source.visibility not in JOINABLE or kept.visibility != Visibility.PUBLIC:
        raise ValidationError(_("L’un des deux n’est plus public : ils ne peuvent pas être réunis."), code="hidden")


def _tie(source: Signalement, kept: Signalement, hand: Hand, reason: str) -> Lien:
    """Write the link and both histories. The line keeps the state that a separation gives back."""
    own = source.status
    for name in LED:
        setattr(source, name, getattr(kept, name))
    # What waits for the moderation goes on waiting: once it may be seen it will be a joined one (lineage.shown_as).
    if source.visibility == Visibility.PUBLIC:
        source.visibility = Visibility.JOINED
    source.save(update_fields=[*LED, "visibility", "updated_at"])
    lien = Lien.objects.create(
        source_id=source.pk, target_id=kept.pk, kind=LienKind.DUPLICATES, by=hand.person, role=hand.role,
        reason=reason[:300],
    )  # fmt: skip
    _say(source, kept, What.JOINED, hand, reason, before=own, after=kept.status)
    return lien


def _undo(source: Signalement, lien: Lien, hand: Hand, reason: str) -> None:
    """Close the link, give the pin and the state of before back, and write both histories."""
    kept = Signalement.objects.get(pk=lien.target_id)
    lien.undone_at = timezone.now()
    lien.save(update_fields=["undone_at"])
    before, source.status = source.status, _own_status(source)
    source.stage, source.closing = STAGES[Status(source.status)], ""
    if Status(source.status) not in DATED:  # the day was the other's
        source.planned_on = None
    if source.visibility == Visibility.JOINED:
        source.visibility = Visibility.PUBLIC
    source.save(update_fields=[*LED, "visibility", "updated_at"])
    _say(source, kept, What.SEPARATED, hand, reason, before=before, after=source.status)


def _own_status(source: Signalement) -> str:
    """The state it had when it was joined, as its history tells."""
    told = Evenement.objects.filter(fiche_id=source.pk, what=What.JOINED).exclude(before="").order_by("at", "pk").last()
    return told.before if told else Status.RECEIVED.value


def _say(
    source: Signalement, kept: Signalement, what: What, hand: Hand, reason: str, *, before: str, after: str
) -> None:
    """One line in each history, naming the other by its number; what was written internally stays with the services."""
    joined = what == What.JOINED
    own = _("Réuni au signalement %(number)s.") if joined else _("Séparé du signalement %(number)s.")
    other = (
        _("%(number)s dit la même chose : il est réuni à celui-ci.")
        if joined
        else _("%(number)s est un autre problème.")
    )
    record(
        source, what, role=hand.role, person=hand.person, before=before, after=after,
        public_text=own % {"number": kept.number}, private_text=reason,
    )  # fmt: skip
    record(
        kept, what, role=hand.role, person=hand.person,
        public_text=other % {"number": source.number}, private_text=reason,
    )  # fmt: skip

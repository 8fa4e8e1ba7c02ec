"""Costs and uses written by hand: kept, signed, and told by the history of their facility. Nothing is deleted."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.actions import record
from carto.fiches.models import What
from projets.equipements.costs import said, told_kind
from projets.equipements.models import Cout, Equipement, Usage
from projets.equipements.owners.actions import Changed
from projets.equipements.owners.hands import Hand
from projets.equipements.querysets import HOLDING
from projets.equipements.signing import name_of, signed


def add_cost(cout: Cout, *, replaces: Cout | None, hand: Hand) -> Cout:
    """Store a cost; the one that it replaces stays, marked so. Raises Changed (French) when that was replaced already.

    The same line sent twice is one line.
    """
    with transaction.atomic():
        Equipement.objects.select_for_update(of=("self",)).get(pk=cout.equipement_id)
        if same := _same(cout):
            return same
        cout.entered_by, cout.entered_at = hand.person, timezone.now()
        cout.save(force_insert=True)
        before = _replaced(replaces, by=cout) if replaces else ""
        _tell(cout.equipement, before=before, after=_line(cout), hand=hand)
    return cout


def _same(cout: Cout) -> Cout | None:
    told = ("kind", "purpose", "amount", "year", "last_year", "basis", "about", "source", "source_url", "publisher_id")
    standing = Cout.objects.filter(equipement_id=cout.equipement_id, state__in=HOLDING)
    return standing.filter(**{name: getattr(cout, name) for name in told if getattr(cout, name) is not None}, **{
        f"{name}__isnull": True for name in told if getattr(cout, name) is None
    }).first()  # fmt: skip


def _replaced(cout: Cout, *, by: Cout) -> str:
    held = Cout.objects.select_for_update(of=("self",)).get(pk=cout.pk)
    if held.state not in HOLDING:
        raise Changed(_("Ce chiffre vient d’être remplacé par quelqu’un d’autre : relisez."), "late")
    held.state, held.superseded_by = Cout.State.SUPERSEDED, by
    held.save(update_fields=["state", "superseded_by"])
    return _line(held)


def settle_cost(cout: Cout, state: str, reason: str, *, as_seen: str, hand: Hand) -> Cout:
    """Say that a cost is contested, or confirmed again, and why. Raises Changed (French) when somebody was quicker."""
    with transaction.atomic():
        held = Cout.objects.select_for_update(of=("self",)).select_related("equipement").get(pk=cout.pk)
        if held.state != as_seen or held.state not in HOLDING:
            raise Changed(_("Quelqu’un vient d’en décider : relisez, puis décidez à votre tour."), "late")
        if held.state == state:
            raise ValidationError(_("Il l’est déjà."), code="same")
        before = str(held.get_state_display())
        held.state, held.state_reason = state, reason
        held.save(update_fields=["state", "state_reason"])
        after = str(held.get_state_display())
        words = _("%(line)s : %(reason)s (dit par %(name)s)") % {
            "line": _line(held), "reason": reason, "name": name_of(hand.signs),
        }  # fmt: skip
        record(
            held.equipement, What.FIGURE, role=hand.role, person=hand.person, before=before, after=after,
            public_text=words,
        )  # fmt: skip
    return held


def keep_uses(
    equipement: Equipement, measure: str, counts: dict[date, Decimal], *, source: str, url: str, hand: Hand
) -> int:
    """Store what was counted each month; a month counted before takes the new figure, and history keeps both.

    Returns how many months changed.
    """
    with transaction.atomic():
        Equipement.objects.select_for_update(of=("self",)).get(pk=equipement.pk)
        known = {use.month: use for use in equipement.usages.filter(measure=measure, months=1, month__in=counts)}
        new = {month: value for month, value in counts.items() if month not in known or known[month].value != value}
        for month, value in new.items():
            told = {"value": value, "source": source, "source_url": url, "publisher": hand.signs, "ligne": None}
            Usage.objects.update_or_create(
                equipement=equipement, measure=measure, month=month, months=1, defaults=told
            )  # fmt: skip
        if new:
            before = {month: known[month].value for month in new if month in known}
            _tell(
                equipement, before=_months(measure, before), after=_months(measure, new), hand=hand
            )  # fmt: skip
    return len(new)


def _months(measure: str, counts: dict[date, Decimal]) -> str:
    """« entrées : 03/2025 : 1200, 04/2025 : 1500 »; empty without any."""
    if not counts:
        return ""
    told = ", ".join(f"{month:%m/%Y} : {value.normalize():f}" for month, value in sorted(counts.items()))
    return f"{Usage.Measure(measure).label} : {told}"


def _line(cout: Cout) -> str:
    return f"{told_kind(cout.kind, cout.purpose)} : {said(cout)}"


def _tell(equipement: Equipement, *, before: str, after: str, hand: Hand) -> None:
    words = _("%(figure)s (%(signed)s).") % {"figure": after, "signed": signed(hand.signs)}
    if before:
        words += " " + _("Avant : %(figure)s.") % {"figure": before}
    record(
        equipement, What.FIGURE, role=hand.role, person=hand.person, before=before[:200], after=after[:200],
        public_text=words,
    )  # fmt: skip

"""A decision is announced, written, taken, and what follows from it is told: each in the open, with role and time."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from carto.fiches.actions import record
from carto.fiches.models import What
from projets.actions import change_status
from projets.opportunites.deciding.chosen import chosen
from projets.opportunites.deciding.pen import DECIDABLE
from projets.opportunites.deciding.sheet import current_of, draft_of, left_out, missing
from projets.opportunites.gates.actions import leave, settled
from projets.opportunites.models import Decision, Ecart, Opportunite, Piste
from projets.opportunites.opening.actions import signed
from projets.opportunites.referents.actions import refuse_while_questioned
from projets.opportunites.referents.rights import Hand
from projets.opportunites.workflow import WORKFLOW, Status

LONGEST_TOLD = 600  # of a decision in the history of its topic: its own page has all of it
COPIED = ("text", "inputs", "criteria", "sources", "chosen", "signatory", "signatory_role", "legal_act")


class Stale(ValidationError):
    """Somebody else has written on the draft in the meantime."""

    def __init__(self) -> None:
        super().__init__(
            _("Quelqu’un a écrit sur ce brouillon entre-temps : relisez ce qu’il dit, puis enregistrez de nouveau."),
            code="stale",
        )


def held(topic: Opportunite) -> Opportunite:
    """The stored topic, which nobody else moves until the transaction ends."""
    return Opportunite.objects.select_for_update(of=("self",)).get(pk=topic.pk)


def hold_draft(topic: Opportunite, hand: Hand) -> Decision:
    """The draft of a topic, begun when there is none; in a transaction. ValidationError (French) once it is delivered.

    A decision that holds already is never written over: this one will replace it.
    """
    if held(topic).status not in DECIDABLE:
        raise ValidationError(_("On ne décide plus rien sur ce sujet aujourd’hui."), code="state")
    return draft_of(topic) or Decision.objects.create(
        opportunite=topic, replaces=current_of(topic), by=hand.person, role=hand.role
    )


def announce(topic: Opportunite, hand: Hand, *, expected_on: date, about: str) -> Decision:
    """Say to everybody that a decision will be taken, on what and when; said again, its day has moved."""
    with transaction.atomic():
        decision = hold_draft(topic, hand)
        words = _("Elle sera prise le %(day)s. %(about)s") if decision.announced_at is None else _(
            "Sa date change : elle sera prise le %(day)s. %(about)s"
        )  # fmt: skip
        decision.expected_on, decision.about = expected_on, about
        decision.announced_at = decision.announced_at or timezone.now()
        decision.save(update_fields=["expected_on", "about", "announced_at"])
        told = {"day": date_format(expected_on, "j F Y"), "about": about}
        record(topic, What.FORETOLD, role=hand.role, person=hand.person, public_text=words % told)
    return decision


def begin_again(topic: Opportunite, hand: Hand, *, expected_on: date, about: str) -> Decision:
    """Announce the decision that will replace the one that holds, with what that one said to begin with."""
    with transaction.atomic():
        before = current_of(topic)
        decision = announce(topic, hand, expected_on=expected_on, about=about)
        if before is not None and not decision.text:
            for name in COPIED:
                setattr(decision, name, getattr(before, name))
            decision.save(update_fields=COPIED)
            _copy(Piste, before, decision, ("name", "kept", "reason"))
            _copy(Ecart, before, decision, ("consultation_id", "chosen", "decided", "reason"))
    return decision


def _copy(model: Any, before: Decision, after: Decision, names: Iterable[str]) -> None:
    rows = model.objects.filter(decision=before).order_by("pk").values(*names)
    model.objects.bulk_create(model(decision=after, **row) for row in rows)


def write(topic: Opportunite, hand: Hand, form: Any, rows: Iterable[Any]) -> Decision:
    """Keep the draft as it was typed, with its options, departures and promised steps; Stale when it has moved since.

    `form` and `rows` are valid; in a transaction. Nothing of it is told: a draft is its author's.
    """
    decision = hold_draft(topic, hand)
    if decision.version != form.cleaned_data["version"]:
        raise Stale
    form.fill(decision)
    decision.version += 1
    decision.by, decision.role = hand.person, hand.role
    decision.save()
    decision.ecarts.exclude(consultation=None).delete()
    for ecart in form.departures():
        ecart.decision = decision
        ecart.save()
    for each in rows:
        each.instance = decision if each.fk.name == "decision" else topic
        each.save()
    return decision


def take(topic: Opportunite, hand: Hand, reason: str = "") -> Decision:
    """Take the decision: from now on it never changes. ValidationError (French) with each line that is owed, and
    without the signed reason where a phase is left out or the last gate was not passed.
    """
    with transaction.atomic():
        stored = held(topic)
        decision = draft_of(topic)
        if owed := missing(decision, chosen(topic)):
            raise ValidationError(owed, code="owed")
        refuse_while_questioned(topic)
        settled(stored)  # the gate of the last phase, as it stands at this moment
        departs = left_out(stored)
        said = signed(reason, departs, hand) if departs else _("La décision est prise.")
        decision.taken_at, decision.by, decision.role = timezone.now(), hand.person, hand.role
        decision.save(update_fields=["taken_at", "by", "role"])
        if stored.status != Status.DECIDED:
            leave(topic)
            change_status(topic, Status.DECIDED, WORKFLOW, role=hand.role, person=hand.person, public_text=said)
            topic.phase_starts = topic.phase_ends = None
            topic.save(update_fields=["phase_starts", "phase_ends"])
        record(topic, What.DECIDED, role=hand.role, person=hand.person, public_text=_told(decision))
    return decision


def _told(decision: Decision) -> str:
    """Of the decision in the history of its topic: what, who signs; that it stands in place of another."""
    text = Truncator(decision.text).chars(LONGEST_TOLD)
    who = {"who": decision.signatory, "role": decision.signatory_role}
    parts = [text, _("Signé : %(who)s, %(role)s.") % who]
    if decision.replaces_id:
        parts.insert(0, _("Elle remplace la décision précédente."))
    return "\n".join(parts)


def follow(topic: Opportunite, hand: Hand, words: str) -> Decision:
    """Tell what follows from the decision that holds, once. ValidationError (French) before it is taken, or again."""
    with transaction.atomic():
        held(topic)
        decision = current_of(topic)
        if decision is None or decision.consequences_at is not None:
            raise ValidationError(_("Ses suites sont déjà dites, ou elle n’est pas encore prise."), code="state")
        decision.consequences, decision.consequences_at = words, timezone.now()
        decision.save(update_fields=["consequences", "consequences_at"])
        record(topic, What.FOLLOWED, role=hand.role, person=hand.person, public_text=words)
    return decision

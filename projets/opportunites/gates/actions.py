"""A gate is proposed, each side says yes or what is missing, it is passed, or left behind: each a public line."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from carto.fiches.actions import record
from carto.fiches.models import What
from carto.text import tidy
from projets.opportunites.choosing.actions import SYSTEM
from projets.opportunites.choosing.actions import settle as settle_consultation
from projets.opportunites.gates.reading import gate_of, residents_of
from projets.opportunites.models import (
    STATUS_LABELS,
    Consultation,
    Objection,
    Opportunite,
    Passage,
    Replique,
    Reunion,
)
from projets.opportunites.referents.rights import Hand
from projets.opportunites.workflow import PHASES, Status

__all__ = ["answer_objection", "gate_of", "leave", "propose", "settle", "settle_due", "settled", "speak", "write"]


def propose(
    topic: Opportunite, hand: Hand, *, summary: str, consultation: Consultation | None, reunion: Reunion | None
) -> Passage:
    """Open the gate at the end of the phase that the topic is in; one at a time."""
    with transaction.atomic():
        phase = Opportunite.objects.select_for_update(of=("self",)).get(pk=topic.pk).status
        if phase not in PHASES:
            raise ValidationError(_("Un passage se propose pendant une phase."), code="phase")
        if gate_of(topic, phase) is not None:
            raise ValidationError(_("Le passage de cette phase est déjà proposé."), code="there")
        # One of an earlier time that was never passed nor left: the phase that it closed is over.
        Passage.objects.filter(opportunite=topic, passed_at=None, left_at=None).update(left_at=timezone.now())
        gate = Passage.objects.create(
            opportunite=topic, phase=phase, summary=summary, by=hand.person, role=hand.role,
            consultation=consultation, reunion=reunion,
        )  # fmt: skip
        said = _("La phase « %(phase)s » s’achève : ce qu’elle a donné, et la suite à valider ensemble.\n%(summary)s")
        _tell(gate, What.OPENED, said % {"phase": STATUS_LABELS[Status(phase)], "summary": summary}, hand)
    return settle(gate)


def write(
    gate: Passage, hand: Hand, *, summary: str, consultation: Consultation | None, reunion: Reunion | None
) -> Passage:
    """Say it otherwise, or ask the residents another way, as long as they have not said yes; the service is asked anew.

    Raises ValidationError (French) once they have.
    """
    with transaction.atomic():
        held = _held(gate)
        if held.residents_at is not None or held.passed_at is not None or held.left_at is not None:
            raise ValidationError(_("Les habitants ont déjà répondu : ce passage ne change plus."), code="closed")
        anew = held.service_at is not None
        held.summary, held.consultation, held.reunion = summary, consultation, reunion
        held.service_at = held.service_by = None
        held.save(update_fields=["summary", "consultation", "reunion", "service_at", "service_by"])
        said = _("Le passage à la phase suivante est récrit.\n%(summary)s") % {"summary": summary}
        if anew:
            said += "\n" + _("Le service est de nouveau attendu.")
        _tell(held, What.CORRECTED, said, hand)
    return settle(held)


def speak(gate: Passage, hand: Hand, words: str, *, yes: bool) -> Passage:
    """The service says yes, or « pas encore » and what is missing: always in words, as often as it takes."""
    if not (words := tidy(words)):
        raise ValidationError(_("Le service répond par écrit : tout le monde le lira."), code="text")
    with transaction.atomic():
        held = _held(gate)
        if held.service_at is not None or held.left_at is not None:
            raise ValidationError(_("Le service a déjà dit oui à ce passage."), code="said")
        held.service_said, held.service, held.service_by = words, hand.service, hand.person
        held.service_at = timezone.now() if yes else None
        held.save(update_fields=["service_said", "service", "service_by", "service_at"])
        said = _("Oui à la suite : %(words)s") if yes else _("Pas encore, parce que : %(words)s")
        _tell(held, What.ANSWER, said % {"words": words}, hand, after=str(hand.service or "")[:200])
    return settle(held)


def answer_objection(gate: Passage, objection: Objection, hand: Hand, words: str) -> Replique:
    """Answer one objection in public, once. ValidationError (French) without words, or when it has its answer."""
    if not (words := tidy(words)):
        raise ValidationError(_("Répondez à l’objection : tout le monde le lira."), code="text")
    with transaction.atomic():
        held = Objection.objects.select_for_update().get(pk=objection.pk)
        if Replique.objects.filter(objection=held).exists():
            raise ValidationError(_("Cette objection a déjà sa réponse."), code="said")
        reply = Replique.objects.create(objection=held, text=words, by=hand.person, role=hand.role)
        told = {"objection": held.text, "words": words}
        _tell(gate, What.ANSWER, _("À l’objection « %(objection)s » : %(words)s") % told, hand)
    settle(gate)
    return reply


def settle(gate: Passage) -> Passage:
    """Write down what is true by now: the residents' yes, and that both sides have said it. Every page calls it."""
    if gate.consultation is not None:
        settle_consultation(gate.consultation)
    said = residents_of(gate).at
    due = said is not None and (gate.residents_at is None or (gate.service_at and gate.passed_at is None))
    if not due or gate.left_at is not None:
        return gate
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        held = _held(gate)
        if held.residents_at is None:
            held.residents_at = residents_of(held).at
            _tell(held, What.CONSULTED, _yes(held))
        if held.residents_at and held.service_at and held.passed_at is None:
            held.passed_at = timezone.now()
            phase = STATUS_LABELS[Status(held.phase)]
            said_by_both = _("Le passage est franchi : habitants et service ont dit oui à la fin de « %(phase)s ».")
            _tell(held, What.OPENED, said_by_both % {"phase": phase})
        held.save(update_fields=["residents_at", "passed_at"])
    return held


def settled(topic: Opportunite, phase: str = "") -> Passage | None:
    """The gate of a phase (by default that of now) as it stands at this moment."""
    gate = gate_of(topic, phase)
    return settle(gate) if gate else None


def settle_due() -> int:
    """All those that wait; returns how many were looked at. For the worker: a gate opens even if nobody reads it."""
    waiting = Passage.objects.filter(passed_at=None, left_at=None)
    found = list(waiting.select_related("opportunite", "consultation", "reunion", "service"))
    for gate in found:
        settle(gate)
    return len(found)


def leave(topic: Opportunite) -> None:
    """The phase is left otherwise than by its gate: the one that waits stays as it was, and waits no more."""
    Passage.objects.filter(opportunite=topic, passed_at=None, left_at=None).update(left_at=timezone.now())


def _yes(gate: Passage) -> str:
    if gate.consultation is not None:
        return _("Les habitants ont dit oui à la suite, par la consultation « %(title)s ».") % {
            "title": gate.consultation.title
        }
    return _("Les habitants ont dit oui à la suite, en réunion : %(place)s.") % {"place": gate.reunion.place}


def _held(gate: Passage) -> Passage:
    rows = Passage.objects.select_for_update(of=("self",))
    return rows.select_related("opportunite", "consultation", "reunion", "service").get(pk=gate.pk)


def _tell(gate: Passage, what: str, words: str, hand: Hand | None = None, **more: Any) -> None:
    role, person = (hand.role, hand.person) if hand else (SYSTEM, None)
    record(gate.opportunite, what, role=role, person=person, public_text=words, **more)

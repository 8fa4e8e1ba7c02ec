"""« Questionner » a decision that is taken: how many it takes and by when it is answered are said beforehand."""

import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import record
from carto.fiches.comments.actions import comment
from carto.fiches.models import Commentaire, CommentKind, Fiche, SoutienKind, Visibility, What
from carto.fiches.voices.actions import RANKS, Voice, heard, speak
from carto.promised import Promised
from carto.working_days import due_after
from projets.actions import change_status
from projets.opportunites.deciding.actions import begin_again, held
from projets.opportunites.deciding.sheet import current_of
from projets.opportunites.models import Decision, Interpellation, Opportunite
from projets.opportunites.referents.actions import inhabitants_of
from projets.opportunites.referents.rights import Hand
from projets.opportunites.referents.waking import Threshold, threshold
from projets.opportunites.workflow import WORKFLOW, Status

Outcome = Interpellation.Outcome


@dataclass(frozen=True)
class OfChallenge:
    """What a browser remembers of one question to one decision: the next one is another."""

    uuid: str

    @classmethod
    def of(cls, challenge: Interpellation) -> "OfChallenge":
        """Of that question."""
        return cls(f"interpellation:{challenge.pk}")


def limit_of(topic: Opportunite) -> Threshold:
    """How many people it takes there: the published rule by which a topic that sleeps is had back."""
    return threshold(topic.scale, inhabitants_of(topic))


def running(decision: Decision | None) -> Interpellation | None:
    """The question that waits for its answer; one at a time."""
    return decision.interpellations.filter(answered_at=None).first() if decision else None


def promised(challenge: Interpellation) -> Promised | None:
    """Its clock; None until enough people have joined."""
    return Promised(challenge.due_at, challenge.answered_at) if challenge.due_at else None


def open_challenge(
    topic: Opportunite, words: str, voice: Voice, *, uuid: UUID, author: User | None = None
) -> Interpellation:
    """Put a question to the decision that holds; whoever does is the first of those it takes.

    `author` only when the person signs. ValidationError (French) unless it is taken and not delivered (`state`), and
    while another question waits (`running`).
    """
    with transaction.atomic():
        decision = _questionable(topic)
        if running(decision) is not None:
            raise ValidationError(_("Une question attend déjà sa réponse : joignez-vous à elle."), code="running")
        limit = limit_of(topic)
        Fiche.objects.lock_uuid(uuid)
        if Commentaire.objects.filter(uuid=uuid).exists():  # sent twice, or words that were said elsewhere
            raise ValidationError(_("Cette question a déjà été posée."), code="running")
        said = comment(topic, words, uuid=uuid, kind=CommentKind.AVIS, author=author)
        challenge = Interpellation.objects.create(
            decision=decision, commentaire=said, needed=limit.needed, inhabitants=limit.inhabitants
        )
        topic.soutiens.filter(kind=SoutienKind.STILL).delete()
        _join(topic, challenge, voice)
    return challenge


def join(topic: Opportunite, voice: Voice) -> bool:
    """Count one person more, once; the last one that it takes starts the clock. False when they had been counted.

    ValidationError (French) when no question waits.
    """
    with transaction.atomic():
        challenge = running(_questionable(topic))
        if challenge is None:
            raise ValidationError(_("Aucune question n’attend de réponse : vous pouvez en poser une."), code="state")
        return _join(topic, challenge, voice)


def _questionable(topic: Opportunite) -> Decision:
    status, decision = held(topic).status, current_of(topic)
    if status == Status.DELIVERED:
        raise ValidationError(_("C’est réalisé : cette décision ne se questionne plus."), code="state")
    if status != Status.DECIDED or decision is None:
        raise ValidationError(_("Aucune décision n’est à questionner aujourd’hui."), code="state")
    return decision


def _join(topic: Opportunite, challenge: Interpellation, voice: Voice) -> bool:
    if not speak(topic, SoutienKind.STILL, voice):
        return False
    if voice.person is not None:  # neither the order of the rows nor their hour tells who asked, unsigned
        mine = topic.soutiens.filter(kind=SoutienKind.STILL, person=voice.person)
        mine.update(id=secrets.randbelow(RANKS), created_at=challenge.at)
    if challenge.reached_at is None and (people := heard(topic).still) >= challenge.needed:
        challenge.reached_at = timezone.now()
        challenge.due_at = due_after(localtime(challenge.reached_at), settings.CARTO_QUESTION_DAYS)
        challenge.save(update_fields=["reached_at", "due_at"])
        said = _("%(n)d personnes questionnent la décision. Réponse promise pour le %(day)s.")
        told = {"n": people, "day": date_format(localtime(challenge.due_at), "j F Y")}
        record(topic, What.CHALLENGED, role="resident", public_text=said % told)
    return True


def answer(
    topic: Opportunite, hand: Hand, *, outcome: str, words: str, expected_on: date | None = None, about: str = ""
) -> Interpellation:
    """Answer the question, with reasons that everybody reads; ValidationError (French) when none waits.

    Adjusted: another decision is announced, which will replace this one. Reopened: back to what is built together.
    """
    with transaction.atomic():
        challenge = running(_questionable(topic))
        if challenge is None:
            raise ValidationError(_("Aucune question n’attend de réponse."), code="state")
        challenge.outcome, challenge.answer, challenge.answered_at = outcome, words, timezone.now()
        challenge.by, challenge.role = hand.person, hand.role
        challenge.save(update_fields=["outcome", "answer", "answered_at", "by", "role"])
        topic.soutiens.filter(kind=SoutienKind.STILL).delete()
        said = _("Réponse : la décision est %(outcome)s.\n%(words)s")
        told = {"outcome": challenge.get_outcome_display(), "words": words}
        record(topic, What.CHALLENGED, role=hand.role, person=hand.person, public_text=said % told)
        if outcome == Outcome.ADJUSTED:
            begin_again(topic, hand, expected_on=expected_on, about=about)
        elif outcome == Outcome.REOPENED:
            reopen(topic, hand, words)
    return challenge


def reopen(topic: Opportunite, hand: Hand, words: str) -> None:
    """Back to the last phase: what is decided next will replace what was."""
    change_status(topic, Status.CONSTRUCTION, WORKFLOW, role=hand.role, person=hand.person, public_text=words)
    topic.phase_starts, topic.phase_ends = timezone.localdate(), None
    topic.save(update_fields=["phase_starts", "phase_ends"])


def words_of(challenge: Interpellation) -> str:
    """What it asks; empty once moderation has taken the words down."""
    said = challenge.commentaire
    return said.text if said is not None and said.visibility == Visibility.PUBLIC else ""

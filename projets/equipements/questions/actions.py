"""Asking about a figure, answering, handing on, and what the moderation does: each once, each with who and when."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.alertes.actions import follow_by_mail
from carto.comptes.models import User
from carto.fiches.comments.actions import RESIDENT, comment, promised_for
from carto.fiches.models import ActeKind, CommentKind, Fiche, Rule, Visibility
from carto.fiches.moderation.actions import restore, set_aside
from carto.fiches.trust.holding import Hold, reason
from carto.fiches.trust.weighing import Verdict
from carto.text import tidy
from projets.equipements.models import ActeDemande, Demande, Organisme, Transmission
from projets.equipements.questions import tasks
from projets.equipements.questions.about import Figure
from projets.equipements.questions.clock import Told
from projets.equipements.rights import Publishing

AGENT, PUBLISHER = "agent", "publisher"
MOST_ADDRESSES: Final = 5  # a day, at one address left with questions: nobody's mailbox is filled by a stranger


@dataclass(frozen=True)
class Asking:
    """One question as its form was sent; `signer` when the person signs, `person` whoever is signed in."""

    uuid: UUID
    text: str
    email: str = ""
    signer: User | None = None
    person: User | None = None
    holds: tuple[Hold, ...] = ()


def ask(figure: Figure, asking: Asking, verdict: Verdict) -> Demande:
    """Store a question once; about a place, it is a comment of its fiche too, whose clock and alerts it has."""
    with transaction.atomic():
        Fiche.objects.lock_uuid(asking.uuid)
        if known := Demande.objects.filter(uuid=asking.uuid).first():
            return known
        told = figure.kept | {"uuid": asking.uuid}
        if figure.fiche is None:
            return _alone(told, asking, verdict)
        return _about_a_place(figure.fiche, told, asking, verdict)


def _about_a_place(fiche: Fiche, told: dict, asking: Asking, verdict: Verdict) -> Demande:
    waits = bool(asking.holds or verdict.holds)
    said = comment(
        fiche, asking.text, uuid=uuid5(asking.uuid, "commentaire"), kind=CommentKind.QUESTION, author=asking.signer,
        visibility=Visibility.WAITING if waits else Visibility.PUBLIC,
    )  # fmt: skip
    verdict.settle(fiche, *asking.holds, commentaire=said)
    if asking.email:
        follow_by_mail(fiche, asking.email, person=asking.person)
    return Demande.objects.create(**told, commentaire=said, asked_at=said.created_at, due_at=said.due_at)


def _alone(told: dict, asking: Asking, verdict: Verdict) -> Demande:
    held = " ".join(reason(rule) for rule in sorted({hold.rule for hold in (*verdict.holds, *asking.holds)}))
    email = asking.email.lower()
    today = timezone.now() - timedelta(days=1)
    if email and Demande.objects.filter(email=email, asked_at__gte=today).count() >= MOST_ADDRESSES:
        email = ""
    due_at = promised_for(CommentKind.QUESTION, RESIDENT)
    told |= {"text": asking.text, "author": asking.signer, "email": email, "held": held[:300]}
    return Demande.objects.create(**told, due_at=due_at)


def answer(demande: Demande, text: str, *, publishing: Publishing, person: User) -> None:
    """Answer everybody, beside the figure. Raises ValidationError (French): no words, answered already, not public."""
    text = _words(text)
    with transaction.atomic():
        locked = _lock(demande)
        if Told(locked).answer:
            raise ValidationError(_("Quelqu’un a déjà répondu à cette question."), code="late")
        _give(locked, text, role=AGENT if publishing.role else PUBLISHER, person=person)


def _give(demande: Demande, text: str, *, role: str, person: User) -> None:
    """Store the answer where the question has its clock; who waits for it is told."""
    if demande.commentaire:
        _say(demande, text, role=role, person=person, answers=True)
        return
    demande.answer, demande.answered_role, demande.answered_by = text, role, person
    demande.answered_at = timezone.now()
    demande.save(update_fields=["answer", "answered_role", "answered_by", "answered_at"])
    _tell(demande, "answered")


def _say(demande: Demande, text: str, *, role: str, person: User, answers: bool) -> None:
    said = demande.commentaire
    comment(
        said.fiche, text, uuid=uuid4(), kind=CommentKind.AVIS, author=person, role=role,
        answers=said if answers else None,
    )  # fmt: skip


def transmit(
    demande: Demande, organisme: Organisme, words: str, *, publishing: Publishing, person: User
) -> Transmission:
    """Hand a question to whoever has the power to answer it: they are written to, who asked is told, its clock goes on.

    Raises ValidationError (French) without a reason, or when it is with them already.
    """
    words = _words(words)
    with transaction.atomic():
        locked = _lock(demande)
        if locked.transmissions.filter(organisme=organisme, answered_at=None).exists():
            raise ValidationError(_("Cette question leur a déjà été transmise."), code="late")
        given = Transmission.objects.create(demande=locked, organisme=organisme, words=words, by=person)
        told = _("Question transmise à « %(who)s ». %(words)s") % {"who": organisme.name, "words": words}
        if locked.commentaire:
            _say(locked, told, role=AGENT if publishing.role else PUBLISHER, person=person, answers=False)
        else:
            _tell(locked, "handed")
        transaction.on_commit(lambda: tasks.write_to_organisme.defer(transmission_id=given.pk, again=False))
    return given


def remind(transmission: Transmission) -> None:
    """Write to them once more."""
    Transmission.objects.filter(pk=transmission.pk).update(reminded_at=timezone.now())
    transaction.on_commit(lambda: tasks.write_to_organisme.defer(transmission_id=transmission.pk, again=True))


def take_answer(transmission: Transmission, text: str, said_by: str, *, publishing: Publishing, person: User) -> None:
    """Write down what they said, and who said it: the first answer is that of the question too.

    Raises ValidationError (French): no words, nobody named, written down already.
    """
    text, said_by = _words(text), tidy(said_by)
    if not said_by:
        raise ValidationError(_("Dites qui a répondu : un nom ou une fonction."), code="who")
    with transaction.atomic():
        demande = _lock(transmission.demande)
        waiting = Transmission.objects.filter(pk=transmission.pk, answered_at=None)
        if not waiting.update(answer=text, said_by=said_by, answered_at=timezone.now(), entered_by=person):
            raise ValidationError(_("Leur réponse est déjà là."), code="late")
        if not Told(demande).answer:
            told = _("Réponse de « %(who)s » (%(by)s) : %(text)s")
            said = told % {"who": transmission.organisme.name, "by": said_by, "text": text}
            _give(demande, said[:4000], role=AGENT if publishing.role else PUBLISHER, person=person)


def hide(demande: Demande, *, rule: str, why: str, by: User) -> None:
    """Take it away from everybody's eyes, with a reason that everybody reads. Raises ValidationError (French)."""
    why = _words(why)
    with transaction.atomic():
        locked = _held(demande)
        if locked.commentaire:
            set_aside(locked.commentaire, by=by, rule=rule, reason=why)
            return
        if locked.hidden_at:
            raise ValidationError(_("Quelqu’un l’a déjà masquée."), code="late")
        locked.hidden_at, locked.hidden_by, locked.email, locked.held = timezone.now(), by, "", ""
        locked.hidden_reason = f"{Rule(rule).label} · {why}"[:300]
        locked.save(update_fields=["hidden_at", "hidden_by", "hidden_reason", "email", "held"])
        ActeDemande.objects.create(demande=locked, by=by, what=ActeKind.BINNED, rule=rule, reason=why)


def show_again(demande: Demande, *, why: str, by: User) -> None:
    """Bring back what was hidden, with a reason that everybody reads. Raises ValidationError (French): none, or not
    hidden.
    """
    why = _words(why)
    with transaction.atomic():
        locked = _held(demande)
        if locked.commentaire:
            restore(locked.commentaire, by=by, reason=why)
            return
        if not locked.hidden_at:
            raise ValidationError(_("Quelqu’un l’a déjà montrée de nouveau."), code="late")
        locked.actes.filter(what=ActeKind.BINNED, undone_at=None).update(undone_at=timezone.now())
        locked.hidden_at, locked.hidden_by, locked.hidden_reason = None, None, ""
        locked.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
        ActeDemande.objects.create(demande=locked, by=by, what=ActeKind.RESTORED, reason=why)


def publish(demande: Demande, *, by: User) -> None:
    """A person has looked: it is public. Once."""
    with transaction.atomic():
        waiting = Demande.objects.filter(pk=demande.pk, commentaire=None, hidden_at=None).exclude(held="")
        if waiting.update(held=""):
            ActeDemande.objects.create(demande=demande, by=by, what=ActeKind.APPROVED)


def _held(demande: Demande) -> Demande:
    return Demande.objects.select_for_update(of=("self",)).get(pk=demande.pk)


def _lock(demande: Demande) -> Demande:
    """The question as it is now; ValidationError (French) once it is not public any more."""
    Demande.objects.select_for_update(of=("self",)).get(pk=demande.pk)
    found = Demande.objects.shown().told().filter(pk=demande.pk).first()
    if found is None:
        raise ValidationError(_("Cette question n’est plus publique."), code="hidden")
    return found


def _words(text: str) -> str:
    if not (text := tidy(text)):
        raise ValidationError(_("Écrivez quelques mots : tout le monde les lira."), code="empty")
    return text


def _tell(demande: Demande, moment: str) -> None:
    if demande.email:
        transaction.on_commit(lambda: tasks.tell_asker.defer(demande_id=demande.pk, moment=moment))

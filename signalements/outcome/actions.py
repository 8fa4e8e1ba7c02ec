"""Asking and answering, contesting a closing, and saying whether one is content with it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import add_pictures
from carto.fiches.asides import aside
from carto.fiches.models import Evenement, Visibility, What
from carto.fiches.photos import Picture
from carto.text import tidy
from signalements.actions import change_status
from signalements.cases import case_of
from signalements.models import Satisfaction, Signalement
from signalements.workflow import CLOSED, Actor, Status, may_go

ANSWER_WITHIN = timedelta(days=10)
CONTEST_WITHIN = timedelta(days=30)
OPENED = {Visibility.PUBLIC, Visibility.JOINED, Visibility.WAITING}


def ask(signalement: Signalement, question: str, *, person: User | None = None, role: str = "agent") -> Evenement:
    """Ask whoever sent it for more; the clock stands still until they answer.

    Raises ValidationError (French) without a question, or where the workflow has no such step.
    """
    text = tidy(question)
    return change_status(signalement, Status.WAITING, person=person, role=role, public_text=text, what=What.ASKED)


def question_asked(signalement: Signalement) -> Evenement | None:
    """The question that waits for an answer, or None."""
    if signalement.get_status() is not Status.WAITING:
        return None
    return signalement.evenements.filter(after=Status.WAITING.value).last()


def reply(
    signalement: Signalement, text: str, pictures: Iterable[Picture] = (), *,
    person: User | None = None, private: str = "",
) -> Evenement:  # fmt: skip
    """The answer of whoever sent it: the signalement goes on from where it was, and so does its clock.

    `text` is read by everybody, `private` by the service alone.

    Raises ValidationError (French) for an empty answer, and when nothing is asked any more.
    """
    text, private, pictures = tidy(text), tidy(private), list(pictures)
    if not text and not private and not pictures:
        raise ValidationError(_("Quelques mots ou une photo : dites-nous ce qui manque."), code="empty")
    with transaction.atomic():
        # Under a lock: an answer sent twice finds that the first one has been taken.
        asked = question_asked(Signalement.objects.select_for_update(of=("self",)).get(pk=signalement.pk))
        if asked is None:
            raise ValidationError(_("La question a déjà reçu sa réponse : le service a repris."), code="answered")
        add_pictures(signalement, pictures)
        said = text or (_("Réponse donnée.") if private else _("Voici une photo."))
        return change_status(
            signalement, earlier_state(asked, signalement), person=person, role="resident",
            public_text=said, private_text=aside(private), what=What.REPLIED,
        )  # fmt: skip


def earlier_state(asked: Evenement, signalement: Signalement) -> Status:
    """Where it goes on after a question: where it was. What was only received is taken up: somebody has read it.

    What was planned without a day that still holds is taken up too: the service plans it again.
    """
    before = Status(asked.before)
    if before is Status.PLANNED and not signalement.planned_on:
        return Status.ACCEPTED
    return before if may_go(Status.WAITING, before, Actor.RESIDENT) else Status.ACCEPTED


def give_up_waiting(now: datetime) -> int:
    """Go on with what has waited ten days for an answer; returns how many."""
    silent = Signalement.objects.filter(status=Status.WAITING.value, paused_at__lt=now - ANSWER_WITHIN)
    count = 0
    for signalement in silent:
        asked = question_asked(signalement)
        said = _("Sans réponse depuis dix jours : le service continue avec ce qu’il sait.")
        after = earlier_state(asked, signalement) if asked else Status.ACCEPTED
        try:
            change_status(signalement, after, role="system", public_text=said)
        except ValidationError:  # answered in this very moment
            continue
        count += 1
    return count


def closed_at(signalement: Signalement) -> datetime | None:
    """When it was closed, or None while it is open."""
    status = signalement.get_status()
    if status not in CLOSED:
        return None
    if status is Status.TREATED and signalement.treated_at:
        return signalement.treated_at
    line = signalement.evenements.filter(after=status.value).order_by("at", "pk").last()
    return line.at if line else signalement.updated_at


def may_contest(signalement: Signalement, now: datetime) -> bool:
    """Whether « ce n’est pas réparé » still reopens it; after that, what is seen there is a new problem."""
    closed = closed_at(signalement)
    return closed is not None and now - closed <= CONTEST_WITHIN and signalement.visibility in OPENED


def contest(
    signalement: Signalement, text: str = "", pictures: Iterable[Picture] = (), *,
    person: User | None = None, role: str = "resident", stranger: bool = False, private: str = "",
) -> Evenement | None:  # fmt: skip
    """« Ce n’est pas réparé »: reopen the case within thirty days, with a trace; None when it is open already.

    `text` is read by everybody, `private` by the service alone. Pictures wait until a person has looked at them:
    before, whoever sent the signalement does not see a `stranger`'s. Raises ValidationError (French)
    after the thirty days.
    """
    case, text = case_of(signalement), tidy(text)
    with transaction.atomic():
        case = Signalement.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if case.get_status() not in CLOSED:
            return None
        if not may_contest(case, timezone.now()):
            raise ValidationError(_("Plus de trente jours ont passé : signalez-le de nouveau ici."), code="late")
        added = add_pictures(signalement, pictures, apart=True)
        line = {
            "role": role, "person": person, "public_text": text or _("Ce n’est pas réparé."),
            "private_text": aside(tidy(private), added, own=not stranger),
        }  # fmt: skip
        return change_status(case, Status.REOPENED, what=What.CONTESTED, **line)


def rate(signalement: Signalement, satisfied: bool, text: str = "") -> bool:
    """What whoever sent it thinks of this closing, without a name; false when it was said already.

    Raises ValidationError (French) while it is open.
    """
    closed = closed_at(case_of(signalement))
    if closed is None:
        raise ValidationError(_("Ce signalement est de nouveau ouvert : vous nous direz à la fin."), code="open")
    try:
        with transaction.atomic():
            Satisfaction.objects.create(
                signalement=signalement, satisfied=satisfied, text=tidy(text), treated_at=closed
            )
    except IntegrityError:
        return False
    return True

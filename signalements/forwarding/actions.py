"""What the services do with a link: send it, send it again, take it back; and what time does to it."""

from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import digest, record
from carto.fiches.models import What
from carto.text import tidy
from signalements.actions import change_status
from signalements.cases import case_of
from signalements.forwarding import jobs
from signalements.forwarding.links import secret_of
from signalements.forwarding.querysets import left_unanswered, live
from signalements.models import Forwarding, Signalement
from signalements.workflow import CLOSED, Status

HOLDS_FOR: Final = timedelta(days=14)
SHOWN_FOR: Final = timedelta(minutes=10)  # to whoever made it: without an address they give it by hand
MOST: Final = 8  # links of one case that hold at once


def forward(
    signalement: Signalement, organisation: str, *, email: str = "", contractor: bool = False, message: str = "",
    person: User | None, role: str,
) -> Forwarding:  # fmt: skip
    """Give it to them: a link that holds fourteen days, sent by mail when there is an address.

    Raises ValidationError (French) when its state, or that role, does not allow it, and beyond eight links that hold.
    """
    now, organisation = timezone.now(), tidy(organisation)
    with transaction.atomic():
        case = Signalement.objects.select_for_update(of=("self",)).get(pk=case_of(signalement).pk)
        if case.forwardings.filter(live(now)).count() >= MOST:
            raise ValidationError(_("Huit liens ouvrent déjà ce signalement : retirez-en un d’abord."), code="many")
        _say_forwarded(case, organisation, person, role)
        sent = Forwarding(
            signalement=case, organisation=organisation, email=email.strip().lower(), contractor=contractor,
            message=tidy(message), sent_by=person, sent_at=now, expires_at=now + HOLDS_FOR,
        )  # fmt: skip
        sent.digest = digest(secret_of(sent))
        sent.save()
        _write(sent)
    return sent


def renew(forwarding: Forwarding, *, person: User | None, role: str) -> None:
    """Fourteen days more from now, and the same link once more by mail; what had come back is with them again.

    Raises ValidationError (French) when the case is closed.
    """
    with transaction.atomic():
        locked = Forwarding.objects.select_for_update(of=("self",)).select_related("signalement").get(pk=forwarding.pk)
        _say_forwarded(locked.signalement, locked.organisation, person, role)
        locked.expires_at, locked.revoked_at, locked.answered_at = timezone.now() + HOLDS_FOR, None, None
        locked.digest = digest(secret_of(locked))  # another key of the site makes another link
        locked.save(update_fields=["expires_at", "revoked_at", "answered_at", "digest"])
        _write(locked)


def take_back(forwarding: Forwarding, *, person: User | None, role: str) -> None:
    """The link opens nothing any more; when it was the last one, the service has the signalement again."""
    with transaction.atomic():
        locked = Forwarding.objects.select_for_update(of=("self",)).select_related("signalement").get(pk=forwarding.pk)
        if locked.revoked_at is not None:
            return
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        said = _("Le lien donné à %(organisation)s est retiré.") % {"organisation": locked.organisation}
        case = locked.signalement
        if case.get_status() is Status.FORWARDED and not case.forwardings.filter(live(timezone.now())).exists():
            change_status(case, Status.ACCEPTED, person=person, role=role, private_text=said)
        else:
            record(case, What.SENT_ON, person=person, role=role, private_text=said)


def take_back_unanswered(now: datetime) -> int:
    """Go on with what was forwarded and never answered once the links are over; returns how many.

    A link that ran out is taken back with it, so that it says nothing of a later forwarding.
    """
    count, over = 0, Forwarding.objects.filter(revoked_at=None, answered_at=None, expires_at__lte=now)
    over.exclude(signalement__status=Status.FORWARDED.value).update(revoked_at=now)
    for signalement in left_unanswered(now):
        silent = over.filter(signalement=signalement).first()
        said = _("Sans réponse de %(organisation)s depuis quatorze jours : le service reprend.")
        try:
            with transaction.atomic():
                words = said % {"organisation": silent.organisation}
                change_status(signalement, Status.ACCEPTED, role="system", public_text=words)
                over.filter(signalement=signalement).update(revoked_at=now)
        except ValidationError:  # moved in this very moment
            continue
        count += 1
    return count


def _say_forwarded(case: Signalement, organisation: str, person: User | None, role: str) -> None:
    """The step, or a line when it is with somebody else already; ValidationError (French) once it is closed."""
    said = _("Transmis à %(organisation)s.") % {"organisation": organisation}
    if case.get_status() in CLOSED:
        raise ValidationError(_("Ce signalement est clos : rouvrez-le avant de le transmettre."), code="step")
    if case.get_status() is Status.FORWARDED:
        record(case, What.SENT_ON, person=person, role=role, public_text=said)
    else:
        change_status(case, Status.FORWARDED, person=person, role=role, public_text=said)


def _write(forwarding: Forwarding) -> None:
    """Have the worker send the letter, once all this is stored."""
    if forwarding.email:
        jobs.send_link.defer(forwarding_id=forwarding.pk)

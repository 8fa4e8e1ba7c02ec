"""What a contractor or another body says by its link. Their words go to the service; everybody reads who said what."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from carto.fiches.actions import add_pictures, record
from carto.fiches.models import Evenement, Moment, What
from carto.fiches.photos import Picture
from carto.text import tidy
from signalements.actions import change_status
from signalements.cases import lock_case, take_along
from signalements.forwarding import jobs
from signalements.forwarding.querysets import live
from signalements.guards import check_day
from signalements.models import Forwarding, Signalement
from signalements.workflow import CLOSED, DATED, Actor, Status, may_go

PARTNER = Actor.PARTNER.value


def acknowledge(forwarding: Forwarding, day: date, text: str = "") -> None:
    """« Nous passons tel jour. » Raises ValidationError (French) for a day that is over, or once the case is closed."""
    check_day(day)
    with transaction.atomic():
        case, joined = _answered(forwarding)
        if case.get_status() in DATED:
            case.planned_on = day
            case.save(update_fields=["planned_on", "updated_at"])
            take_along(case, joined)
        said = _("%(organisation)s prévoit de passer le %(day)s.") % _named(forwarding, day=date_format(day, "j F Y"))
        _tell(forwarding, record(case, What.ANSWER, role=PARTNER, public_text=said, private_text=tidy(text)))


def say(forwarding: Forwarding, text: str) -> None:
    """A question or an answer for the service. Raises ValidationError (French) without a word."""
    if not (text := tidy(text)):
        raise ValidationError(_("Écrivez votre question ou votre réponse."), code="empty")
    with transaction.atomic():
        case, _joined = _answered(forwarding)
        said = _("%(organisation)s a écrit au service.") % _named(forwarding)
        _tell(forwarding, record(case, What.ANSWER, role=PARTNER, public_text=said, private_text=text))


def report_done(forwarding: Forwarding, text: str = "", pictures: Iterable[Picture] = ()) -> None:
    """« C’est fait », with a photo or words: an agent looks before it is closed.

    Raises ValidationError (French) without either, and once the case is closed.
    """
    text, pictures = tidy(text), list(pictures)
    if not text and not pictures:
        raise ValidationError(_("Ajoutez une photo, ou dites en quelques mots ce qui a été fait."), code="shown")
    with transaction.atomic():
        case, _joined = _answered(forwarding)
        said = _("%(organisation)s dit que c’est fait : le service vérifie.") % _named(forwarding)
        line = {"role": PARTNER, "public_text": said, "private_text": text}
        if may_go(case.get_status(), Status.TO_CHECK, PARTNER):
            _tell(forwarding, change_status(case, Status.TO_CHECK, after_photos=pictures, **line))
        else:  # somebody else said so already
            add_pictures(case, pictures, moment=Moment.AFTER)
            _tell(forwarding, record(case, What.ANSWER, **line))


def refuse(forwarding: Forwarding, reason: str) -> None:
    """« Pas pour nous »: the link is over; when nobody else has it, the service has the signalement again.

    Raises ValidationError (French) without a reason.
    """
    if not (reason := tidy(reason)):
        raise ValidationError(_("Dites en quelques mots pourquoi, ou qui est concerné."), code="why")
    with transaction.atomic():
        case, _joined = _answered(forwarding, revoked_at=timezone.now())
        said = _("%(organisation)s répond que ce n’est pas pour eux.") % _named(forwarding)
        line = {"role": PARTNER, "public_text": said, "private_text": reason}
        others = case.forwardings.filter(live(timezone.now())).exists()
        if case.get_status() is Status.FORWARDED and not others:
            _tell(forwarding, change_status(case, Status.ACCEPTED, **line))
        else:
            _tell(forwarding, record(case, What.ANSWER, **line))


def _answered(forwarding: Forwarding, **changes: object) -> tuple[Signalement, list[Signalement]]:
    """The case and what is joined to it, locked, and the link marked as answered.

    Raises ValidationError (French) when the link opens nothing any more.
    """
    now = timezone.now()
    case, joined = lock_case(forwarding.signalement)
    if not Forwarding.objects.filter(live(now), pk=forwarding.pk).update(answered_at=now, **changes):
        raise ValidationError(_("Entre-temps, le service a repris ce signalement. Merci !"), code="over")
    if case.get_status() in CLOSED:
        raise ValidationError(_("Entre-temps, le service a clos ce signalement. Merci !"), code="over")
    return case, joined


def _named(forwarding: Forwarding, **more: str) -> dict[str, str]:
    return {"organisation": forwarding.organisation, **more}


def _tell(forwarding: Forwarding, line: Evenement) -> None:
    """Write to the service, which does not look at every case every day."""
    jobs.tell_service.defer(forwarding_id=forwarding.pk, evenement_id=line.pk)

"""A person decides what a message becomes; whoever sent it hears of it by the door that it came by."""

from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.alertes.tokens import address_of
from carto.comptes.models import User
from carto.fiches.models import Origin
from carto.text import tidy
from projets.idees.inbox.tasks import send_reply
from projets.idees.models import Channel, Depeche, DepecheReply, DepecheState, Idee

ORIGINS: Final = {
    Channel.SMS: Origin.SMS, Channel.MAIL: Origin.MAIL, Channel.VOICE: Origin.PHONE, Channel.PASTED: Origin.IMPORT,
}  # fmt: skip


def placed(depeche: Depeche, idee: Idee, *, by: User, secret: str) -> None:
    """It has become this idea; its sender gets the link that follows it. Raises ValidationError when decided before."""
    with transaction.atomic():
        locked = _waiting(depeche)
        locked.idee = idee
        _decide(locked, DepecheState.PLACED, by)
        said = _("Merci ! Votre idée « %(title)s » est sur la carte. Suivez-la, corrigez-la ou retirez-la : %(link)s")
        reply(locked, said % {"title": idee.title, "link": address_of("fiches:follow", secret)}, by=by)


def set_aside(depeche: Depeche, reason: str, *, by: User) -> None:
    """No idea for the map: the reason is said to whoever sent it. Raises ValidationError (French) without one."""
    reason = tidy(reason)
    if not reason:
        raise ValidationError(_("Dites pourquoi : la personne le lira."), code="reason")
    with transaction.atomic():
        locked = _waiting(depeche)
        locked.reason = reason[:300]
        _decide(locked, DepecheState.SET_ASIDE, by)
        reply(locked, _("Votre message n’a pas été mis sur la carte : %(reason)s") % {"reason": reason}, by=by)


def take_back(depeche: Depeche, reason: str, *, by: User) -> None:
    """Whoever sent it wants it gone: words and sender are erased; what became an idea is withdrawn by its own link."""
    with transaction.atomic():
        locked = Depeche.objects.select_for_update().get(pk=depeche.pk)
        locked.text, locked.sender, locked.source, locked.reason = "", "", "", tidy(reason)[:300]
        _decide(locked, DepecheState.WITHDRAWN, by)
        locked.replies.filter(sent_at=None).delete()


def reply(depeche: Depeche, text: str, *, by: User | None) -> DepecheReply | None:
    """Have an answer leave by the door that the message came by; None when nobody can be reached there."""
    if not depeche.sender or depeche.channel == Channel.PASTED:
        return None
    answer = DepecheReply.objects.create(depeche=depeche, text=text[:2000], by=by)
    send_reply.defer(reply_id=answer.pk)
    return answer


def answered(idee_id: int, text: str, *, by: User | None) -> int:
    """What a service or an official answers to an idea goes back to those whose messages it came from; how many."""
    known = Depeche.objects.filter(idee=idee_id, state=DepecheState.PLACED).exclude(sender="")
    return sum(reply(depeche, text, by=by) is not None for depeche in known)


def _waiting(depeche: Depeche) -> Depeche:
    locked = Depeche.objects.select_for_update(of=("self",)).get(pk=depeche.pk)
    if locked.state != DepecheState.WAITING:
        raise ValidationError(_("Quelqu’un s’en est déjà occupé : voici ce qu’il en est."), code="decided")
    return locked


def _decide(depeche: Depeche, state: str, by: User) -> None:
    depeche.state, depeche.qualified_by, depeche.qualified_at = state, by, timezone.now()
    depeche.save()

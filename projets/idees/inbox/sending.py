"""An answer leaves: a mail to who wrote one, an SMS to a telephone, through the gateway that the settings name."""

from typing import Final

import requests
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from carto.outward import NotPublic, may_be_asked, public_session
from projets.idees.models import Channel, DepecheReply

WITHIN: Final = 10  # seconds
SHORT: Final = 450  # characters of an SMS: three parts


class Unsent(Exception):
    """It did not leave; the words say why, for whoever looks after the inbox. `again`: worth another try."""

    def __init__(self, said: str, *, again: bool = True) -> None:
        super().__init__(said)
        self.again = again


def send(reply: DepecheReply) -> None:
    """Send one answer; raises Unsent."""
    if reply.depeche.channel == Channel.MAIL:
        _mail(reply)
    else:
        _sms(reply)


def _mail(reply: DepecheReply) -> None:
    subject = _("Votre idée pour %(place)s") % {"place": settings.CARTO_PLACE}
    headers = {"Auto-Submitted": "auto-replied"}
    if reply.depeche.external_id.startswith("<"):
        headers |= {"In-Reply-To": reply.depeche.external_id, "References": reply.depeche.external_id}
    try:
        EmailMessage(subject, f"{reply.text}\n", to=[reply.depeche.sender], headers=headers).send()
    except OSError as error:  # smtplib's errors are of this kind
        raise Unsent(_("le courriel n’est pas parti")) from error


def _sms(reply: DepecheReply) -> None:
    gateway = settings.CARTO_SMS_URL
    if not gateway:
        raise Unsent(_("aucune passerelle de SMS n’est réglée"), again=False)
    if not may_be_asked(gateway, loopback=settings.CARTO_PUSH_LOOPBACK):
        raise Unsent(_("l’adresse de la passerelle n’est pas une adresse https publique"), again=False)
    told = {"to": reply.depeche.sender, "text": reply.text[:SHORT], "id": f"carte-{reply.pk}"}
    session = public_session(loopback=settings.CARTO_PUSH_LOOPBACK)
    try:
        answer = session.post(gateway, json=told, headers={"X-Carto-Secret": settings.CARTO_SMS_SECRET}, timeout=WITHIN)
    except (requests.RequestException, NotPublic) as error:
        raise Unsent(_("la passerelle ne répond pas")) from error
    if not answer.ok:
        wrong = _("la passerelle refuse (%(status)d)") % {"status": answer.status_code}
        raise Unsent(wrong, again=answer.status_code >= 500)

"""What is written of questions: to whoever has the power to answer, and to whoever wanted to hear of it."""

from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projets.equipements.models import Demande, Organisme, Transmission
from projets.equipements.questions.clock import Told

SUBJECTS: Final[dict[str, str | Promise]] = {
    "handed": gettext_lazy("Votre question a été transmise"),
    "answered": gettext_lazy("Votre question a reçu sa réponse"),
}
AUTO: Final = {"Auto-Submitted": "auto-generated"}


def mailbox_of(organisme: Organisme) -> str:
    """The address at which an organisation is written to, when how to reach it is one."""
    try:
        validate_email(organisme.contact)
    except ValidationError:
        return ""
    return organisme.contact


def to_organisme(transmission: Transmission, *, again: bool) -> EmailMessage | None:
    """The question handed to them, or handed to them `again`; None without an address."""
    email = mailbox_of(transmission.organisme)
    if not email:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Un habitant vous pose une question sur un chiffre public")
        return _letter("handed", f"{_('Rappel :')} {subject}" if again else subject, email, transmission.demande, {
            "transmission": transmission, "again": again,
        })  # fmt: skip


def to_asker(demande: Demande, moment: str) -> EmailMessage:
    """What has become of the question, to the address left with it."""
    with translation.override(settings.LANGUAGE_CODE):
        last = demande.transmissions.select_related("organisme").last()
        return _letter("told", str(SUBJECTS[moment]), demande.email, demande, {"moment": moment, "transmission": last})


def _letter(name: str, subject: str, email: str, demande: Demande, said: dict[str, Any]) -> EmailMessage:
    path = reverse("equipements:questions:page", args=[demande.uuid])
    said = said | {
        "told": Told(demande), "place": settings.CARTO_PLACE, "address": settings.CARTO_URL.rstrip("/") + path,
    }  # fmt: skip
    body = render_to_string(f"equipements/questions/email/{name}.txt", said)
    return EmailMessage(subject[:150], body.strip() + "\n", to=[email], headers=AUTO)

"""Letters to the people of the services."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from carto.comptes.models import User
from signalements.models import Signalement


def given(signalement: Signalement, person: User) -> EmailMessage:
    """« On vous confie S-2026-000123 »: where it is and where to find it, nothing of who reported."""
    address = f"{settings.CARTO_URL}{reverse('signalements:desk:case', args=[signalement.uuid])}"
    said = {"fiche": signalement, "address": address, "person": person}
    return EmailMessage(
        subject=_("On vous confie %(number)s : %(title)s") % {"number": signalement.number, "title": signalement.title},
        body=render_to_string("signalements/email/given.txt", said).strip() + "\n",
        to=[person.email],
        headers={"Auto-Submitted": "auto-generated"},
    )

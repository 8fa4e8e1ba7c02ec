"""The letter to somebody on whom the lot has fallen: what is asked, until when, and that they may decline."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from carto.fiches.models import Jure


def called(jure: Jure) -> EmailMessage:
    """In the language of the city: an account says nothing of its own."""
    with translation.override(settings.LANGUAGE_CODE):
        said = {
            "jury": jure.jury, "mark": jure.mark, "place": settings.CARTO_PLACE, "site": settings.CARTO_URL,
            "link": f"{settings.CARTO_URL}{reverse('fiches:moderation:jury:case', args=[jure.jury_id])}",
        }  # fmt: skip
        return EmailMessage(
            subject=_("Le sort vous a désigné : votre avis sur une décision"),
            body=render_to_string("fiches/moderation/email/called.txt", said).strip() + "\n",
            to=[jure.person.email],
            headers={"Auto-Submitted": "auto-generated"},
        )

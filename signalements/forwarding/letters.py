"""The two letters of a forwarding, in French: the link, and what its holder answers."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from carto.fiches.models import Evenement
from signalements.forwarding.links import address_of
from signalements.models import Forwarding

LANGUAGE = "fr"  # of the services and of whom they work with


def link(forwarding: Forwarding) -> EmailMultiAlternatives:
    """The secret link, to the contractor or the other body."""
    fiche = forwarding.signalement
    with translation.override(LANGUAGE):
        subject = _("%(number)s : %(title)s, pour %(organisation)s") % {
            "number": fiche.number, "title": fiche.title, "organisation": forwarding.organisation,
        }  # fmt: skip
        return _letter("link", subject, forwarding.email, forwarding, {"link": address_of(forwarding)})


def answer(forwarding: Forwarding, line: Evenement) -> EmailMultiAlternatives:
    """What they say, to the service that follows the case."""
    fiche = forwarding.signalement
    with translation.override(LANGUAGE):
        subject = _("%(number)s : %(said)s") % {"number": fiche.number, "said": line.public_text}
        told = {"line": line, "link": f"{settings.CARTO_URL}{fiche.get_absolute_url()}"}
        return _letter("answer", subject, fiche.service.email, forwarding, told)


def _letter(name: str, subject: str, to: str, forwarding: Forwarding, told: dict[str, Any]) -> EmailMultiAlternatives:
    """From its two templates."""
    told = told | {
        "forwarding": forwarding, "fiche": forwarding.signalement, "place": settings.CARTO_PLACE, "language": LANGUAGE,
        "site": settings.CARTO_URL,
    }  # fmt: skip
    letter = EmailMultiAlternatives(
        subject=Truncator(" ".join(subject.split())).chars(150),
        body=render_to_string(f"signalements/forwarding/email/{name}.txt", told).strip() + "\n",
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
    )
    letter.attach_alternative(render_to_string(f"signalements/forwarding/email/{name}.html", told), "text/html")
    return letter

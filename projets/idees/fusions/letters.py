"""What supporters with an account are told of a merge: asked once, then told what it came to."""

from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carto.alertes.actions import own_address
from projets.idees.fusions.standing import idees_of
from projets.idees.models import Accord, Fusion

SUBJECTS: Final[dict[str, str | Promise]] = {
    "asked": _("Votre soutien à « %(title)s » : est-il d’accord pour suivre ?"),
    "done": _("« %(title)s » est réunie à une autre idée"),
    "dropped": _("« %(title)s » reste à part"),
    "undone": _("« %(title)s » a repris sa place"),
}


def write(fusion_id: int, moment: str) -> int:
    """One letter to each supporter whose address is known to be theirs; returns how many left."""
    fusion = Fusion.objects.get(pk=fusion_id)
    target, sources = idees_of(fusion)
    titles = {source.pk: source for source in sources}
    accords = fusion.accords.filter(as_author=False).select_related("person").order_by("pk")
    letters = []
    with translation.override(settings.LANGUAGE_CODE):
        for accord in accords:
            if email := own_address(accord.person):
                told = {"fusion": fusion, "target": target, "source": titles[accord.idee_id]}
                letters.append(_letter(moment, email, accord, told))
    for letter in letters:
        letter.send()
    return len(letters)


def _letter(moment: str, email: str, accord: Accord, told: dict[str, Any]) -> EmailMessage:
    path = reverse("idees:fusions:fusion", args=[told["target"].uuid, told["fusion"].uuid])
    said = told | {
        "moment": moment, "accord": accord, "place": settings.CARTO_PLACE, "site": settings.CARTO_URL,
        "address": settings.CARTO_URL.rstrip("/") + path,
    }  # fmt: skip
    subject = str(SUBJECTS[moment]) % {"title": told["source"].title}
    body = render_to_string("idees/fusions/email/supporter.txt", said)
    return EmailMessage(" ".join(subject.split())[:150], body.strip() + "\n", to=[email], headers=AUTO)


AUTO: Final = {"Auto-Submitted": "auto-generated"}

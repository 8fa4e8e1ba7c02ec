"""An alert arrives, and is answered in public; nothing of who wrote it is read, so that nothing can be kept."""

import secrets
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from carto.demarches.models import Outcome, Vigilance
from carto.text import tidy

LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none is taken for another
A_DAY: Final = 200  # of all together: nobody's address is counted
SETTLED: Final = {Outcome.CHANGED, Outcome.EXPLAINED, Outcome.HANDED}


class Full(ValidationError):
    """Too many have arrived today, from whoever it was."""


def alert(text: str, about: str = "") -> Vigilance:
    """Keep the words, and the day. Raises ValidationError (French) without words, Full over the day's number."""
    text = tidy(text)
    if not text:
        raise ValidationError(_("Dites en quelques mots ce qui ne va pas."), code="empty")
    today = localdate()
    if Vigilance.objects.filter(day=today).count() >= A_DAY:
        raise Full(_("Trop d’alertes sont arrivées aujourd’hui : gardez vos mots, et revenez demain."), code="full")
    code = "".join(secrets.choice(LETTERS) for _each in range(8))
    return Vigilance.objects.create(
        id=2**51 + secrets.randbelow(2**51), code=code, about=tidy(about)[:200], text=text, day=today
    )


def answer(vigilance: Vigilance, outcome: str, said: str) -> Vigilance:
    """Say to everybody what becomes of it; the words of whoever wrote it go once it is settled.

    Raises ValidationError (French) without words, or when it is settled already.
    """
    said = tidy(said)
    if not said:
        raise ValidationError(_("Dites ce qui a été fait : c’est tout ce que l’on en lira."), code="empty")
    with transaction.atomic():
        held = Vigilance.objects.select_for_update().get(pk=vigilance.pk)
        if held.outcome in SETTLED:
            raise ValidationError(_("Cette alerte a déjà sa réponse."), code="settled")
        held.outcome, held.said, held.said_on = outcome, said, localdate()
        if outcome in SETTLED:
            held.text = ""
        held.save()
    return held

"""Sealing a campaign once it is over: from then on nobody, with the whole database, can tell who said what.

What is destroyed: its key, its roll, the marks of browsers. What is rewritten: the hours of what anonymous people sent,
rounded to the day, and the order in which the rows of a day were made. What stays: the ideas, their words, the counts.
"""

import os
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from carto.alertes.models import Abonnement
from carto.fiches.models import Contact, Fiche, Photo, Soutien
from carto.fiches.querysets import day_begins
from carto.fiches.trust.counting import slot
from carto.fiches.trust.retention import contact_kept
from carto.fiches.voices.actions import RANKS
from projets.idees.campagnes.querysets import blur
from projets.idees.models import Campagne, CampagneKey, Emargement, Enregistrement, Idee

SETTLES: Final = timedelta(days=2)  # after an answer: its message has left, tried again if need be
DIGITS: Final = 8  # of a number that is drawn; those that are counted have six


def unordered(idee: Idee) -> None:
    """Give an idea that is about to be stored a drawn key and number: counted ones would tell its hour, to the row."""
    drawn = 2 ** (RANKS.bit_length() - 2) + secrets.randbelow(RANKS // 2)
    idee.pk = idee.id = drawn
    idee.number = _number()
    idee.created_at = slot(timezone.now())  # the API, the feeds and the tiles' journal copy it while it is open


def _number() -> str:
    """« I-2026-48213377 », which no other fiche has."""
    year = timezone.localdate().year
    while True:
        number = f"I-{year}-{secrets.randbelow(9 * 10 ** (DIGITS - 1)) + 10 ** (DIGITS - 1)}"
        if not Fiche.objects.filter(number=number).exists():
            return number


def seal_over() -> int:
    """Seal every campaign that is over; returns how many. For the worker, each minute."""
    return sum(seal(campagne) for campagne in Campagne.objects.to_seal())


def seal(campagne: Campagne) -> bool:
    """Seal it if it is over and is not sealed yet; returns whether this call did. Nothing waits for the worker."""
    if not campagne.is_over or campagne.sealed_at:
        return False
    with transaction.atomic():
        if not Campagne.objects.select_for_update().filter(pk=campagne.pk, sealed_at=None).first():
            return False
        CampagneKey.objects.filter(campagne=campagne).delete()
        Emargement.objects.filter(campagne=campagne).delete()
        ideas = Idee.objects.filter(campagne=campagne)
        Soutien.objects.filter(fiche__in=ideas.values("pk")).update(mark="")
        anonymous = list(ideas.filter(author=None).order_by().values_list("pk", flat=True))
        photos = list(Photo.objects.filter(fiche__in=anonymous))
        dated = [(each.created_at, file) for each in photos for file in (each.original, each.image, each.thumbnail)]
        voices = Enregistrement.objects.filter(idee__in=anonymous)
        dated += [(voice.created_at, voice.file) for voice in voices]
        blur(anonymous)
        campagne.sealed_at = timezone.now()
        campagne.save(update_fields=["sealed_at"])
    _touch(dated)
    return True


def _touch(dated: Iterable[tuple[datetime, Any]]) -> None:
    """The files' own dates are rounded too: a folder tells as much as a table."""
    for created_at, file in dated:
        midnight = day_begins(timezone.localdate(created_at)).timestamp()
        path = Path(file.path) if file else None
        if path and path.is_file():
            os.utime(path, (midnight, midnight))


def forget_addresses(now: datetime | None = None) -> int:
    """Delete the addresses left for an answer on anonymous ideas of campaigns that are over: they have served.

    Two days after the official has answered (the message has left), or once they have been kept as long as any contact.
    Returns how many.
    """
    now = now or timezone.now()
    answered = Q(answered_at__lt=now - SETTLES)
    sealed = Idee.objects.filter(author=None, campagne__sealed_at__isnull=False)
    served = sealed.filter(answered | Q(campagne__closes_at__lt=now - contact_kept())).values("pk")
    Abonnement.objects.filter(fiche__in=served, is_reporter=True).delete()
    gone, _tables = Contact.objects.filter(fiche__in=served).delete()
    return gone

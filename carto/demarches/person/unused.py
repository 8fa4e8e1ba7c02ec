"""An account that nobody uses is erased, as if its owner had asked; they are told before, and need only sign in."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _

from carto.alertes.letters import letter_to
from carto.alertes.tokens import address_of
from carto.comptes.models import User
from carto.demarches.person.erasing import erase, why_not

NOTICE: Final = timedelta(days=30)
MOST_A_NIGHT: Final = 500  # letters
logger = logging.getLogger(__name__)


def unused(at: datetime) -> QuerySet[User]:
    """Whose owner had not signed in for CARTO_ACCOUNT_DAYS by then; whoever holds a role keeps theirs."""
    since = at - timedelta(days=settings.CARTO_ACCOUNT_DAYS)
    return User.objects.alias(seen=Coalesce("last_login", "date_joined")).filter(seen__lt=since).order_by("pk")


def tell_owners(at: datetime, foretell: Callable[[User, datetime], bool]) -> int:
    """Write to those whose account is to go in NOTICE; returns to how many.

    `foretell` plans the erasure and says whether it was not planned yet. No letter, no plan: it is tried again.
    """
    told = 0
    for person in unused(at + NOTICE).iterator():
        if told < MOST_A_NIGHT and not why_not(person):
            try:
                with transaction.atomic():
                    if foretell(person, at + NOTICE):
                        _write(person, at + NOTICE)
                        told += 1
            except OSError:  # smtplib's errors are of this kind; one mailbox stops nobody else's
                logger.warning("A letter about an unused account did not leave")
    return told


def _write(person: User, day: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        said = {"day": day, "link": address_of("comptes:home")}
        subject = _("Votre compte : le gardez-vous ?")
        letter_to(person.email, "demarches/email/unused", subject, said, language=settings.LANGUAGE_CODE).send()


def erase_unused(person_id: int, at: datetime) -> bool:
    """Erase it, unless its owner has signed in since or holds a role; whether it was."""
    person = unused(at).filter(pk=person_id).first()
    if person is None or why_not(person):
        return False
    erase(person)
    return True

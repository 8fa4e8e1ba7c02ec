"""Telling a figure: a new version each time, signed, and the earlier ones kept."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from carto.comptes.models import User
from projets.equipements.figures.telling import Subject
from projets.equipements.models import Marche, Recit


class StaleError(ValueError):
    """Somebody told it otherwise in the meantime."""


def tell(subject: Subject, text: str, *, by: User, role: str, over: int) -> Recit:
    """Write the version that comes after `over`, and on a contract or a grant the words that its list shows.

    Raises StaleError when `over` is not the last one any more.
    """
    latest = subject.latest
    if (latest.version if latest else 0) != over:
        raise StaleError
    told = {"chart": subject.chart, "equipement": subject.equipement, "text": text, "by": by, "role": role}
    try:
        with transaction.atomic():
            recit = Recit.objects.create(version=over + 1, **told)
            if subject.row is not None:
                _mirror(subject, recit)
    except IntegrityError as error:  # both wrote at once: the constraint kept one
        raise StaleError from error
    return recit


def _mirror(subject: Subject, recit: Recit) -> None:
    rows = type(subject.row).objects.filter(pk=subject.row.pk)
    if isinstance(subject.row, Marche):
        rows.update(reason=recit.text)
    else:
        rows.update(outcome=recit.text, outcome_at=timezone.now())

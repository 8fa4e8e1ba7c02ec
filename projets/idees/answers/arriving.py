"""An idea has arrived: who answers it, and by when."""

from datetime import datetime

from django.conf import settings
from django.utils.timezone import localtime

from carto.comptes.models import Service
from carto.working_days import due_after
from projets.idees.answers.rules import rules
from projets.idees.models import Idee


def arrived(idee: Idee) -> None:
    """Give it a service and a day (`Idee.arrived`)."""
    assign(idee)


def assign(idee: Idee, *, since: datetime | None = None) -> Service | None:
    """The service that answers, and the day by which it does; None in a city that has no service for it.

    A campaign says itself who studies what it receives. Nothing changes for an idea that has a service already.
    The clock starts when the idea was sent, or at `since`.
    """
    if idee.service_id is None:
        idee.service = _service_for(idee)
    if idee.service is not None and idee.answer_due_at is None:
        idee.answer_due_at = due_after(localtime(since or idee.created_at), settings.CARTO_IDEA_DAYS)
    Idee.objects.filter(pk=idee.pk).update(service=idee.service, answer_due_at=idee.answer_due_at)
    return idee.service


def _service_for(idee: Idee) -> Service | None:
    if idee.campagne and idee.campagne.service:
        return idee.campagne.service
    code = rules().service_of(idee.theme.code, idee.autocollant.code)
    named = Service.objects.filter(code=code).first() if code else None
    return named or Service.objects.filter(planning=True).order_by("pk").first()

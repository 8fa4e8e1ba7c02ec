"""Works follow the calendar: begun on their day, over after their last one, each time a line of their history."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from carto.fiches.models import Evenement, What
from projets.actions import change_status
from projets.equipements.models import Equipement, Nature
from projets.equipements.workflow import WORKFLOW, Status

SYSTEM = "system"


def follow_days(today: date) -> int:
    """Move on the works whose day has come, one step at a time; returns how many moved. What a person decided after
    that day stays.
    """
    moved = 0
    over = Equipement.objects.filter(nature=Nature.WORKS, ends_on__lt=today)
    begun = Equipement.objects.filter(nature=Nature.WORKS, begins_on__lte=today).exclude(ends_on__lt=today)
    waiting = [(over, "ends_on", Status.OPEN), (begun, "begins_on", Status.BUILDING)]
    for works, day, state in waiting:
        before = [Status.PLANNED, Status.BUILDING] if state == Status.OPEN else [Status.PLANNED]
        for each in works.filter(status__in=before).exclude(_decided_after(day)).order_by("pk"):
            _move(each, state)
            moved += 1
    return moved


def _decided_after(day: str) -> Q:
    """That somebody said in which state it is, on that day or later."""
    said = Evenement.objects.filter(fiche=OuterRef("pk"), what=What.STATUS).exclude(actor_role=SYSTEM)
    return Q(Exists(said.filter(at__date__gte=OuterRef(day))))


def _move(works: Equipement, state: Status) -> None:
    with transaction.atomic():
        if works.status == Status.PLANNED:
            told = _("Le jour du début est arrivé.")
            change_status(works, Status.BUILDING, WORKFLOW, role=SYSTEM, public_text=told)
        if state == Status.OPEN:
            change_status(works, Status.OPEN, WORKFLOW, role=SYSTEM, public_text=_("Le dernier jour est passé."))

"""Who would receive a report that is not sent yet, as far as the place and the moment tell."""

from datetime import datetime

from django.contrib.gis.geos import Point
from django.utils import timezone

from carto.comptes.models import Service
from carto.territoires.models import Territoire
from signalements.models import Categorie
from signalements.routing.lines import Facts, first
from signalements.routing.rules import ruleset


def foreseen(categorie: Categorie, point: Point | None, at: datetime) -> Service:
    """The service that the rules name for that category, there (SRID 4326, if known), at that moment.

    Answers and frequency are not known yet: a rule that looks at them may decide otherwise once it is sent.
    """
    rules = ruleset()
    if not rules.lines:
        return categorie.service
    local = timezone.localtime(at)
    held = Territoire.objects.in_force(local.date()).at(point).values_list("pk", flat=True) if point else ()
    line = first(rules.lines, Facts(categorie.pk, rules.around(*held), "", {}, local))
    if line is None or line.target.service == categorie.service_id:
        return categorie.service
    return Service.objects.get(pk=line.target.service)

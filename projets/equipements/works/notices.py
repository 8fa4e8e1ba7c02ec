"""The works of a place, in one sentence each; the ground asks for them by the setting TRAVAUX."""

from collections.abc import Collection
from typing import Final

from django.contrib.gis.geos import GEOSGeometry, Point
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from carto.fiches.works import Planned
from projets.equipements.models import Equipement, Nature
from projets.equipements.workflow import Status

WITHIN: Final = 40  # metres: across a street, and a pin that is not quite there
MOST: Final = 3


def planned_at(point: Point) -> list[Planned]:
    """The works within a few metres that are not over, the nearest first."""
    found = Equipement.objects.public().works_from(timezone.localdate()).near(point, WITHIN)[:MOST]
    return [Planned(works.title, said(works), works.get_absolute_url()) for works in found]


def around(geom: GEOSGeometry, *, without: int | None = None) -> list[Equipement]:
    """The works beside a place of any shape that are not over, the nearest first."""
    there = Equipement.objects.public().works_from(timezone.localdate()).exclude(pk=without)
    return list(there.near(geom, WITHIN)[:MOST])


def works_among(keys: Collection[int]) -> set[int]:
    """Those of these facilities that are works; what is being built or renovated is, too."""
    under_works = Q(nature=Nature.WORKS) | Q(status__in=(Status.PLANNED, Status.BUILDING, Status.RENOVATING))
    return set(Equipement.objects.filter(under_works, pk__in=keys).values_list("pk", flat=True))


def said(works: Equipement) -> str:
    """« Travaux prévus ici du 3 mars au 30 juin 2026. », « Travaux ici jusqu’au 30 juin 2026. »"""
    begins, ends = (date_format(day) if day else "" for day in (works.begins_on, works.ends_on))
    coming = works.begins_on is not None and works.begins_on > timezone.localdate()
    if coming and ends:
        return _("Travaux prévus ici du %(begins)s au %(ends)s.") % {"begins": begins, "ends": ends}
    if coming:
        return _("Travaux prévus ici à partir du %(begins)s.") % {"begins": begins}
    if ends:
        return _("Travaux prévus ici jusqu’au %(ends)s.") % {"ends": ends}
    return _("Travaux prévus ici, sans date de fin connue.")

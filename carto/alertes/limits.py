"""How often one network may ask to follow something: nobody's mailbox is filled by a stranger."""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from carto.fiches.marks import mark_of_network
from carto.fiches.models import Visit

MOST_AN_HOUR: Final = 30


def too_many(request: HttpRequest) -> bool:
    """Whether this network has asked too often within the hour; counts this time too."""
    mark, what = mark_of_network(request, "follow"), "follow"
    recent = Visit.objects.filter(mark=mark, what=what, at__gte=timezone.now() - timedelta(hours=1)).count()
    if recent < MOST_AN_HOUR:
        Visit.objects.create(mark=mark, what=what)
    return recent >= MOST_AN_HOUR

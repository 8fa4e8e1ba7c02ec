"""What one can take part in at a place: topics in one of their phases, choices that are open."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from carto.carte.one_page import Open
from carto.fiches.filters import Filters
from carto.territoires.models import Territoire
from projets.opportunites.models import Consultation, Opportunite


def open_here(place: Territoire) -> Iterator[Open]:
    """Those of this territory; two queries. A choice is of its quartier, or of whoever lives in its areas."""
    topics = Filters(territoire=place.code).apply(Opportunite.objects.public()).open()
    for topic in topics.only("title", "uuid", "kind", "status", "phase_ends"):
        yield Open(topic.get_status_display(), topic.title, topic.get_absolute_url(), topic.phase_ends)
    now = timezone.now()
    choices = Consultation.objects.public().filter(cancelled_at=None, opens_at__lte=now, closes_at__gt=now)
    for each in (choices.filter(quartier=place) | choices.filter(areas=place)).distinct():
        yield Open(_("on choisit"), each.title, each.get_absolute_url(), each.closes_at)

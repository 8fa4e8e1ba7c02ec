"""What one can take part in at a place: the campaigns that are open there."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from carto.carte.one_page import Open
from carto.territoires.models import Territoire
from projets.idees.models import Campagne


def open_here(place: Territoire) -> Iterator[Open]:
    """Those whose area meets the territory; one query."""
    found = Campagne.objects.public().open().filter(geom__intersects=place.geom)
    for each in found.only("title", "slug", "closes_at"):
        yield Open(_("campagne"), each.title, each.get_absolute_url(), each.closes_at)

"""Councils on the city's calendar: each day on which one voted, with how much."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.demarches.agenda.entries import Entry, Sort, Window
from projets.equipements.models import Deliberation

MOST = 500


def calendar(window: Window) -> Iterator[Entry]:
    """One entry a council and day; one query."""
    voted = Deliberation.objects.filter(on__range=(window.since, window.until)).order_by()
    for each in voted.values("council", "on").annotate(n=Count("pk")).order_by("-on", "council")[:MOST]:
        council, day = each["council"] or _("Conseil"), each["on"]
        told = ngettext("%(council)s : %(n)d délibération", "%(council)s : %(n)d délibérations", each["n"])
        asked = urlencode([pair for pair in (("annee", day.year), ("assemblee", each["council"])) if pair[1]])
        yield Entry(
            f"conseil-{day}-{council}", Sort.COUNCIL.value, told % {"council": council, "n": each["n"]}, day,
            f"{reverse('equipements:deliberations:list')}?{asked}",
        )  # fmt: skip
